/** The service worker: two pages that are nobody's, for when there is no network, and answers
 *  sent with no page open. `self.samspill` is written above this by the server.
 */
import { readDevice } from "./_device.js";
import { Kept } from "./_kept.js";
import { passes, sendAnswers, sendHandIn } from "./_send.js";

const { version, files } = self.samspill;
const NAME = `samspill-${version}`;
const PAGES = ["/answer", "/offline"];

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(clear()));
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
  else event.waitUntil(keep(event.data));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, search } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(page(request, pathname + search));
  else if (files.includes(pathname)) event.respondWith(held(pathname).then((found) => found ?? fetch(request)));
});
addEventListener("sync", (event) => event.waitUntil(send()));

/** All or nothing: what this version needs, and its own of each page the last one kept. */
async function install() {
  const cache = await caches.open(NAME);
  await cache.addAll(files); // named by their content: what the page has fetched already is good
  for (const name of PAGES) {
    const old = await caches.match(name);
    if (old) await add(cache, name, addressOf(old), await askedIn(old));
  }
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
}

/** A page asks to be kept: {"/answer": address, "/offline": address, asked}. `asked` are the only
 *  statements of a short round; they go in a header, since addresses are logged. */
async function keep(wanted) {
  const cache = await caches.open(NAME);
  await Promise.allSettled(PAGES.map(async (name) => {
    const old = await cache.match(name);
    if (!old || addressOf(old) !== wanted[name]) await add(cache, name, wanted[name], wanted.asked);
  }));
}

async function add(cache, name, address, asked) {
  const headers = asked ? { "x-samspill-asked": asked } : {};
  const response = await fetch(address, { cache: "reload", headers });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await cache.put(name, response);
}

function addressOf({ url }) {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

async function askedIn(page) {
  return /data-asked="([^"]*)"/.exec(await page.clone().text())?.[1];
}

async function held(name) {
  return (await caches.open(NAME)).match(name);
}

async function page(request, address) {
  if (request.method === "GET" && address === "/answer") {
    const found = await held("/answer");
    if (found) return found;
  }
  try {
    return await fetch(request);
  } catch {
    return (await held("/offline")) ?? Response.error();
  }
}

/** What the open seat has waiting. Throws where it is worth trying again: the browser does. */
async function send() {
  const cookies = (await cookieStore.getAll()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const device = readDevice(cookies);
  if (!device) return;
  const kept = await Kept.open(device);
  const entries = await kept.pending();
  if (entries.length) {
    const answer = await sendAnswers(entries, device.seat);
    if (passes(answer)) throw new Error("try again");
    if (!answer.ok) return; // for the page to tell
    await kept.settle(entries);
    for (const open of await clients.matchAll({ includeUncontrolled: true })) open.postMessage("sent");
  }
  const wish = await kept.wish();
  if (wish && (await kept.pending()).length === 0) {
    const answer = await sendHandIn(wish, device.seat);
    if (passes(answer)) throw new Error("try again");
    // A tap meanwhile stays, for the page to tell of.
    if (answer.ok) await ((await kept.pending()).length ? kept.setWish(undefined) : kept.wipe());
  }
}
