/** Done here: removes what this seat keeps on the device, by itself once it has handed in, and
 *  all of it before the seat is closed here.
 */
import { readDevice } from "./_device.js";
import { Kept, wipeDevice } from "./_kept.js";
import { sendAnswers } from "./_send.js";

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
  if (!kept) return true;
  const said = form.querySelector("[data-unsent]");
  const entries = await kept.pending();
  if (entries.length && said.hidden) {
    const answer = await sendAnswers(entries, device.seat);
    if (!answer?.ok) {
      said.hidden = false; // pressing once more says that they may go
      return false;
    }
    await kept.settle(entries);
  }
  const others = await kept.wipe();
  kept.close();
  if (!others) {
    localStorage.clear();
    await wipeDevice();
  }
  return true;
}
