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

/** Lays a screen out that is not shown, for as long as `measuring` takes. */
function measured(slide, measuring) {
  slide.dataset.measured = "";
  const found = measuring();
  slide.removeAttribute("data-measured");
  return found;
}

/** Writes a statement as large as the window allows. */
export function fitStatement(slide, bar) {
  if (slide.dataset.fitted === windowSize()) return;
  measured(slide, () => {
    let size = isProjector() ? LARGEST : 0;
    for (slide.dataset.size = size; size > 0 && tooHigh(slide, bar); slide.dataset.size = size) size -= 1;
  });
  slide.dataset.fitted = windowSize();
}

/** Lays these out one by one while the page has nothing else to do, so that no key waits for it:
 *  statements as large as they will be, and the others so that the browser knows their words. */
export function fitAhead(slides, bar) {
  const [next, ...others] = slides;
  if (!next) return;
  whenIdle(() => {
    if (next.matches(".slide--statement")) fitStatement(next, bar);
    else measured(next, () => over(next, bar));
    fitAhead(others, bar);
  });
}

/** Parts the list on a screen into as many steps as they need, each in whole: what is too long is
 *  written smaller, and of what is too long even so the end is left to the phones, and said so.
 *  Returns what each step shows. The screen that is shown meanwhile stays as it is. */
export function partList(slide, bar) {
  const projector = isProjector();
  const items = [...slide.querySelectorAll("[data-parted] > li")];
  const show = (these) => items.forEach((item) => item.toggleAttribute("data-shown", these.includes(item)));
  slide.dataset.shownFrom = "";
  slide.dataset.measured = "";
  slide.removeAttribute("data-cut");
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
  slide.removeAttribute("data-measured");
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
