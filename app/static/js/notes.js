/** Private notes on the page for preparing: kept as they are written, never sent. */
import { Notes } from "./_notes.js";

const PAUSE = 400; // ms without a key before a note is written down

const place = document.querySelector("[data-notes]");
const fields = [...place.querySelectorAll("[data-note]")];
const said = place.querySelector("[data-notes-state]");
const wipe = place.querySelector("[data-notes-wipe]");
const { notes: about, notesKey } = place.dataset;
const unwritten = new Map();

const kept = await Notes.open(about, notesKey).catch(() => null);
if (!kept) place.querySelector("[data-notes-failed]").hidden = false;

for (const field of fields) {
  // Whoever was quicker than this script keeps what was written.
  if (kept && field.value) write(field);
  else if (kept) field.value = await kept.read(field.dataset.note).catch(() => "");
  grow(field);
  field.addEventListener("input", () => {
    grow(field);
    if (!kept) return;
    said.textContent = "";
    clearTimeout(unwritten.get(field));
    unwritten.set(field, setTimeout(() => write(field), PAUSE));
  });
}
wipe.hidden = !kept || fields.every((field) => !field.value);
place.dataset.ready = "";

wipe.addEventListener("click", async () => {
  if (!confirm(wipe.dataset.ask)) return;
  for (const [field, timer] of unwritten) {
    clearTimeout(timer);
    unwritten.delete(field);
  }
  await kept.wipe();
  for (const field of fields) field.value = "";
  wipe.hidden = true;
  said.textContent = wipe.dataset.done;
});
addEventListener("pagehide", writeAll);
document.addEventListener("visibilitychange", () => document.hidden && writeAll());

async function write(field) {
  unwritten.delete(field);
  try {
    await kept.write(field.dataset.note, field.value);
    said.textContent = said.dataset.kept;
    wipe.hidden = false;
  } catch {
    said.textContent = "";
    place.querySelector("[data-notes-failed]").hidden = false;
  }
}

function writeAll() {
  for (const [field, timer] of unwritten) {
    clearTimeout(timer);
    write(field);
  }
}

/** As tall as what is in it. */
function grow(field) {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}
