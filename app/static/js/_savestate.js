/** Says in words how the saving goes. Seen at once; read out only when it stops or starts to work. */
export class SaveState {
  #shown = document.querySelector("[data-save-state]");
  #said = document.querySelector("[data-said]");
  #again;
  #timer = 0;
  #stuck = false;

  constructor(again) {
    this.#again = again;
  }

  /** A new tap: an earlier failure has been seen. */
  renew() {
    this.#stuck = false;
  }

  /** One of saved, saving, queued, failed. What failed stays so, whatever else is saved.
   *  `count` answers wait; `lasting` when they wait on this device and not in the page alone. */
  set(state, count, lasting) {
    if (this.#stuck && state !== "queued") return;
    this.#stuck = state === "failed";
    clearTimeout(this.#timer);
    this.#shown.dataset.saveState = state;
    const key = state === "queued" ? (lasting ? "queued" : "unkept") + (count === 1 ? "One" : "") : state;
    const words = () => (this.#shown.textContent = this.#shown.dataset[key].replace("{n}", count));
    // A save that is soon done is not worth a flicker.
    if (state === "saving") this.#timer = setTimeout(words, 400);
    else words();
    if (state === "queued" || state === "failed") this.#say(this.#shown.textContent);
    else if (state === "saved" && this.#said.textContent) this.#say(this.#again);
  }

  #say(text) {
    if (this.#said.textContent !== text) this.#said.textContent = text;
  }
}
