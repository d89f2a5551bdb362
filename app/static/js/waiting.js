// Asks now and then for the part of the page that others may change, and goes where that says.
import { patience } from "./_patience.js";

const SLOW = 60000;

const part = document.querySelector("[data-poll]");
// A second, since what opens for everyone is to be seen everywhere within two.
const QUICK = Number(part.dataset.every ?? 1000);
const news = document.getElementById("parties-news");
let wait = QUICK;
let timer = 0;
let served = part.innerHTML.trim();

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const answer = await fetch(part.dataset.poll, {
      headers: { accept: "text/html", "x-samspill-seat": part.dataset.seat },
      signal: patience(15_000),
    });
    const next = answer.headers.get("x-next");
    if (next) return location.assign(next);
    if (answer.redirected) return location.assign(answer.url);
    // 409: another seat has been opened on this device, and this page is no longer its holder's.
    if ([401, 409, 410].includes(answer.status)) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text());
    wait = QUICK;
  } catch {
    wait = Math.min(wait * 2, SLOW); // offline or busy: the page still says what it knew
  }
  timer = setTimeout(look, wait);
}

function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const inUse = part.contains(document.activeElement) || part.querySelector("[data-asking]");
  if (fresh.innerHTML.trim() === served || inUse) return;
  served = fresh.innerHTML.trim();
  part.replaceChildren(fresh.content);
  news.textContent = part.querySelector("[data-news]").dataset.news;
}

document.addEventListener("visibilitychange", () => {
  wait = QUICK;
  look();
});
addEventListener("online", look);
timer = setTimeout(look, QUICK);
