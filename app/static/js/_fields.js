/** The form's fields as the server, this device and the person's own taps fill them. */
export class Fields {
  #form;
  #tapped = new Map();

  constructor(form) {
    this.#form = form;
  }

  /** Statement and field of an input, as in `rol-01.status`. */
  static of({ name }) {
    return name.split(/\.(?=\w+$)/);
  }

  /** A tap happens now: what the server was asked before it does not undo it. */
  tap(statement, field) {
    this.#tapped.set(`${statement}.${field}`, performance.now());
  }

  /** Show one value. */
  show({ statement, field, value }) {
    for (const box of this.#boxes(statement, field)) box.checked = holds(box, field, value);
  }

  /** This is on the server now. */
  held({ statement, field, value }) {
    const boxes = [...this.#boxes(statement, field)];
    const chosen = boxes.map((box) => box.checked);
    for (const box of boxes) box.defaultChecked = holds(box, field, value);
    boxes.forEach((box, index) => (box.checked = chosen[index])); // an untouched box follows its default
  }

  /** What was refused is not shown as chosen. */
  back({ statement, field }) {
    for (const box of this.#boxes(statement, field)) box.checked = box.defaultChecked;
  }

  /** All the server holds, {statement: {status, ambition, talk}}, as asked at a moment of
   *  performance.now(): shown but for what waits and what was tapped since. */
  learn(answers, asked, waiting) {
    const own = new Set(waiting.map(({ statement, field }) => `${statement}.${field}`));
    for (const { id: statement } of this.#form.querySelectorAll("[data-statement]"))
      for (const field of ["status", "ambition", "talk"]) {
        const place = `${statement}.${field}`;
        if (this.#tapped.get(place) >= asked) continue;
        const entry = { statement, field, value: answers[statement]?.[field] ?? null };
        this.held(entry);
        if (!own.has(place)) this.show(entry);
      }
  }

  /** What the form shows as the server's, as learn() takes it. */
  served() {
    const answers = {};
    for (const box of this.#form.querySelectorAll("[data-statement] input")) {
      if (!box.defaultChecked) continue;
      const [statement, field] = Fields.of(box);
      (answers[statement] ??= {})[field] = valueOf(box, field);
    }
    return answers;
  }

  /** What was tapped before this script had come; in a `refused` form, whatever was sent with it. */
  early(refused) {
    const changed = (box) => box.checked !== box.defaultChecked && (box.checked || box.type === "checkbox");
    return [...this.#form.querySelectorAll("[data-statement] input")]
      .filter((box) => changed(box) || (refused && box.checked))
      .map((box) => {
        const [statement, field] = Fields.of(box);
        return { statement, field, value: box.checked ? valueOf(box, field) : false };
      })
      .filter(({ statement, field }) => !this.#tapped.has(`${statement}.${field}`));
  }

  #boxes(statement, field) {
    return this.#form.querySelectorAll(`[name="${CSS.escape(statement)}.${field}"]`);
  }
}

/** The value a box stands for, as it is sent. */
export function valueOf(box, field) {
  if (field === "talk") return true;
  return /^\d+$/.test(box.value) ? Number(box.value) : box.value;
}

function holds(box, field, value) {
  return field === "talk" ? Boolean(value) : box.value === String(value);
}
