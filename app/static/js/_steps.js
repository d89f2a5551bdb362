/** One statement at a time, or all at a glance: points the buttons to what is near, and follows
 *  the address.
 */
const seen = CSS.supports("selector(:has(a))") && matchMedia("(scripting: enabled)").matches;

export class Steps {
  #statements;
  #overview;
  #first;
  #last;
  #back;
  #next;

  constructor(form) {
    this.#statements = [...form.querySelectorAll("[data-statement]")];
    this.#overview = form.querySelector("#_overview");
    this.#first = form.querySelector(".statement--first");
    this.#back = form.querySelector("[data-action=back]");
    this.#next = form.querySelector("[data-action=next]");
    addEventListener("hashchange", () => this.#heading()?.focus({ preventScroll: true }));
    addEventListener("hashchange", () => this.show());
    // The way past the header must not change the address, which says what is in view.
    document.querySelector(".ds-skip-link").addEventListener("click", (event) => {
      event.preventDefault();
      this.#heading().focus();
    });
  }

  /** The statement in view, or the last one that was. */
  get current() {
    return this.#shown() ?? this.#last ?? this.#first;
  }

  /** The one after it, if there is one. */
  get next() {
    return this.#statements[this.#statements.indexOf(this.current) + 1];
  }

  /** The statement to begin with, where the address names none. */
  set first(statement) {
    if (!statement) return;
    this.#first.classList.remove("statement--first");
    statement.classList.add("statement--first");
    this.#first = statement;
  }

  /** Bring the buttons, and in old browsers the view, up to the address. */
  show() {
    const glance = location.hash === "#_overview";
    const { current } = this;
    this.#last = current;
    const index = this.#statements.indexOf(current);
    lead(this.#back, glance ? current : this.#statements[index - 1]);
    lead(this.#next, this.#statements[index + 1]);
    this.#next.hidden = glance || index + 1 === this.#statements.length;
    if (seen) return;
    this.#overview.hidden = !glance;
    for (const statement of this.#statements) statement.hidden = glance || statement !== current;
    for (const theme of current.closest("form").querySelectorAll(".theme")) theme.hidden = glance || !theme.contains(current);
    scrollTo(0, 0);
  }

  #heading() {
    return (location.hash === "#_overview" ? this.#overview : this.current).querySelector("[tabindex]");
  }

  #shown() {
    return this.#statements.find(({ id }) => `#${id}` === location.hash);
  }
}

/** Point a link to a statement; before the first one it leads where the page said. */
function lead(link, statement) {
  link.href = statement ? `#${statement.id}` : link.dataset.else ?? "";
}
