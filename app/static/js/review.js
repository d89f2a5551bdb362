/** Looking over: what waits on this device goes out first, and handing in waits for it. */
import { readDevice } from "./_device.js";
import { Kept } from "./_kept.js";
import { Outbox } from "./_outbox.js";
import { Sender } from "./_sender.js";

const form = document.querySelector("[data-hand-in]");
const seat = form.elements.seat.value;
const said = form.querySelector("[data-waits]");
const device = readDevice(document.cookie);
const kept = device?.seat === seat ? await Kept.open(device).catch(() => null) : null;
const outbox = new Outbox(kept);
let sent = false;
let pressed = false;

const sender = new Sender(outbox, {
  state(state) {
    said.hidden = state !== "queued";
    if (state !== "saved" || !sent) return;
    // What is on this page was written before these answers came in.
    if (pressed) form.submit();
    else location.reload();
  },
  kept: () => (sent = true),
  refused: () => location.reload(),
}, seat);

/** Resolves to whether nothing waits. */
async function empty() {
  if (!(await outbox.pending()).length) return true;
  sender.flush();
  return false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  pressed = true;
  if (await empty()) form.submit();
});
addEventListener("online", empty);
document.addEventListener("visibilitychange", () => document.hidden || empty());
empty();
