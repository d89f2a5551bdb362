/** Handing in without a network: only when asked for, and by itself as soon as there is one. */
import { closed, passes, sendHandIn } from "./_send.js";

export class HandInLater {
  #dialog = document.querySelector("[data-later]");
  #pending = document.querySelector("[data-pending]");
  #kept;
  #wish;

  /** `missing()` counts statements without an answer; `asked()` is called when a wish is kept. */
  constructor(kept, missing, asked) {
    this.#kept = kept;
    this.#dialog.addEventListener("close", () => {
      if (this.#dialog.returnValue !== "later") return;
      const { elements } = this.#dialog.querySelector("form");
      this.#set({ anyway: missing() > 0, facilitator_may_read: Boolean(elements.facilitator_may_read?.checked) }).then(asked);
    });
    this.#pending.querySelector("button").addEventListener("click", () => this.takeBack());
  }

  /** Whether a person wishes it. */
  get wished() {
    return Boolean(this.#wish);
  }

  /** What was wished when this page was last open. */
  async recall() {
    this.#show(await this.#kept.wish().catch(() => undefined));
  }

  /** Ask whether to hand in later. */
  offer(missing, consent) {
    if (this.wished || this.#dialog.open) return;
    const { one, many } = this.#dialog.dataset;
    const said = this.#dialog.querySelector("[data-missing]");
    said.hidden = !missing;
    said.textContent = (missing === 1 ? one : many).replace("{n}", missing);
    this.#dialog.querySelector("[data-consent]").hidden = !consent;
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
  }

  /** Nobody wishes it any more. */
  takeBack() {
    return this.#set(undefined);
  }

  /** Hand in. Resolves to what the server said, null where there is still no network; to
   *  undefined when it was taken back meanwhile, in another tab. */
  async send(seat) {
    await this.recall();
    if (!this.#wish) return undefined;
    const answer = await sendHandIn(this.#wish, seat);
    if (!passes(answer) && !closed(answer)) await this.takeBack();
    return answer;
  }

  /** Said only when it is kept: what is promised must outlive the page. */
  async #set(wish) {
    await this.#kept.setWish(wish).catch(() => {});
    await this.recall();
  }

  #show(wish) {
    this.#wish = wish;
    this.#pending.hidden = !wish;
  }
}
