/** Answering with a script: each tap is kept on the device, saved, and the state said in words.
 *
 * Which statement is in view follows from the address (#rol-03) and is the style sheet's work.
 * The page comes from the server with the seat's answers in it, or from the worker without them;
 * then what the device keeps is put in before anything is seen, and the server is asked after.
 * Without this file the form works as a form.
 */
import { Clock } from "./_clock.js";
import { Comfort } from "./_comfort.js";
import { readDevice } from "./_device.js";
import { Fields, valueOf } from "./_fields.js";
import { Kept } from "./_kept.js";
import { HandInLater } from "./_later.js";
import { Outbox } from "./_outbox.js";
import { Overview } from "./_overview.js";
import { Problem } from "./_problem.js";
import { SaveState } from "./_savestate.js";
import { askNow, ended, passes } from "./_send.js";
import { Sender } from "./_sender.js";
import { Steps } from "./_steps.js";
import { refuseOneTooMany } from "./_talk.js";
import { keepPage, sendLater } from "./_worker.js";

const form = document.querySelector("#answers");
const blank = "blank" in form.dataset;
let device = readDevice(document.cookie);
const own = device && (blank || device.seat === form.elements.seat.value);
const kept = own ? await Kept.open(device).catch(() => null) : null;
const known = blank ? await kept?.known().catch(() => undefined) : undefined;

if (blank && !(known && sameSet(known.shell, form.dataset.shell))) location.replace(`/answer?now${location.hash}`); // the server knows more
else await begin();

/** Whether two addresses of the page without a seat ask the same, in whatever language. */
function sameSet(one, other) {
  const [a, b] = [one, other].map((address) => address.replace(/\/\w+(?=$|\?)/, ""));
  return a === b;
}

async function begin() {
  const clock = new Clock();
  const fields = new Fields(form);
  const outbox = new Outbox(kept);
  const overview = new Overview(form);
  const steps = new Steps(form);
  const saveState = new SaveState(form.dataset.again);
  const problem = new Problem(form);
  const later = kept && new HandInLater(kept, () => overview.missing, () => {
    sendLater();
    sender.flush();
  });
  const seat = known?.seat ?? form.elements.seat.value;
  let consent = known?.consent ?? "consent" in form.dataset;
  let leaving = false;
  let over = false;
  let refused = false;
  let late = false; // the round is over, and what waits for it is told of
  let clicked = null;
  let waited = false;

  const sender = new Sender(outbox, {
    state(state, count, failed) {
      saveState.set(state, count, outbox.lasting);
      if (state === "queued") {
        sendLater();
        if (leaving && failed) offerLater();
      }
      if (state === "saved") {
        if (waited) catchUp(); // other devices may have answered meanwhile
        done();
      }
      waited = state === "queued";
    },
    kept: (entries) => entries.forEach((entry) => fields.held(entry)),
    refused(why, entries, gone) {
      leaving = false;
      refused = true;
      saveState.set("failed");
      late = ended(why);
      if (late) problem.ended(entries.length, leaveRound);
      else problem.show(why);
      if (gone || late) later?.takeBack(); // what was to be handed in is not whole
      if (gone) {
        const tappedSince = outbox.fresh.map(Outbox.name);
        entries.filter((entry) => !tappedSince.includes(Outbox.name(entry))).forEach((entry) => fields.back(entry));
      }
      overview.update();
    },
  }, seat);

  /** Nothing waits: what was asked for meanwhile can be done, unless there is something to read. */
  async function done() {
    if (refused) return;
    if (later?.wished && !over) {
      over = true;
      const answer = await later.send(seat);
      over = false;
      if (answer === undefined) return;
      if (passes(answer)) sender.again(answer);
      else if (refused || (await outbox.pending()).length) return; // a tap meanwhile: its refusal is read first
      else if (answer.ok) await goOn("/seat");
      else if (!ended(answer)) problem.show(answer); // else the new round is shown, by catchUp()
    } else if (leaving && navigator.onLine) location.assign("/review");
    else if (leaving) offerLater();
  }

  /** This seat no longer answers: the device need not know the answers any more. */
  async function goOn(place) {
    await kept?.wipe().catch(() => {});
    location.assign(place);
  }

  /** What came too late for its round has been read of. */
  async function leaveRound(event) {
    event.preventDefault();
    await outbox.drop(await outbox.pending());
    goOn("/seat");
  }

  /** Deleting the answers on another device gives the sheet another key; a cookie brings it here. */
  function renewKey() {
    const now = readDevice(document.cookie);
    if (!kept || now?.seat !== seat || String(now.key) === String(device.key)) return;
    device = now;
    kept.reseal(now).catch(() => {});
  }

  function offerLater() {
    if (outbox.lasting && later) {
      leaving = false;
      later.offer(overview.missing, consent);
    } else problem.wait();
  }

  /** Something else is done: no longer on the way out, and what went wrong has been read. */
  function stay() {
    if (late) return; // not read of until the round is left
    leaving = refused = false;
    saveState.renew();
    problem.over();
  }

  function save(statement, field, value) {
    stay();
    renewKey();
    fields.tap(statement, field);
    overview.update(document.getElementById(statement));
    sender.add({ statement, field, value, at: clock.at() });
  }

  function clear(statement) {
    for (const field of ["status", "ambition", "talk"]) {
      const chosen = form.querySelector(`[name="${CSS.escape(statement)}.${field}"]:checked`);
      if (!chosen) continue;
      chosen.checked = false;
      save(statement, field, null);
    }
  }

  /** What the server knows: answers from other devices, its clock, and where this seat should be. */
  async function catchUp() {
    const [asked, moment] = [performance.now(), Date.now()];
    const heard = (await kept?.tapped().catch(() => [])) ?? [];
    const told = await askNow();
    if (passes(told)) return;
    if (!told.ok) return problem.show(told);
    const waiting = await outbox.pending();
    if (told.seat !== seat) {
      // The same seat's next round: what waits for this one is refused, and that is read first.
      if (waiting.length && told.seat.startsWith(seat.split("~")[0])) return;
      return location.replace(`/answer?now${location.hash}`);
    }
    renewKey();
    if (told.next) return waiting.length || refused || goOn(told.next);
    if (told.shell !== form.dataset.shell && !waiting.length) return location.replace(`/answer?now${location.hash}`);
    clock.heard(told.now, (moment + Date.now()) / 2);
    consent = told.consent;
    fields.learn(told.answers, asked, [...waiting, ...heard.filter(({ sent }) => !sent)]);
    overview.update();
    await kept?.learn({ ...told, offset: clock.offset }, heard).catch(() => {});
  }

  async function open() {
    await sender.flush();
    await catchUp();
  }

  function answer(target) {
    const [statement, field] = Fields.of(target);
    if (field !== "status" && field !== "ambition") return;
    save(statement, field, valueOf(target, field));
    comfort.chosen(target.closest("[data-statement]"));
  }

  // A click on what is chosen already changes nothing here, yet another device may have chosen
  // otherwise since: so the click is the tap, and the change that may follow it is not another.
  form.addEventListener("click", ({ target }) => {
    if (target.type !== "radio") return;
    clicked = target;
    setTimeout(() => clicked = null);
    answer(target);
  });

  form.addEventListener("change", ({ target }) => {
    const [statement, field] = Fields.of(target);
    if (field !== "talk") target !== clicked && answer(target);
    else if (!refuseOneTooMany(form, target)) save(statement, field, target.checked);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    if (name === "clear") clear(value);
    else if (value === "review") {
      leaving = true; // look over once all is safe on the server
      sender.flush();
      setTimeout(() => leaving && problem.wait(), 1000);
    }
  });

  addEventListener("hashchange", stay);
  addEventListener("online", open);
  navigator.serviceWorker?.addEventListener("message", () => sender.flush()); // it has sent what waited
  addEventListener("pagehide", () => sender.leave());
  document.addEventListener("visibilitychange", () => (document.hidden ? sender.leave() : open()));
  addEventListener("beforeunload", (event) => {
    if (outbox.loses) event.preventDefault();
  });
  // A page that the browser kept may show what another device has changed since.
  addEventListener("pageshow", ({ persisted }) => persisted && open());

  const comfort = new Comfort(form, steps);
  if (blank) {
    clock.offset = known.offset;
    clock.after(known.now);
    form.elements.seat.value = seat;
    for (const name of ["role", "municipality"]) document.querySelector(`[data-whose=${name}]`).textContent = known[name];
    fields.learn(known.answers, performance.now(), []);
  } else {
    clock.served(Number(form.dataset.now));
    const { shell } = form.dataset;
    const [role, municipality] = [...document.querySelectorAll("[data-whose]")].map(({ textContent }) => textContent);
    const heard = (await kept?.tapped().catch(() => [])) ?? [];
    // A refused form shows what was sent, which the server does not hold.
    if (!("refused" in form.dataset)) await kept?.learn({ seat, role, municipality, consent, shell, now: Number(form.dataset.now), offset: clock.offset, answers: fields.served() }, heard).catch(() => {});
    if (location.search) history.replaceState(null, "", `/answer${location.hash}`);
  }
  const early = blank ? [] : fields.early("refused" in form.dataset);
  // Only when the server has said which round it is, since that tells which is over.
  const shut = (!blank && (await kept?.dropShut().catch(() => []))) || [];
  const mine = (await (blank ? kept.tapped() : kept?.pending())?.catch(() => [])) ?? [];
  for (const entry of mine) {
    fields.show(entry);
    clock.after(Date.parse(entry.at));
  }
  for (const { statement, field, value } of early) {
    fields.show({ statement, field, value });
    save(statement, field, value);
  }
  overview.update();
  await later?.recall();
  if (blank) steps.first = form.querySelector("[data-statement]:not(:has(.rail--status :checked)), [data-statement]:not(:has(.rail--ambition :checked))");
  steps.show();
  delete form.dataset.blank;
  const waits = (await outbox.pending()).length > 0;
  saveState.set(waits ? "saving" : "saved");
  if (!kept) problem.unkept();
  if (shut.length) shut.every((name) => name === seat) ? problem.shut() : problem.ended(shut.length);
  form.dataset.ready = ""; // nobody needs the way on without a script
  if (blank || waits || later?.wished) open();
  keepPage(form);
}
