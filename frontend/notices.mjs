// Collects the licences of the packages that end up in what is served.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const INSTALLED = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

export class Notices {
  #packages = new Set();

  /** Notes the package that `file` belongs to; our own files have none. */
  uses(file) {
    const found = INSTALLED.exec(file);
    if (found) this.#packages.add(found[1]);
  }

  /** Name, version and licence text of each, by name; fails if one comes without a licence. */
  text() {
    const parts = Array.from(this.#packages, (folder) => {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
      const licence = ["LICENSE", "LICENSE.md", "LICENCE", "LICENSE.txt"]
        .map((file) => path.join(folder, file)).find(existsSync);
      if (!licence) throw new Error(`${name} is served, but has no licence file`);
      return `${name} ${version}\n\n${readFileSync(licence, "utf8").trim()}\n`;
    });
    return parts.sort().join(`\n${"-".repeat(78)}\n\n`);
  }
}
