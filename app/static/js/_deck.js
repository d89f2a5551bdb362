// The screens in order, and where one stands: a slide's name and its stage. No DOM but attributes.

/** The way through the screens of `root`, and what lies beside it. */
export class Deck {
  constructor(root) {
    this.slides = [...root.querySelectorAll("[data-slide]")];
    this.byName = new Map(this.slides.map((slide) => [slide.dataset.slide, slide]));
    this.way = this.slides.filter((slide) => slide.dataset.beside === undefined);
    this.name = this.way[0].dataset.slide;
    this.stage = 0;
    this.left = null; // where the way was left, for what lies beside it
  }

  get slide() {
    return this.byName.get(this.name);
  }

  stages(slide = this.slide) {
    return Number(slide.dataset.stages ?? 0);
  }

  /** Where the next step leads, or null on the last. */
  next() {
    if (this.stage < this.stages()) return { slide: this.name, stage: this.stage + 1 };
    return this.step(1);
  }

  /** Where the step before was: the last stage of the screen before. */
  back() {
    if (this.stage > 0) return { slide: this.name, stage: this.stage - 1 };
    return this.step(-1);
  }

  step(by) {
    const index = this.way.indexOf(this.slide);
    if (index < 0) return this.left ?? { slide: "all", stage: 0 };
    const slide = this.way[index + by];
    return slide ? { slide: slide.dataset.slide, stage: by < 0 ? this.stages(slide) : 0 } : null;
  }

  /** Goes there; false where there is no such screen. */
  go({ slide: name, stage = 0 }) {
    const slide = this.byName.get(name);
    if (!slide) return false;
    if (!this.way.includes(slide)) {
      if (this.way.includes(this.slide)) this.left = { slide: this.name, stage: this.stage };
    } else this.left = null;
    this.name = name;
    this.stage = Math.min(Math.max(0, Math.trunc(stage) || 0), this.stages(slide));
    return true;
  }

  /** The screen of the statement with this number, or of the list of all for 0. */
  numbered(number) {
    if (number === 0) return "all";
    return this.slides.find((slide) => Number(slide.dataset.number) === number)?.dataset.slide;
  }

  get hash() {
    return this.stage ? `#${this.name}/${this.stage}` : `#${this.name}`;
  }

  /** Where an address points. */
  static read(hash) {
    const [slide, stage] = decodeURIComponent(hash.slice(1)).split("/");
    return { slide, stage: Number(stage) || 0 };
  }
}
