// The presenter's window: follows and drives the projector's window in the same browser.
// Its state is in the history entry, so that it survives a reload and leaves nothing behind.
import { Deck } from "./_deck.js";
import { listen } from "./_keys.js";
import { line } from "./_line.js";
import { Watch } from "./_watch.js";

const one = (selector) => document.querySelector(selector);
const all = (selector) => document.querySelectorAll(selector);
const root = one("[data-presenter]");
const deck = new Deck(root);
const watch = new Watch();
let dark = false;
let hidden = false;
let joined = false;
let sent = 0; // commands, numbered
let awaited = false; // the last one is not answered yet: older states are no news
let unanswered = 0; // greetings; a window that crashed says no goodbye
let unheard = 0; // the same, of another presenter's window
let gone = false; // closing, or kept for "back": it still hears, and must not answer
const PATIENCE = 3;

const wire = line(root.dataset.channel, (heard) => {
  if (gone) return;
  if (heard.kind === "state") {
    unanswered = 0;
    const answers = heard.obeyed?.from === wire.own && heard.obeyed.n === sent;
    if (awaited && !answers) return;
    awaited = false;
    // How many steps the agreements need is known where they are measured.
    const measured = deck.byName.get(heard.slide);
    if (measured) measured.dataset.stages = heard.stages ?? 0;
    if (joined && deck.name === heard.slide && deck.stage === heard.stage && dark === heard.blank) return;
    joined = true;
    dark = Boolean(heard.blank);
    deck.go(heard);
    show();
  } else if (heard.kind === "bye") {
    part();
    wire.say("hello"); // another may still be there
    show();
  } else if (heard.kind === "presenter") {
    second(true);
    if (heard.watch) take(heard);
  } else if (heard.kind === "hello") {
    // Answered at once: a window that lies behind others may greet only once a minute itself.
    second(true);
    if (heard.presenter) shareClock();
    else wire.say("here");
  } else if (heard.kind === "here") {
    second(true);
  } else if (heard.kind === "go" && deck.go(heard.to)) {
    dark = false; // the other presenter's; the projector, if there is one, says the same
    show();
  } else if (heard.kind === "goodbye") {
    second(false);
    wire.say("hello", { presenter: true }); // a third may still be there
  }
});

/** Whether another presenter's window is open. */
function second(open) {
  unheard = 0;
  one("[data-second]").hidden = !open;
}

/** The projector's window is gone: it shows nothing, black or not. */
function part() {
  joined = dark = false;
}

/** Another presenter's window says how the time stands: both show the same. */
function take({ watch: other, order, slide, stage }) {
  watch.take(other);
  const choice = one(`[name="order"][value="${CSS.escape(order)}"]`);
  if (choice) choice.checked = true;
  if (!joined) deck.go({ slide, stage });
  show();
}

function shareClock() {
  wire?.say("presenter", { watch: watch.state(), order: one('[name="order"]:checked').value, slide: deck.name, stage: deck.stage });
}

function keep() {
  const order = one('[name="order"]:checked').value;
  history.replaceState({ slide: deck.name, stage: deck.stage, watch: watch.state(), order, hidden }, "");
}

/** The clock of the step on screen; what lies beside the way uses the time of where it was left. */
let clock = "open";
let step = "open";

function show() {
  const { slide } = deck;
  if (slide.dataset.clock) ({ clock, step } = slide.dataset);
  for (const each of deck.slides) each.hidden = each !== slide;
  for (const each of slide.querySelectorAll("[data-at]")) {
    if (Number(each.dataset.at) === deck.stage) each.setAttribute("aria-current", "step");
    else each.removeAttribute("aria-current");
  }
  const after = deck.step(1);
  one("[data-after]").textContent = after ? deck.byName.get(after.slide).querySelector("[data-title]").textContent : "–";
  for (const each of all("[data-line]"))
    each.hidden = each.dataset.line !== (wire ? (joined ? "joined" : "alone") : "none");
  one("[data-blanked]").hidden = !dark;
  const blank = one('[data-action="blank"]');
  blank.textContent = dark ? blank.dataset.show : blank.dataset.blank;
  tick();
}

function tick() {
  watch.tick(clock);
  const order = one('[name="order"]:checked').dataset;
  const planned = Number(order[`step${step[0].toUpperCase()}${step.slice(1)}`] ?? 0);
  one("[data-step-used]").textContent = Math.floor(watch.of(clock) / 60_000);
  one("[data-step-planned]").textContent = planned;
  one("[data-left]").textContent = Math.ceil(Number(order.minutes) - watch.total / 60_000);
  const button = one('[data-action="clock"]');
  button.textContent = watch.running ? button.dataset.pause : button.dataset.start;
  button.setAttribute("aria-pressed", String(watch.running));
  one("[data-clocks]").hidden = hidden;
  const hide = one('[data-action="hide"]');
  hide.textContent = hidden ? hide.dataset.show : hide.dataset.hide;
  keep();
}

function drive(to) {
  if (!to || !deck.go(to)) return;
  dark = false;
  sent += 1;
  awaited = joined;
  wire?.say("go", { to: { slide: deck.name, stage: deck.stage }, n: sent });
  show();
}

const ACTS = {
  next: () => drive(deck.next()),
  back: () => drive(deck.back()),
  first: () => drive({ slide: deck.way[0].dataset.slide }),
  last: () => drive({ slide: deck.way.at(-1).dataset.slide }),
  stop: () => drive({ slide: "stop" }),
  blank: () => {
    dark = joined && !dark;
    wire?.say("blank", { to: dark });
    show();
  },
  clock: () => {
    watch.running = !watch.running;
    shareClock();
    tick();
  },
  hide: () => {
    hidden = !hidden;
    tick();
  },
};
const act = (name) => ACTS[name]?.();

listen(act, () => {}, () => document.activeElement?.blur());
addEventListener("click", ({ target }) => act(target.closest("[data-action]")?.dataset.action));
addEventListener("change", () => {
  shareClock();
  tick();
});
addEventListener("pagehide", () => {
  tick();
  wire?.say("goodbye");
  gone = true;
});
addEventListener("pageshow", ({ persisted }) => {
  gone = awaited = false;
  unanswered = unheard = 0;
  if (persisted) wire?.say("hello", { presenter: true });
});

// On paper the notes of the whole way are there, for whoever would rather hold them.
addEventListener("beforeprint", () => {
  for (const each of deck.slides) each.hidden = each.dataset.slide.startsWith("statement-");
});
addEventListener("afterprint", show);

const kept = history.state;
if (kept?.watch) {
  hidden = Boolean(kept.hidden);
  take(kept);
}
setInterval(() => {
  if (gone) return;
  tick();
  if (joined && unanswered >= PATIENCE) {
    part();
    awaited = false;
    show();
  }
  unanswered += 1;
  unheard += 1;
  if (unheard > PATIENCE) second(false);
  wire?.say("hello");
}, 1000);
show();
wire?.say("hello", { presenter: true });
