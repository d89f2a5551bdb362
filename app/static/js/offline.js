/** On the page for when nothing reaches the server: looks for it, and then shows what was wanted. */
import { patience } from "./_patience.js";

const SLOW = 60_000;
// Asked for, never sent: what a form would do is done when somebody presses it again.
const wanted = location.pathname + location.search;
let wait = 2_000;
let timer = 0;

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const { status } = await fetch(wanted, { cache: "no-store", signal: patience(15_000) });
    if (status < 500) return location.replace(wanted);
  } catch {
    // still out of reach
  }
  timer = setTimeout(look, wait);
  wait = Math.min(wait * 2, SLOW);
}

// At its own address nothing else was wanted.
if (!location.pathname.startsWith("/offline/")) {
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  timer = setTimeout(look, wait);
}
