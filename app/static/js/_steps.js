/** One statement at a time: points the buttons to its neighbours, and follows the address. */
const seen = CSS.supports("selector(:has(a))") && matchMedia("(scripting: enabled)").matches;

export class Steps {
  #statements;
  #first;
  #back;
  #next;

  constructor(form) {
    this.#statements = [...form.querySelectorAll("[data-statement]")];
    this.#first = form.querySelector(".statement--first");
    this.#back = form.querySelector("[data-action=back]");
    this.#next = form.querySelector("[data-action=next]");
    addEventListener("hashchange", () => this.#current()?.querySelector("h3").focus({ preventScroll: true }));
    addEventListener("hashchange", () => this.show());
    // The way past the header must not change the address, which says what is in view.
    document.querySelector(".ds-skip-link").addEventListener("click", (event) => {
      event.preventDefault();
      (this.#current() ?? this.#first).querySelector("h3").focus();
    });
  }

  /** Bring the buttons, and in old browsers the view, up to the address. */
  show() {
    const current = this.#current() ?? this.#first;
    const index = this.#statements.indexOf(current);
    lead(this.#back, this.#statements[index - 1]);
    lead(this.#next, this.#statements[index + 1]);
    this.#next.hidden = index + 1 === this.#statements.length;
    if (seen) return;
    for (const statement of this.#statements) statement.hidden = statement !== current;
    for (const theme of current.closest("form").querySelectorAll(".theme")) theme.hidden = !theme.contains(current);
    scrollTo(0, 0);
  }

  #current() {
    return this.#statements.find(({ id }) => `#${id}` === location.hash);
  }
}

/** Point a link to a statement; before the first one it leads where the page said. */
function lead(link, statement) {
  link.href = statement ? `#${statement.id}` : link.dataset.else ?? "";
}
