/** What goes to the server, from a page or from the worker. Resolves to null where nothing came. */
const PATIENCE = 20_000;

async function ask(method, address, seat, body) {
  try {
    return await fetch(address, {
      method,
      headers: { "Content-Type": "application/json", "X-Samspill-Seat": seat },
      body: JSON.stringify(body),
      keepalive: true, // goes on when the page is left
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return null;
  }
}

/** Save entries of this seat: the server refuses them once another is open here. */
export function sendAnswers(entries, seat) {
  const answers = entries.map(({ statement, field, value, at }) => ({ statement, [field]: value, at }));
  return ask("PATCH", "/api/answers", seat, { answers });
}

/** Hand the seat's sheet in. */
export function sendHandIn(body, seat) {
  return ask("POST", "/api/hand-in", seat, body);
}

/** Whether it is worth trying again: no network, a server at fault or in a hurry. */
export function passes(response) {
  return !response || response.status >= 500 || response.status === 429;
}
