/** What goes to the server, from a page or from the worker. Resolves to what it said, as
 *  {ok, status, retryAfter, ...the JSON}; to null where nothing of ours came: no network, a login
 *  page in its place, a fault on the way.
 */
import { patience } from "./_patience.js";

const PATIENCE = 20_000;

async function ask(method, address, expected, { seat, body } = {}) {
  try {
    const response = await fetch(address, {
      method,
      headers: seat ? { "Content-Type": "application/json", "X-Samspill-Seat": seat } : {},
      body: body && JSON.stringify(body),
      keepalive: true, // goes on when the page is left
      redirect: "error",
      signal: patience(PATIENCE),
    });
    const told = (await response.json()) ?? {};
    const { ok, status, headers } = response;
    if (!(expected in told) && !(told.code && !ok)) return null;
    return { ...told, ok, status, retryAfter: Number(headers.get("Retry-After")) || 0 };
  } catch {
    return null;
  }
}

/** Save entries of this seat: the server refuses them once another is open here. */
export function sendAnswers(entries, seat) {
  const answers = entries.map(({ statement, field, value, at }) => ({ statement, [field]: value, at }));
  return ask("PATCH", "/api/answers", "saved", { seat, body: { answers } });
}

/** Hand the seat's sheet in. */
export function sendHandIn(body, seat) {
  return ask("POST", "/api/hand-in", "state", { seat, body });
}

/** What the server knows of the open seat: its answers, the clock, where it should be. */
export function askNow() {
  return ask("GET", "/answer/now", "seat");
}

/** Whether the seat is no longer open on this device: what it has waiting stays for when it is. */
export function closed({ status, code }) {
  return status === 401 || code === "other-seat";
}

/** Whether the round it was for is over: what waits for it can never be sent. */
export function ended({ code }) {
  return code === "round-over";
}

/** Whether it is worth trying again: no network, a server at fault or in a hurry. */
export function passes(answer) {
  return !answer || answer.status >= 500 || answer.status === 429;
}
