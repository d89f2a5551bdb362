/** Done here: removes what this seat keeps on the device, by itself once it has handed in, and
 *  all of it before the seat is closed here.
 */
import { readDevice } from "./_device.js";
import { Kept, wipeDevice } from "./_kept.js";
import { Notes } from "./_notes.js";
import { sendAnswers, sendHandIn } from "./_send.js";

for (const form of document.querySelectorAll("[data-leave]"))
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // A browser that keeps nothing refuses in many ways; then there is nothing to clear.
    if (await clear(form).catch(() => true)) form.submit();
  });

// Handed in: this device need no longer know the answers. What is not sent waits to be told of.
if (document.querySelector("[data-state=handed-in]")) {
  const device = readDevice(document.cookie);
  const kept = device && (await Kept.open(device).catch(() => null));
  if (kept && !(await kept.pending()).length) await kept.wipe();
  kept?.close();
}

/** Resolves to whether the seat may be closed now: never with answers lost unasked. */
async function clear(form) {
  const device = readDevice(document.cookie);
  const kept = device && (await Kept.open(device).catch(() => null));
  if (!kept) {
    await Notes.wipe(form.elements.seat.value);
    return true;
  }
  const said = form.querySelector("[data-unsent]");
  if (said.hidden && !(await empty(kept, device.seat))) {
    said.hidden = false; // pressing once more says that it may go
    return false;
  }
  const others = await kept.wipe(true);
  kept.close();
  await Notes.wipe(form.elements.seat.value);
  if (!others) {
    localStorage.clear();
    await wipeDevice();
  }
  return true;
}

/** Do what waits here. Resolves to whether all of it is done. */
async function empty(kept, seat) {
  const entries = await kept.pending();
  if (entries.length) {
    if (!(await sendAnswers(entries, seat))?.ok) return false;
    await kept.settle(entries);
  }
  if (await kept.unsent()) return false; // of a round that is over
  const wish = await kept.wish();
  return !wish || Boolean((await sendHandIn(wish, seat))?.ok);
}
