/** On the page for when nothing reaches the server: looks for it, and then shows what was wanted. */
import { patience } from "./_patience.js";

const SLOW = 60_000;
let wait = 2_000;
let timer = 0;

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const { ok } = await fetch("/readyz", { cache: "no-store", signal: patience(15_000) });
    if (ok) return location.reload();
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
