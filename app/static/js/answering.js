/** Answering with a script: each tap is saved at once and the state said in words.
 *
 * Which statement is in view follows from the address (#rol-03) and is the style sheet's work;
 * here the buttons are pointed to the neighbours. Without this file the form works as a form.
 */
import { serverClock } from "./_clock.js";
import { MemoryOutbox } from "./_outbox.js";
import { Problem } from "./_problem.js";
import { SaveState } from "./_savestate.js";
import { Sender } from "./_sender.js";
import { Steps } from "./_steps.js";
import { refuseOneTooMany } from "./_talk.js";

const form = document.querySelector("#answers");
const at = serverClock(Number(form.dataset.now));
const outbox = new MemoryOutbox();
const saveState = new SaveState(form.dataset.again);
const problem = new Problem(form);
const sender = new Sender(outbox, {
  state(state) {
    saveState.set(state);
    if (leaving && state === "queued") problem.wait();
    if (leaving && state === "saved") location.assign("/review");
  },
  kept: (entries) => entries.forEach(nowServers),
  refused(why, entries, gone) {
    leaving = false;
    saveState.set("failed");
    problem.show(why);
    if (gone) entries.forEach(backToServers);
  },
}, form.elements.seat.value);
const steps = new Steps(form);
let leaving = false;

/** The boxes of one field; `defaultChecked` is what the server holds, as when the page came. */
function boxes({ statement, field }) {
  return form.querySelectorAll(`[name="${CSS.escape(statement)}.${field}"]`);
}

function nowServers(entry) {
  const { field, value } = entry;
  for (const box of boxes(entry))
    box.defaultChecked = field === "talk" ? Boolean(value) : box.value === String(value);
}

/** What was refused is not shown as chosen. */
function backToServers(entry) {
  for (const box of boxes(entry)) box.checked = box.defaultChecked;
}

/** Something else is done: no longer on the way out, and what went wrong has been read. */
function stay() {
  leaving = false;
  saveState.renew();
  problem.over();
}

function save(statement, field, value) {
  stay();
  return sender.add({ statement, field, value, at: at() });
}

form.addEventListener("change", ({ target }) => {
  const [statement, field] = target.name.split(/\.(?=\w+$)/);
  if (field === "talk") {
    if (!refuseOneTooMany(form, target)) save(statement, field, target.checked);
  } else if (field) {
    save(statement, field, /^\d+$/.test(target.value) ? Number(target.value) : target.value);
  }
});

function clear(statement) {
  for (const field of ["status", "ambition", "talk"]) {
    const chosen = form.querySelector(`[name="${CSS.escape(statement)}.${field}"]:checked`);
    if (!chosen) continue;
    chosen.checked = false;
    save(statement, field, null);
  }
}

/** Look over once all is safe on the server: what waits would not be on the next page. */
function review() {
  leaving = true;
  sender.flush();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, value } = event.submitter ?? {};
  if (name === "clear") clear(value);
  else if (value === "review") review();
});

addEventListener("hashchange", stay);
addEventListener("online", () => sender.flush());
addEventListener("pagehide", () => sender.leave());
document.addEventListener("visibilitychange", () => sender.flush());
addEventListener("beforeunload", (event) => {
  if (outbox.waits) event.preventDefault();
});
// A page that the browser kept may show what another device has changed since.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

steps.show();
saveState.set("saved");
form.dataset.ready = ""; // nobody needs the way on without a script
