/** A form that is not to be left for an error page: asks first whether the server is there. */
import { patience } from "./_patience.js";

const form = "form[data-ask-first]";
// Once, since a part of the page that it was moved into may be written anew.
const said = document.querySelector('[data-unsent="here"]') ?? document.querySelector("[data-unsent]");
const home = document.createComment("");
said?.before(home); // a page for reading only has neither form nor notice
let asking = false;

async function answers() {
  try {
    const { ok } = await fetch("/readyz", { cache: "no-store", signal: patience(15_000) });
    return ok;
  } catch {
    return false;
  }
}

// The lobby's form is written anew by each look at the server, so the document listens.
document.addEventListener("submit", async (event) => {
  const pressed = event.target;
  if (!pressed.matches(form)) return;
  event.preventDefault();
  if (asking) return;
  asking = true;
  said.hidden = true;
  pressed.dataset.asking = ""; // what others write meanwhile is not to replace it
  const there = await answers();
  delete pressed.dataset.asking;
  if (there && pressed.isConnected) {
    const { name, value } = event.submitter ?? {};
    if (name) pressed.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    pressed.submit();
  } else {
    // On a page of many forms it is said where somebody has pressed.
    if (said.dataset.unsent === "here") (pressed.isConnected ? pressed : home).after(said);
    said.hidden = false;
    said.scrollIntoView({ block: "nearest" });
  }
  asking = false;
});
