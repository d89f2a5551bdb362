/** Private notes, kept in this browser and nowhere else, sealed so that another seat on the same
 *  device cannot read them: the server gives each seat a key of its own and keeps no note.
 */
const NAME = "samspill-notes";
const NOTES = "notes";
const UNIT = 512; // bytes: whatever is sealed is filled up to a multiple, so that sizes tell little

export class Notes {
  #database;
  #about;
  #key;
  #turn = 0;
  #written = new Map();

  constructor(database, about, key) {
    this.#database = database;
    this.#about = about;
    this.#key = key;
  }

  /** `about` is the seat and the round, `key` its base64url. Rejects where nothing is kept. */
  static async open(about, key) {
    const letters = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
    const raw = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const sealer = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Notes(await openDatabase(), about, sealer);
  }

  /** The note about a statement; empty when there is none, or none that can be opened. */
  async read(statement) {
    const sealed = await asked(this.#store("readonly").get(this.#name(statement)));
    if (!sealed) return "";
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, this.#key, sealed.box);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return "";
    }
  }

  /** Keep it, or with an empty text keep none. Of two that are under way the later stands. */
  async write(statement, text) {
    const turn = ++this.#turn;
    const sealed = text && (await this.#seal(text));
    if (turn < this.#written.get(statement)) return;
    this.#written.set(statement, turn);
    const name = this.#name(statement);
    const store = this.#store("readwrite");
    if (sealed) store.put(sealed, name);
    else store.delete(name);
    const done = stored(store.transaction);
    store.transaction.commit?.(); // on its way at once, should the page be left
    return done;
  }

  /** Delete every note of the seat, from any round; more can be written afterwards. */
  wipe() {
    return asked(this.#store("readwrite").delete(ofSeat(this.#about.split("/")[0])));
  }

  /** Delete every note of a seat; nothing is left here of the last one's. */
  static async wipe(seat) {
    // A browser that cannot say what there is gets it opened, and deleted when it is empty.
    const there = await indexedDB.databases?.();
    if (there && !there.some(({ name }) => name === NAME)) return;
    const database = await openDatabase();
    const store = () => database.transaction(NOTES, "readwrite").objectStore(NOTES);
    await asked(store().delete(ofSeat(seat)));
    const left = await asked(store().count());
    database.close();
    if (left) return;
    // A page that is open elsewhere lets go by itself, and then it is done.
    await asked(indexedDB.deleteDatabase(NAME)).catch(() => {});
  }

  async #seal(text) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(text));
    const plain = new Uint8Array(Math.ceil(bytes.length / UNIT) * UNIT).fill(32);
    plain.set(bytes);
    return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, plain) };
  }

  #store(mode) {
    return this.#database.transaction(NOTES, mode).objectStore(NOTES);
  }

  #name(statement) {
    return `${this.#about}/${statement}`;
  }
}

/** All of a seat's, whichever round the page that names it is in. */
function ofSeat(seat) {
  const [first] = seat.split("~");
  return IDBKeyRange.bound(`${first}/`, `${first}0`, false, true); // "0" comes after "/"
}

async function openDatabase() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(NOTES);
  const database = await asked(opening);
  database.onversionchange = () => database.close(); // somebody clears this device
  return database;
}

/** Only then is it kept: a full disk is told of when a transaction ends. */
function stored(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("open elsewhere"));
  });
}
