/** What went wrong with saving, in the server's words, just above the buttons. */
export class Problem {
  #form;
  #box;

  constructor(form) {
    this.#form = form;
    this.#box = form.querySelector("[data-problem]");
  }

  /** A refusal: its own words, and the way on for a seat that is closed or signed out. */
  show({ status, detail }) {
    const { failed, start, seat } = this.#form.dataset;
    const way = { 401: ["/", start], 403: ["/", start], 409: ["/seat", seat], 410: ["/seat", seat] }[status];
    this.#box.textContent = detail || failed;
    if (way) {
      const link = document.createElement("a");
      [link.href, link.textContent] = way;
      this.#box.append(" ", link);
    }
    this.#box.hidden = false;
  }

  /** A newer tap got through, or another is on its way. */
  over() {
    this.#box.hidden = true;
  }
}
