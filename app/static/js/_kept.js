/** What one seat keeps on this device, sealed: answers on their way, and what the server holds.
 *
 * Database "samspill": `answers` has one record for each field that was tapped here,
 * {id, seat, tap, sent, iv, box}, where `tap` changes with every tap, and neither `id` nor the
 * size of the box tells which field it is or what was chosen; `seats` has what is known of a
 * seat and whether it wants to hand in.
 * Only the seat whose key the cookie holds can read its own (docs/decisions/0007).
 */
const NAME = "samspill";
const ANSWERS = "answers";
const SEATS = "seats";
const WISH = "/hand-in"; // after the seat
const UNIT = 512; // bytes: whatever is sealed is filled up to a multiple, so that sizes tell little

export class Kept {
  #database;
  #seat;
  #raw;
  #key;
  #order = Promise.resolve();

  constructor(database, { seat, key }, sealer) {
    this.#database = database;
    this.#seat = seat;
    this.#raw = key;
    this.#key = sealer;
  }

  /** Open it for a device as readDevice() reads it. Rejects where the browser keeps nothing. */
  static async open(device) {
    return new Kept(await openDatabase(), device, await sealerOf(device));
  }

  /** Keep an entry {statement, field, value, at} that is not sent yet, on the disk. */
  put(entry) {
    return this.#inTurn(async () => {
      const record = await this.#record(entry);
      await this.#write((stores) => stores[ANSWERS].put(record));
    });
  }

  /** The seat's key has changed: seal what is not sent with the new one, let go of the rest. */
  reseal(device) {
    return this.#inTurn(async () => {
      const old = await this.#records();
      const waiting = await this.#opened(old.filter(({ sent }) => !sent));
      const wish = await this.wish();
      this.#raw = device.key;
      this.#key = await sealerOf(device);
      const records = await Promise.all(waiting.map((entry) => this.#record(entry)));
      const wished = wish && (await this.#seal(wish));
      await this.#write((stores) => {
        for (const { id } of old) stores[ANSWERS].delete(id);
        for (const record of records) stores[ANSWERS].put(record);
        stores[SEATS].delete(this.#seat);
        if (wished) stores[SEATS].put(wished, this.#seat + WISH);
      });
    });
  }

  /** Let go of what was sealed with a key that is no more, as are those of the rounds before.
   *  Resolves to what the seat was called, once for each answer that was not sent. */
  async dropShut() {
    const shut = [];
    for (const record of await this.#ofAllRounds())
      if (!(await this.#open(record))) shut.push(record);
    if (shut.length) await this.#write((stores) => shut.forEach(({ id }) => stores[ANSWERS].delete(id)));
    return shut.filter(({ sent }) => !sent).map(({ seat }) => seat);
  }

  /** What is not sent yet, the longest-waiting first. */
  async pending() {
    await this.#order;
    return this.#opened((await this.#records()).filter(({ sent }) => !sent));
  }

  /** Whether this seat has anything here that is not sent, of any round. */
  async unsent() {
    return (await this.#ofAllRounds()).some(({ sent }) => !sent);
  }

  /** Everything tapped here since the server was last heard, sent or not, oldest first. */
  async tapped() {
    await this.#order;
    return this.#opened(await this.#records());
  }

  /** These are on the server: note so of each that was not tapped again meanwhile. */
  settle(entries) {
    return this.#change(entries, (store, record) => store.put({ ...record, sent: 1 }));
  }

  /** These were refused: forget each that was not tapped again meanwhile. */
  drop(entries) {
    return this.#change(entries, (store, record) => store.delete(record.id));
  }

  /** What was known when the server was last heard, or undefined. */
  known() {
    return this.#read(this.#seat);
  }

  /** The server was heard: keep what it said, and let go of `heard`, taps it has told about, and
   *  of all that was known in a round that is over. */
  async learn(known, heard) {
    const sealed = await this.#seal(known);
    const names = await asked(this.#database.transaction(SEATS).objectStore(SEATS).getAllKeys(inAnyRound(this.#seat)));
    await this.#write((stores) => {
      for (const name of names)
        if (name !== this.#seat && name !== this.#seat + WISH) stores[SEATS].delete(name);
      stores[SEATS].put(sealed, this.#seat);
    });
    await this.#change(heard.filter(({ sent }) => sent), (store, record) => store.delete(record.id));
  }

  /** The wish to hand in when there is a network: the body of that request, or undefined. */
  wish() {
    return this.#read(this.#seat + WISH);
  }

  /** Wish it, or with undefined no longer. */
  async setWish(body) {
    const sealed = body && (await this.#seal(body));
    await this.#write((stores) =>
      sealed ? stores[SEATS].put(sealed, this.#seat + WISH) : stores[SEATS].delete(this.#seat + WISH));
  }

  /** Forget this seat, in any round; answers that were not sent in an earlier one wait to be told
   *  of, unless `all` are to go. Resolves to whether anybody has answers here that are not sent. */
  async wipe(all) {
    const records = await this.#ofAllRounds();
    await this.#write((stores) => {
      for (const { id, seat, sent } of records)
        if (all || sent || seat === this.#seat) stores[ANSWERS].delete(id);
      stores[SEATS].delete(inAnyRound(this.#seat));
    });
    return Kept.waiting(this.#database);
  }

  /** Forget a seat whose key is gone. */
  static async wipe(seat) {
    const database = await openDatabase();
    await new Kept(database, { seat }).wipe(true);
    database.close();
  }

  /** Whether any seat has answers on this device that are not sent, or is to be handed in. */
  static async waiting(database) {
    const stores = database.transaction([ANSWERS, SEATS]);
    const all = await asked(stores.objectStore(ANSWERS).getAll());
    const names = await asked(stores.objectStore(SEATS).getAllKeys());
    return all.some(({ sent }) => !sent) || names.some((name) => name.endsWith(WISH));
  }

  /** Let go of the database, so that it can be deleted. */
  close() {
    this.#database.close();
  }

  /** One after another: of two taps on a field the last must stand. */
  #inTurn(act) {
    const done = this.#order.then(act);
    this.#order = done.catch(() => {});
    return done;
  }

  async #record(entry) {
    const name = new TextEncoder().encode(`${entry.statement}.${entry.field}`);
    const id = hex(await crypto.subtle.digest("SHA-256", new Uint8Array([...this.#raw, ...name])));
    return { id, sent: 0, ...(await this.#seal(entry)) };
  }

  async #seal(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const plain = new Uint8Array(Math.ceil(text.length / UNIT) * UNIT).fill(32);
    plain.set(text);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, plain);
    return { seat: this.#seat, tap: hex(iv), iv, box };
  }

  /** The value in a record; undefined when it was sealed with a key that is no more. */
  async #open({ iv, box }) {
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.#key, box)));
    } catch {
      return undefined;
    }
  }

  #records() {
    return asked(this.#database.transaction(ANSWERS).objectStore(ANSWERS).index("seat").getAll(this.#seat));
  }

  #ofAllRounds() {
    const index = this.#database.transaction(ANSWERS).objectStore(ANSWERS).index("seat");
    return asked(index.getAll(inAnyRound(this.#seat)));
  }

  async #opened(records) {
    const found = await Promise.all(records.map(async ({ id, tap, sent, ...sealed }) => {
      const entry = await this.#open(sealed);
      return entry && { ...entry, id, tap, sent };
    }));
    return found.filter(Boolean).sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  async #read(name) {
    const sealed = await asked(this.#database.transaction(SEATS).objectStore(SEATS).get(name));
    return sealed && this.#open(sealed);
  }

  #change(entries, act) {
    return this.#write((stores) => {
      const store = stores[ANSWERS];
      for (const { id, tap } of entries) {
        if (!id) continue; // never came here
        const found = store.get(id);
        found.onsuccess = () => found.result?.tap === tap && act(store, found.result);
      }
    });
  }

  /** One transaction on the disk before it resolves. */
  #write(act) {
    const transaction = this.#database.transaction([ANSWERS, SEATS], "readwrite", { durability: "strict" });
    act({ [ANSWERS]: transaction.objectStore(ANSWERS), [SEATS]: transaction.objectStore(SEATS) });
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** Forget every seat on this device, and all that the worker holds for them. What a browser has
 *  not got need not be wiped there. */
export async function wipeDevice() {
  await Promise.allSettled([
    asked(indexedDB.deleteDatabase(NAME)),
    globalThis.caches?.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
    navigator.serviceWorker?.getRegistrations()
      .then((workers) => Promise.all(workers.map((worker) => worker.unregister()))),
  ]);
}

/** Every name a seat has had here: from the second round on the round stands after a "~". */
function inAnyRound(seat) {
  const [first] = seat.split("~");
  return IDBKeyRange.bound(first, `${first}~\uffff`);
}

function sealerOf({ key }) {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function openDatabase() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(ANSWERS, { keyPath: "id" }).createIndex("seat", "seat");
    opening.result.createObjectStore(SEATS);
  };
  const database = await asked(opening);
  database.onversionchange = () => database.close(); // somebody clears this device
  return database;
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("open elsewhere"));
  });
}

function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
