/** What a person may switch on for the own thumb or keyboard; remembered on this device. */
const PLACE = "samspill-comfort";

export class Comfort {
  #form;
  #steps;
  #boxes;

  constructor(form, steps) {
    this.#form = form;
    this.#steps = steps;
    this.#boxes = [...form.querySelectorAll("[data-comfort]")];
    const kept = remembered();
    for (const box of this.#boxes) {
      box.checked = kept.includes(box.dataset.comfort);
      box.addEventListener("change", () => this.#remember());
    }
    const install = form.querySelector("[data-install]");
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault(); // asked for, never pushed
      install.hidden = false;
      install.onclick = () => event.prompt().then(() => (install.hidden = true));
    });
    addEventListener("keydown", (event) => this.#digit(event));
  }

  /** A value was chosen: felt where the device can, and on to the next when that is wished. */
  chosen(statement) {
    if (matchMedia("(prefers-reduced-motion: no-preference)").matches) navigator.vibrate?.(8);
    if (!this.#on("advance") || statement.querySelectorAll(".rail :checked").length < 2) return;
    const next = this.#steps.next;
    // Long enough to see what was chosen; not when the person has gone elsewhere meanwhile.
    setTimeout(() => next && this.#steps.current === statement && (location.hash = next.id), 500);
  }

  /** A digit chooses that step: of the question in focus, else of the first without an answer. */
  #digit({ key, target, ctrlKey, metaKey, altKey }) {
    if (!this.#on("digits") || ctrlKey || metaKey || altKey || !/^[1-7]$/.test(key)) return;
    const statement = this.#steps.current;
    const rails = [...statement.querySelectorAll(".rail")];
    const rail = target.closest?.(".rail") ?? rails.find((one) => !one.querySelector(":checked")) ?? rails[0];
    rail.querySelector(`input[value="${key}"]`)?.click();
  }

  #on(name) {
    return this.#boxes.some((box) => box.checked && box.dataset.comfort === name);
  }

  #remember() {
    try {
      localStorage.setItem(PLACE, this.#boxes.filter((box) => box.checked).map((box) => box.dataset.comfort).join());
    } catch {
      // Not kept: it lasts as long as the page.
    }
  }
}

function remembered() {
  try {
    return (localStorage.getItem(PLACE) ?? "").split(",");
  } catch {
    return [];
  }
}
