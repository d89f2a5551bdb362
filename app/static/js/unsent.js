/** A form that is not to be left for an error page: asks first whether the server is there. */
import { patience } from "./_patience.js";

const form = "form[data-ask-first]";
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
  const said = document.querySelector("[data-unsent]");
  said.hidden = true;
  if (await answers()) pressed.submit();
  else said.hidden = false;
  asking = false;
});
