// How large a screen can be written, and how much of a long list stands on it. Measured once for
// each size of the window, with everything that will be revealed in its place: nothing moves later.

const LARGEST = 4;
const MOST = 3; // more agreements than these are never read from afar

/** How many pixels a screen that is shown or measured is higher than what the bar leaves of the window. */
const over = (slide, bar) => slide.getBoundingClientRect().height + bar.offsetHeight - innerHeight;
const tooHigh = (slide, bar) => over(slide, bar) > 1;

/** Not every browser tells when it is idle. */
const whenIdle = window.requestIdleCallback ?? setTimeout;

/** Whether the screens fill the window, as on a projector; on a phone one scrolls. */
const isProjector = () => matchMedia("(min-width: 60rem) and (min-height: 40rem)").matches;

const windowSize = () => `${innerWidth}×${innerHeight}`;
let now = windowSize(); // asking for it lays the page out: not at every key
addEventListener("resize", () => {
  now = windowSize();
});

/** Lays a screen out that is not shown, for as long as `measuring` takes. */
function measured(slide, measuring) {
  slide.dataset.measured = "";
  try {
    return measuring();
  } finally {
    slide.removeAttribute("data-measured");
  }
}

const isFitted = (slide) => slide.dataset.fitted === now;

/** Lays a screen out once for this window: a statement as large as fits, another so that the browser
 *  knows its words. */
export function fit(slide, bar) {
  if (isFitted(slide)) return;
  const sizes = isProjector() && slide.matches(".slide--statement") ? LARGEST : 0;
  measured(slide, () => {
    let size = sizes;
    for (slide.dataset.size = size; tooHigh(slide, bar) && size > 0; slide.dataset.size = size) size -= 1;
  });
  slide.dataset.fitted = now;
}

let asked = 0;

/** Does so for these one by one while the page has nothing else to do, so that no key waits for it.
 *  Asked anew, as when the window changes, it begins again and the earlier round of it ends. */
export function fitAhead(slides, bar) {
  const mine = ++asked;
  const go = () => {
    const next = slides.find((each) => !isFitted(each));
    if (!next) return;
    whenIdle(() => {
      if (mine !== asked) return;
      fit(next, bar);
      go();
    });
  };
  go();
}

/** Parts the list on a screen into as many steps as they need, each in whole: what is too long is
 *  written smaller, and of what is too long even so the end is left to the phones, and said so.
 *  Returns what each step shows. The screen that is shown meanwhile stays as it is. */
export function partList(slide, bar) {
  slide.dataset.shownFrom = "";
  slide.removeAttribute("data-cut");
  return measured(slide, () => parts(slide, bar));
}

function parts(slide, bar) {
  const projector = isProjector();
  const items = [...slide.querySelectorAll("[data-parted] > li")];
  const show = (these) => items.forEach((item) => item.toggleAttribute("data-shown", these.includes(item)));
  const steps = [];
  for (const item of items) {
    item.removeAttribute("data-small");
    item.removeAttribute("data-ended");
    item.style.removeProperty("--lines");
    const before = steps.at(-1);
    if (before && before.length < MOST) {
      show([...before, item]);
      if (!projector || (!tooHigh(slide, bar) && !before.some((one) => one.dataset.small !== undefined))) {
        before.push(item);
        continue;
      }
    }
    show([item]);
    steps.push([item]);
    if (projector && tooHigh(slide, bar)) {
      item.dataset.small = "";
      if (tooHigh(slide, bar)) cut(slide, item, bar);
    }
  }
  return steps;
}

function cut(slide, item, bar) {
  slide.dataset.cut = "";
  item.dataset.ended = "";
  const text = item.firstElementChild;
  const line = parseFloat(getComputedStyle(text).lineHeight);
  const room = text.getBoundingClientRect().height - over(slide, bar) + 1;
  const lines = Math.floor(room / line);
  item.style.setProperty("--lines", Math.max(1, lines));
  slide.removeAttribute("data-cut");
}
