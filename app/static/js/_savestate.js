/** Says in words how the saving goes. Seen at once; read out only when it stops or starts to work. */
export class SaveState {
  #shown = document.querySelector("[data-save-state]");
  #said = document.querySelector("[data-said]");
  #again;
  #timer = 0;

  constructor(again) {
    this.#again = again;
  }

  /** One of saved, saving, queued, failed. */
  set(state) {
    const before = this.#shown.dataset.saveState;
    clearTimeout(this.#timer);
    if (before === "failed" && state === "saved") return; // stays until a newer tap is saved
    this.#shown.dataset.saveState = state;
    const words = () => (this.#shown.textContent = this.#shown.dataset[state]);
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
