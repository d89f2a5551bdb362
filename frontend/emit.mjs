// Writes files under names that carry their content's hash, with gzip and brotli twins.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const compressible = new Set([".css", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"]);

export class Output {
  #manifest = {};
  #written = new Set(["manifest.json"]);

  constructor(directory) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Writes `content` as `name` with its hash in it, and returns the hashed name. */
  add(name, content) {
    const bytes = Buffer.from(content);
    const { dir, name: stem, ext } = path.posix.parse(name);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    const hashed = path.posix.join(dir, `${stem}.${hash}${ext}`);
    this.#manifest[name] = hashed;
    this.#write(hashed, () => bytes);
    if (compressible.has(ext)) {
      this.#write(`${hashed}.gz`, () => gzipSync(bytes, { level: 9 }));
      this.#write(`${hashed}.br`, () => brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }));
    }
    return hashed;
  }

  /** Takes away what an earlier build left, then says what there is. */
  finish() {
    for (const file of readdirSync(this.directory, { recursive: true })) {
      const name = file.split(path.sep).join("/");
      const full = path.join(this.directory, file);
      if (!this.#written.has(name) && statSync(full).isFile()) rmSync(full, { force: true });
    }
    const sorted = Object.fromEntries(Object.entries(this.#manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
    const temporary = path.join(this.directory, `manifest.json.${process.pid}.new`);
    writeFileSync(temporary, `${JSON.stringify(sorted, null, 2)}\n`);
    renameSync(temporary, path.join(this.directory, "manifest.json"));
  }

  #write(name, content) {
    const target = path.join(this.directory, name);
    this.#written.add(name);
    if (existsSync(target)) return; // the name says what is in it
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(`${target}.${process.pid}.new`, content());
    renameSync(`${target}.${process.pid}.new`, target);
  }
}
