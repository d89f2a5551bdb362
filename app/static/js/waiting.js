// Asks now and then for the part of the page that others may change, and goes where that says.
import { patience } from "./_patience.js";

const SLOW = 60_000;
const PATIENCE = 10_000; // milliseconds for what a form leads to

const part = document.querySelector("[data-poll]");
// A second, since what opens for everyone is to be seen everywhere within two.
const QUICK = Number(part.dataset.every ?? 1000);
const news = document.getElementById("parties-news");
let wait = QUICK;
let timer = 0;
let served = part.innerHTML.trim();
let sent = -Infinity;

/** Whether a form of this page has just been sent: where that leads is not to be crossed. */
const isLeaving = () => performance.now() - sent < PATIENCE;

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const answer = await fetch(part.dataset.poll, {
      headers: {
        accept: "text/html",
        "x-samspill-seat": part.dataset.seat,
        "x-samspill-seen": part.querySelector("[data-seen]")?.dataset.seen ?? "",
      },
      signal: patience(15_000),
    });
    if (!isLeaving() && (await moves(answer))) return;
    wait = QUICK;
  } catch {
    wait = Math.min(wait * 2, SLOW); // offline or busy: the page still says what it knew
  }
  timer = setTimeout(look, wait);
}

/** Goes where the answer says, or shows it: true for a page that is being left. */
async function moves(answer) {
  const next = answer.headers.get("x-next") ?? (answer.redirected && answer.url);
  // 409: another seat has been opened on this device, and this page is no longer its holder's.
  const stale = [401, 409, 410].includes(answer.status);
  if (next) location.assign(next);
  // Not a reload, which would send once more what a refused form had sent.
  else if (stale) location.assign(part.dataset.poll.slice(0, part.dataset.poll.lastIndexOf("/")));
  else if (!answer.ok) throw new Error(answer.status);
  else if (answer.status !== 204) show(await answer.text());
  return Boolean(next) || stale;
}

/** Whether somebody is about to press something in it, or has opened or chosen something there. */
const isInUse = () => part.contains(document.activeElement) || part.querySelector("[data-asking], details[open] form");

function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  if (fresh.innerHTML.trim() === served || isInUse()) return;
  served = fresh.innerHTML.trim();
  part.replaceChildren(fresh.content);
  news.textContent = part.querySelector("[data-news]").dataset.news;
}

document.addEventListener("visibilitychange", () => {
  wait = QUICK;
  look();
});
addEventListener("online", look);
addEventListener("submit", () => {
  sent = performance.now();
});
timer = setTimeout(look, QUICK);
