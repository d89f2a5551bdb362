/** What is not yet safe on the server: on the device where it keeps things, else in the page.
 *
 * An entry is {statement, field, value, at}. Its place on the device may refuse any tap (no
 * room, a private window): then it lasts as long as the page, and `lasting` says so.
 */
export class Outbox {
  #kept;
  #memory = new Map();
  #fresh = new Map();
  #writing = 0;

  /** `kept` is a Kept, or null. */
  constructor(kept) {
    this.#kept = kept;
  }

  /** The field an entry is of. */
  static name({ statement, field }) {
    return `${statement}.${field}`;
  }

  /** Whether what waits outlives the page. */
  get lasting() {
    return Boolean(this.#kept) && !this.#memory.size;
  }

  /** Whether a tap is on its way to the device, and not there yet. */
  get writing() {
    return this.#writing > 0;
  }

  /** Whether closing the page now would lose something: known at once. */
  get loses() {
    return this.writing || this.#memory.size > 0;
  }

  /** What this page tapped and has not heard of yet, known at once: the page is being left. */
  get fresh() {
    return [...this.#fresh.values()];
  }

  /** Keep an entry; it takes the place of an older one for the same field. */
  async put(entry) {
    this.#fresh.set(Outbox.name(entry), entry);
    this.#writing++;
    try {
      if (!this.#kept) throw new Error("nothing is kept on this device");
      await this.#kept.put(entry);
      this.#memory.delete(Outbox.name(entry));
    } catch {
      this.#memory.set(Outbox.name(entry), entry);
    } finally {
      this.#writing--;
    }
  }

  /** The entries that wait, the longest-waiting first. */
  async pending() {
    const kept = (await this.#kept?.pending().catch(() => [])) ?? [];
    return [...kept, ...this.#memory.values()];
  }

  /** These are on the server: done with each that was not changed meanwhile. */
  async settle(entries) {
    this.#forget(entries);
    await this.#kept?.settle(entries).catch(() => {});
  }

  /** These were refused: let each go that was not changed meanwhile. */
  async drop(entries) {
    this.#forget(entries);
    await this.#kept?.drop(entries).catch(() => {});
  }

  #forget(entries) {
    for (const entry of entries)
      for (const held of [this.#memory, this.#fresh])
        if (held.get(Outbox.name(entry))?.at === entry.at) held.delete(Outbox.name(entry));
  }
}
