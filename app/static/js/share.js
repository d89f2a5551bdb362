// Copying a link or a message, and the device's own share sheet. Without this they can be selected by hand.
const status = (button) => button.closest("section, main").querySelector("[data-copy-status]");

async function copy(field) {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  field.select(); // where the site is not https
  if (!document.execCommand("copy")) throw new Error("not copied");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.textContent;
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(field);
    } catch {
      field.select();
      return;
    }
    button.textContent = status(button).textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      status(button).textContent = "";
    }, 3000);
  });
}

for (const field of document.querySelectorAll(".pass-on [readonly]"))
  field.addEventListener("focus", () => field.select());

if (navigator.share)
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.share({ text: button.dataset.share }).catch(() => {}), // the person changed their mind
    );
  }
