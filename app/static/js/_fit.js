// How large a screen can be written, and how much of a long list stands on it. Measured once for
// each size of the window, with everything that will be revealed in its place: nothing moves later.

const LARGEST = 4;
const MOST = 3; // more agreements than these are never read from afar

const tooHigh = () => document.documentElement.scrollHeight > innerHeight + 1;

/** Whether the screens fill the window, as on a projector; on a phone one scrolls. */
export function isProjector(bar) {
  return getComputedStyle(bar).position === "sticky";
}

/** Writes a statement that is shown as large as the window allows. */
export function fitStatement(slide, projector) {
  const window_ = `${innerWidth}×${innerHeight}`;
  if (slide.dataset.fitted === window_) return;
  let size = projector ? LARGEST : 0;
  for (slide.dataset.size = size; size > 0 && tooHigh(); slide.dataset.size = size) size -= 1;
  slide.dataset.fitted = window_;
}

/** Parts the list on a screen that is shown into as many steps as they need, each in whole:
 *  what is too long is written smaller, and of what is too long even so the end is left to the
 *  phones, and said so. Returns what each step shows. */
export function partList(slide, projector) {
  const items = [...slide.querySelectorAll("[data-parted] > li")];
  const show = (these) => items.forEach((item) => item.toggleAttribute("data-shown", these.includes(item)));
  slide.dataset.shownFrom = "";
  slide.removeAttribute("data-cut");
  const steps = [];
  for (const item of items) {
    item.removeAttribute("data-small");
    item.removeAttribute("data-ended");
    item.style.removeProperty("--lines");
    const before = steps.at(-1);
    if (before && before.length < MOST) {
      show([...before, item]);
      if (!projector || (!tooHigh() && !before.some((one) => one.dataset.small !== undefined))) {
        before.push(item);
        continue;
      }
    }
    show([item]);
    steps.push([item]);
    if (projector && tooHigh()) {
      item.dataset.small = "";
      if (tooHigh()) cut(slide, item);
    }
  }
  return steps;
}

function cut(slide, item) {
  slide.dataset.cut = "";
  item.dataset.ended = "";
  const text = item.firstElementChild;
  const line = parseFloat(getComputedStyle(text).lineHeight);
  const over = document.documentElement.scrollHeight - innerHeight;
  const lines = Math.floor((text.getBoundingClientRect().height - over + 1) / line);
  item.style.setProperty("--lines", Math.max(1, lines));
  slide.removeAttribute("data-cut");
}
