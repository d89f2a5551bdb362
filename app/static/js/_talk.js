/** "I want to talk about this", a few at most: one too many is refused at once, beside its box. */
export function refuseOneTooMany(form, box) {
  form.querySelectorAll("[data-refused]").forEach((said) => said.remove());
  const ticked = [...form.querySelectorAll(".talk > :checked")].filter((other) => other !== box);
  if (!box.checked || ticked.length < Number(form.dataset.most)) return false;
  box.checked = false;
  const said = document.createElement("p");
  said.className = "field__error";
  said.dataset.refused = "";
  said.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.append(form.dataset.tooMany);
  for (const [index, other] of ticked.entries()) {
    const statement = other.closest("[data-statement]");
    const link = document.createElement("a");
    link.href = `#${statement.id}`;
    link.textContent = form.dataset.place.replace("{n}", statement.dataset.number);
    words.append(index ? ", " : " ", link);
  }
  said.append(words);
  box.parentElement.append(said);
  said.scrollIntoView({ block: "nearest" });
  return true;
}
