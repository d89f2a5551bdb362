/** Private notes on the page for preparing: kept as they are written, never sent. */
import { Notes } from "./_notes.js";

const place = document.querySelector("[data-notes]");
const fields = [...place.querySelectorAll("[data-note]")];
const said = place.querySelector("[data-notes-state]");
const wipe = place.querySelector("[data-notes-wipe]");
const { notes: about, notesKey } = place.dataset;
const unkept = new Map(); // fields whose words are not in the store, on their way or refused: since when
let turn = 0;
let writing = Promise.resolve();

const kept = await Notes.open(about, notesKey).catch(() => null);
if (!kept) place.querySelector("[data-notes-failed]").hidden = false;

for (const field of fields) {
  // Never what the browser brings back by itself: it may be another seat's, on a shared device.
  field.value = kept ? await kept.read(field.dataset.note).catch(() => "") : "";
  field.readOnly = false; // until now what is typed would be lost
  grow(field);
  field.addEventListener("input", () => {
    grow(field);
    if (kept) keep(field);
  });
}
wipe.hidden = !kept || fields.every((field) => !field.value);
place.dataset.ready = "";

wipe.addEventListener("click", async () => {
  if (!confirm(wipe.dataset.ask)) return;
  await writing;
  await kept.wipe();
  for (const field of fields) field.value = "";
  unkept.clear();
  wipe.hidden = true;
  said.textContent = wipe.dataset.done;
});
if (kept) {
  addEventListener("focus", catchUp);
  document.addEventListener("visibilitychange", catchUp);
}
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

/** Written at once, and none waits for the one before: nobody pauses before leaving the page. */
function keep(field) {
  const mine = ++turn;
  unkept.set(field, mine);
  const written = kept.write(field.dataset.note, field.value).then(
    () => {
      if (unkept.get(field) === mine) unkept.delete(field);
      if (said.textContent !== said.dataset.kept) said.textContent = said.dataset.kept;
      wipe.hidden = false;
    },
    () => {
      said.textContent = "";
      place.querySelector("[data-notes-failed]").hidden = false;
    },
  );
  writing = Promise.all([writing, written]);
}

/** Another tab may have written more: whoever turns to this one goes on from there. */
async function catchUp() {
  if (document.hidden) return;
  for (const field of fields) {
    if (unkept.has(field)) continue;
    const { value } = field;
    const found = await kept.read(field.dataset.note).catch(() => value);
    if (unkept.has(field) || field.value !== value || found === value) continue;
    field.value = found;
    grow(field);
  }
  wipe.hidden = fields.every((field) => !field.value);
}

/** As tall as what is in it. */
function grow(field) {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}
