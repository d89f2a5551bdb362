// Builds app/static/dist from our own sources and the packages in node_modules.
// The same sources give the same bytes. `make serve` runs it when a source has changed.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildCss } from "./css.mjs";
import { Output } from "./emit.mjs";
import { Notices } from "./notices.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const statics = path.join(root, "app", "static");
const require = createRequire(import.meta.url);
const output = new Output(path.join(statics, "dist"));
const notices = new Notices();

function files(directory, wanted) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .map((name) => path.join(directory, name))
    .filter((name) => wanted(name) && statSync(name).isFile())
    .sort();
}

// Pictures and fonts, before the styles that point to them.
const copied = new Map();
for (const folder of ["icons", "fonts", "screenshots"]) {
  for (const file of files(path.join(statics, folder), (name) => !path.basename(name).startsWith("."))) {
    const name = path.relative(statics, file).split(path.sep).join("/");
    copied.set(file, output.add(name, readFileSync(file)));
  }
}
function assetUrl(file) {
  if (!copied.has(file)) throw new Error(`app.css points to ${path.relative(root, file)}, which is not there`);
  return copied.get(file);
}

// Every file directly in js/ is an entry of its own; those starting with _ are parts.
const js = path.join(statics, "js");
const inputs = new Map();
// A service worker, and what the projector's page carries inside itself, are no modules.
const classic = new Set(["sw.js", "present.js"]);
const entries = files(js, (name) => /^[^_.][^/\\]*\.js$/.test(path.relative(js, name)));
for (const entry of entries) {
  const name = path.basename(entry);
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    format: classic.has(name) ? "iife" : "esm",
    target: ["chrome111", "firefox115", "safari16.4"],
    logLevel: "warning",
  });
  output.add(name, result.outputFiles[0].contents);
  inputs.set(name, Object.keys(result.metafile.inputs).map((file) => path.join(root, file)));
  for (const file of inputs.get(name)) notices.uses(file);
}

// One sheet for all pages, one more for those to explore, and what some carry inside themselves.
const templates = path.join(root, "app", "templates");
const everything = [
  ...files(templates, () => true),
  ...files(js, (name) => name.endsWith(".js")),
];
const named = (...names) => names.map((name) => path.join(templates, `${name}.html`));
const answering = [
  ...named("base", "answering", "_ladder", "_later", "_overview", "_wordmark", "_languages", "_footer_links"),
  ...inputs.get("answering.js"),
];
const offline = named("base", "offline", "_wordmark");
const present = [
  ...named("base", "present", "_large.svg", "_crowd.svg", "_present_statement", "_agreements_shown"),
  ...inputs.get("present.js"),
];
const sheets = [
  ["app.css", [...everything, path.join(statics, "css", "explore.css")], false],
  ["explore.css", everything, false],
  ["answering-page.css", answering, true],
  ["offline-page.css", offline, true],
  ["present-page.css", present, true],
];
for (const [name, users, own] of sheets) {
  const sources = users.map((file) => readFileSync(file, "utf8")).join("\n");
  const bundled = (file) => notices.uses(file);
  output.add(name, await buildCss(path.join(statics, "css", name), sources, { assetUrl, bundled, own }));
}

// For pages where people explore, never for answering.
const plotly = require.resolve("plotly.js-basic-dist-min");
notices.uses(plotly);
output.add("plotly.js", readFileSync(plotly));

// Minifying took the notices away: here they are, for all that is served.
output.add("third-party.txt", notices.text());

output.finish();
