/** What a person may switch on for the own thumb or keyboard; remembered on this device. */
const PLACE = "samspill-comfort";

export class Comfort {
  #steps;
  #boxes;
  #timer = 0;
  #byArrow = false;

  constructor(form, steps) {
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
    addEventListener("pointerdown", () => (this.#byArrow = false), true);
    addEventListener("keydown", (event) => {
      this.#byArrow = event.key.startsWith("Arrow");
      this.#digit(event);
    }, true);
  }

  /** A value was chosen: felt where the device can, and on to the next when that is wished. */
  chosen(statement) {
    if (matchMedia("(prefers-reduced-motion: no-preference)").matches) navigator.vibrate?.(8);
    clearTimeout(this.#timer);
    // Arrow keys choose each step on the way to the one that is meant.
    if (!this.#on("advance") || this.#byArrow || statement.querySelectorAll(".rail :checked").length < 2) return;
    const next = this.#steps.next;
    // Long enough to see what was chosen; not when the person has gone elsewhere meanwhile, or
    // there is something to read.
    const may = () => next && this.#steps.current === statement && document.querySelector("[data-problem]").hidden;
    this.#timer = setTimeout(() => may() && (location.hash = next.id), 500);
  }

  /** A digit chooses that step: of the question in focus, else of the first without an answer. */
  #digit({ key, target, ctrlKey, metaKey, altKey }) {
    if (!this.#on("digits") || ctrlKey || metaKey || altKey || !/^[1-7]$/.test(key)) return;
    if (document.querySelector("#_overview:target, dialog[open]")) return; // no statement is seen
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
