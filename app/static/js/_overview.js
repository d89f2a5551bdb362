/** All statements at a glance: what is answered, how far one has come, and how long is left. */
const USUAL = 36_000; // milliseconds for a statement, as the welcome page says
const PAUSE = 120_000; // whoever takes longer was away
const ENOUGH = 3; // statements before one's own pace is known

export class Overview {
  #section;
  #statements;
  #spent = [];
  #since = performance.now();
  #done = new Set();

  constructor(form) {
    this.#section = form.querySelector("#_overview");
    this.#statements = [...form.querySelectorAll("[data-statement]")];
  }

  /** How many statements lack a value. */
  get missing() {
    return this.#statements.length - this.#done.size;
  }

  /** The answers have changed: all of them, or by a person's tap those of one statement. */
  update(tapped) {
    const before = this.#done.size;
    for (const statement of tapped ? [tapped] : this.#statements) {
      const whole = statement.querySelectorAll(".rail :checked").length === 2;
      this.#done[whole ? "add" : "delete"](statement.id);
      const link = this.#section.querySelector(`a[href="#${CSS.escape(statement.id)}"]`);
      const { answered, missing } = this.#section.dataset;
      link.toggleAttribute("data-answered", whole);
      link.setAttribute("aria-label", fill(whole ? answered : missing, statement.dataset.number));
    }
    if (tapped && this.#done.size > before) {
      const now = performance.now();
      if (now - this.#since < PAUSE) this.#spent.push(now - this.#since);
      this.#since = now;
    }
    this.#say();
  }

  #say() {
    const { so, usual, left, soon } = this.#section.dataset;
    const known = this.#spent.length >= ENOUGH;
    const pace = known ? middle(this.#spent) : USUAL;
    const minutes = Math.ceil((this.missing * pace) / 60_000);
    const words = [fill(so, this.#done.size)];
    if (this.missing) words.push(minutes > 1 ? fill(known ? left : usual, minutes) : soon);
    this.#section.querySelector("[data-progress]").textContent = words.join(" ");
  }
}

function fill(words, n) {
  return words.replace("{n}", n);
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
