/** Done here: removes what this seat keeps on the device before the seat is closed on it. */
import { readDevice } from "./_device.js";
import { Kept, wipeDevice } from "./_kept.js";
import { passes, sendAnswers } from "./_send.js";

for (const form of document.querySelectorAll("[data-leave]"))
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await clear(form)) form.submit();
  });

/** Resolves to whether the seat may be closed now: never with answers lost unasked. */
async function clear(form) {
  const device = readDevice(document.cookie);
  const kept = device && (await Kept.open(device).catch(() => null));
  if (!kept) return true;
  const said = form.querySelector("[data-unsent]");
  const entries = await kept.pending();
  if (entries.length && said.hidden) {
    const response = await sendAnswers(entries, device.seat);
    if (response?.ok) await kept.settle(entries);
    else if (passes(response) || response.status === 401) {
      said.hidden = false; // pressing once more says that they may go
      return false;
    }
  }
  const others = await kept.wipe();
  kept.close();
  if (!others) {
    localStorage.clear();
    await wipeDevice();
  }
  return true;
}
