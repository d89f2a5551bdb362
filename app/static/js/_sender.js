/** Sends what waits in the outbox, a batch at a time, until nothing does.
 *
 * No network, a server at fault or in a hurry (5xx, 429): keep, wait longer each time, try again.
 * Any other refusal is final: the batch is sent again entry by entry, and the one refused is let
 * go and reported. A seat no longer signed in here (401, other-seat) or a round that is over keeps
 * all and stops until something happens.
 */
import { closed, ended, passes, sendAnswers } from "./_send.js";

const LONGEST_WAIT = 60_000;
const BATCH = 100;

export class Sender {
  #outbox;
  #on;
  #seat;
  #running = null;
  #wanted = false;
  #timer = 0;
  #tries = 0;
  #due = 0;
  #notBefore = 0;
  #oneByOne = false;

  /** `on.state(state, count, failed)` hears saving, saved or queued, with how many wait, and
   *  whether that is because sending failed just now;
   *  `on.kept(entries)` what is on the server; `on.refused(problem, entries, gone)` a refusal,
   *  `gone` when the entries are let go for it, else of all that waits. `seat` is whose page
   *  this is. */
  constructor(outbox, on, seat) {
    this.#outbox = outbox;
    this.#on = on;
    this.#seat = seat;
  }

  /** Keep an entry and see to it that it goes out. */
  async add(entry) {
    if (!this.#tries) this.#on.state("saving", 1);
    await this.#outbox.put(entry);
    this.flush();
  }

  /** Send now, unless already at it. Resolves when nothing waits or nothing more can be done. */
  flush() {
    if (Date.now() < this.#notBefore) return this.#wait(); // as the server asked
    clearTimeout(this.#timer);
    this.#wanted = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** The page is being left: send what it tapped, whatever else is under way. */
  leave() {
    if (this.#outbox.fresh.length) sendAnswers(this.#outbox.fresh, this.#seat);
  }

  /** Try again later, longer each time unless it was a person who asked; an answer may say when. */
  again(answer) {
    const now = Date.now();
    this.#notBefore = now + (answer?.retryAfter ?? 0) * 1000;
    if (now >= this.#due || !this.#tries)
      this.#due = now + Math.min(LONGEST_WAIT, 1000 * 2 ** this.#tries++) * (0.75 + Math.random() / 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), Math.max(this.#due, this.#notBefore) - now);
  }

  async #wait() {
    this.#on.state("queued", (await this.#outbox.pending()).length, true);
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
      const all = await this.#outbox.pending();
      const entries = all.slice(0, this.#oneByOne ? 1 : BATCH);
      if (!entries.length) {
        this.#oneByOne = false;
        if (!this.#wanted && !this.#outbox.writing) this.#on.state("saved", 0);
        return;
      }
      this.#on.state(this.#tries ? "queued" : "saving", all.length);
      const answer = await sendAnswers(entries, this.#seat);
      if (answer?.ok) {
        this.#tries = 0;
        await this.#outbox.settle(entries);
        this.#on.kept(entries);
      } else if (passes(answer)) {
        await this.#wait();
        this.again(answer);
        return;
      } else if (closed(answer) || ended(answer)) {
        this.#on.refused(answer, all, false);
        return;
      } else if (entries.length > 1) {
        this.#oneByOne = true;
      } else {
        await this.#outbox.drop(entries);
        this.#on.refused(answer, entries, true);
      }
    }
  }
}
