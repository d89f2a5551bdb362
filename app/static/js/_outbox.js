/** What is not yet safe on the server: at most one entry for each field of a statement.
 *
 * An entry is {statement, field, value, at}. This one lasts as long as the page; one that
 * outlives it has the same three calls, so they are asynchronous.
 */
export class MemoryOutbox {
  #entries = new Map();

  /** Whether anything waits: known at once, since a page that is being left cannot wait. */
  get waits() {
    return this.#entries.size > 0;
  }

  /** Keep an entry; it takes the place of an older one for the same field. */
  async put(entry) {
    this.#entries.set(`${entry.statement}.${entry.field}`, entry);
  }

  /** The entries that wait, the longest-waiting first. */
  async pending() {
    return [...this.#entries.values()];
  }

  /** These are done with: forget each, unless it was changed meanwhile. */
  async settle(entries) {
    for (const { statement, field, at } of entries) {
      const key = `${statement}.${field}`;
      if (this.#entries.get(key)?.at === at) this.#entries.delete(key);
    }
  }
}
