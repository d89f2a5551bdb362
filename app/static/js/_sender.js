/** Sends what waits in the outbox, a batch at a time, until nothing does.
 *
 * No network, a server at fault or in a hurry (5xx, 429): keep, wait longer each time, try again.
 * Any other refusal is final: the batch is sent again entry by entry, and the one refused is let
 * go and reported. A seat no longer signed in here (401, other-seat) keeps all and stops until something happens.
 */
const LONGEST_WAIT = 60_000;
const PATIENCE = 20_000;
const BATCH = 100;

export class Sender {
  #outbox;
  #on;
  #seat;
  #running = null;
  #wanted = false;
  #timer = 0;
  #tries = 0;
  #oneByOne = false;

  /** `on.state(state)` hears saving, saved or queued; `on.kept(entries)` what is on the server;
   *  `on.refused(problem, entries, gone)` a refusal, `gone` when the entries are let go for it.
   *  `seat` is whose page this is: the server refuses it once another seat is open here. */
  constructor(outbox, on, seat) {
    this.#outbox = outbox;
    this.#on = on;
    this.#seat = seat;
  }

  /** Keep an entry and see to it that it goes out. */
  async add(entry) {
    await this.#outbox.put(entry);
    this.flush();
  }

  /** Send now, unless already at it. Resolves when nothing waits or nothing more can be done. */
  flush() {
    clearTimeout(this.#timer);
    this.#wanted = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** The page is being left: send what waits, whatever else is under way. */
  async leave() {
    const entries = await this.#outbox.pending();
    if (entries.length) await this.#send(entries);
  }

  async #run() {
    try {
      while (this.#wanted) await this.#empty();
    } finally {
      this.#running = null;
    }
  }

  async #empty() {
    for (;;) {
      this.#wanted = false;
      const entries = (await this.#outbox.pending()).slice(0, this.#oneByOne ? 1 : BATCH);
      if (!entries.length) {
        this.#oneByOne = false;
        if (!this.#wanted) this.#on.state("saved");
        return;
      }
      if (!this.#tries) this.#on.state("saving");
      const response = await this.#send(entries);
      if (response?.ok) {
        this.#tries = 0;
        await this.#outbox.settle(entries);
        this.#on.kept(entries);
      } else if (!response || response.status >= 500 || response.status === 429) {
        this.#on.state("queued");
        this.#again(response);
        return;
      } else if (entries.length > 1 && response.status !== 401) {
        this.#oneByOne = true;
      } else {
        const problem = await response.json().catch(() => ({}));
        const stranger = response.status === 401 || problem.code === "other-seat";
        if (!stranger) await this.#outbox.settle(entries);
        this.#on.refused({ ...problem, status: response.status }, entries, !stranger);
        if (stranger) return;
      }
    }
  }

  async #send(entries) {
    const answers = entries.map(({ statement, field, value, at }) => ({ statement, [field]: value, at }));
    try {
      return await fetch("/api/answers", {
        method: "PATCH",
        headers: { "Content-Type": "application/json", "X-Samspill-Seat": this.#seat },
        body: JSON.stringify({ answers }),
        keepalive: true, // goes on when the page is left
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return null;
    }
  }

  #again(response) {
    const asked = Number(response?.headers.get("Retry-After")) * 1000 || 0;
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** this.#tries++) * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.flush(), Math.max(asked, wait));
  }
}
