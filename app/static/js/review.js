/** Looking over: what waits on this device goes out first, and handing in waits for it. */
import { readDevice } from "./_device.js";
import { Kept } from "./_kept.js";
import { Outbox } from "./_outbox.js";
import { Sender } from "./_sender.js";

const form = document.querySelector("[data-hand-in]");
const seat = form.elements.seat.value;
const said = form.querySelector("[data-waits]");
const promised = form.querySelector("[data-promised]");
const touched = () => form.querySelector("input:checked") !== null;
const device = readDevice(document.cookie);
const kept = device?.seat === seat ? await Kept.open(device).catch(() => null) : null;
const outbox = new Outbox(kept);
let sent = false;
let pressed = false;
let refused = false;

const sender = new Sender(outbox, {
  state(state) {
    if (refused) return;
    said.hidden = state !== "queued";
    promised.hidden = !pressed;
    if (state !== "saved" || !sent) return;
    // What is on this page was written before these answers came in.
    if (pressed) form.submit();
    else if (!touched()) location.reload();
  },
  kept: () => (sent = true),
  refused({ detail }) {
    refused = true;
    said.textContent = detail;
    said.hidden = false;
  },
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
  if ((await empty()) || refused) form.submit(); // what was refused has been read of
});
addEventListener("online", empty);
document.addEventListener("visibilitychange", () => document.hidden || empty());
empty();
