/** What went wrong with saving, in the server's words, just above the buttons. */
export class Problem {
  #form;
  #box;

  constructor(form) {
    this.#form = form;
    this.#box = form.querySelector("[data-problem]");
  }

  /** A refusal: its own words, and the way on for a seat that is closed or signed out. */
  show({ status, code, detail }) {
    const { failed, start, seat } = this.#form.dataset;
    const way = code !== "other-seat" && { 401: ["/", start], 403: ["/", start], 409: ["/seat", seat], 410: ["/seat", seat] }[status];
    this.#write("danger", detail || failed);
    if (way) this.#lead(...way);
  }

  /** So many answers waited for a round that is over. Where its page is still open there is a way
   *  on, and `left` hears the click. */
  ended(count, left) {
    const { endedOne, ended, onward } = this.#form.dataset;
    this.#write("danger", (count === 1 ? endedOne : ended).replace("{n}", count));
    if (left) this.#lead("/seat", onward).onclick = left;
  }

  /** Looking over waits until everything is sent. */
  wait() {
    this.#write("info", this.#form.dataset.waiting);
  }

  /** This browser keeps nothing: answers go straight to the server. */
  unkept() {
    this.#write("info", this.#form.dataset.unkept);
  }

  /** Answers were kept here under a key that is gone: whose they are can no longer be known. */
  shut() {
    this.#write("danger", this.#form.dataset.shut);
  }

  /** A newer tap got through, or another is on its way. */
  over() {
    this.#box.hidden = true;
  }

  #lead(href, textContent) {
    const link = Object.assign(document.createElement("a"), { href, textContent });
    this.#box.append(" ", link);
    return link;
  }

  #write(color, text) {
    this.#box.dataset.color = color;
    this.#box.textContent = text;
    this.#box.hidden = false;
  }
}
