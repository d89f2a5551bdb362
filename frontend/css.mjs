// One style sheet from its entry file: bundled in layers, pruned of what no page uses, minified.
//
// The design system defines hundreds of custom properties, colour families and variants; a page
// uses a few. A thing is dropped only when its name occurs nowhere in our templates or scripts:
// so write class names and attribute values out whole there, never in Python or glued together.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Features, bundleAsync, transform } from "lightningcss";

// Browsers from spring 2023 on: what these lack is rewritten.
const targets = { chrome: 111 << 16, firefox: 115 << 16, safari: (16 << 16) | (4 << 8) };
// Until the last step nothing is rewritten, yet fallbacks for these browsers must survive.
const gently = { targets, exclude: Features.VendorPrefixes | Features.LightDark };
// Pseudo-classes that match when one of the selectors inside them does.
const nested = new Set(["is", "where", "has"]);
// Attributes of the design system whose unused values are dropped, rules and all.
const variants = new Set(["data-color", "data-color-scheme", "data-size", "data-typography", "data-variant"]);

/** Bundles `file`; `sources` is the text of all that may use a style, `assetUrl` names a file,
 *  `bundled` is told of every sheet that was taken in. With `own`, for a sheet that travels
 *  inside a page, all is dropped that no source names: our classes, elements and attributes too. */
export async function buildCss(file, sources, { assetUrl, bundled = () => {}, own = false }) {
  const require = createRequire(file);
  const sheet = await bundleAsync({
    filename: file,
    ...gently,
    analyzeDependencies: true,
    resolver: {
      resolve: (specifier, from) =>
        /^[./]/.test(specifier) ? path.resolve(path.dirname(from), specifier) : require.resolve(specifier),
      read: (name) => {
        bundled(name);
        return readFileSync(name, "utf8").replace(/^@charset[^;]*;/, "");
      },
    },
  });
  let css = sheet.code.toString();
  for (const { type, url, placeholder, loc } of sheet.dependencies) {
    if (type !== "url") throw new Error(`${loc.filePath}: cannot bundle ${url}`);
    css = css.replaceAll(placeholder, /^(data:|#)/.test(url) ? url : assetUrl(path.resolve(path.dirname(loc.filePath), url)));
  }
  return prune(css, sources, own);
}

function prune(css, sources, own) {
  const words = new Set(sources.match(/[\w-]+/g));
  for (const [, name] of sources.matchAll(/\bdataset\.(\w+)/g))
    words.add(`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const quoted = new Set(Array.from(sources.matchAll(/["'=]([\w-]+)(?=["'\s>])/g), (match) => match[1]));
  const facts = survey(css);
  const unusedClasses = facts.classes.filter((name) => (own || name.startsWith("ds-")) && !words.has(name));
  const elements = new Set(Array.from(sources.matchAll(/[<"]([a-z][a-z0-9]*)\b/g), (match) => match[1]));
  const isNamed = ({ name, operation }) =>
    words.has(name) && (operation?.operator !== "equal" || quoted.has(operation.value));
  const isUnused = (selector) => selector.some((part) => {
    if (part.type === "attribute" && variants.has(part.name))
      return part.operation?.operator === "equal" && !quoted.has(part.operation.value);
    if (!own) return false;
    if (part.type === "attribute") return !isNamed(part);
    if (part.type === "type") return !elements.has(part.name);
    if (part.type === "class") return !words.has(part.name);
    if (part.kind === "indeterminate") return !words.has(part.kind); // only a script can make it so
    return nested.has(part.kind) && part.selectors.every(isUnused);
  });

  const trimmed = run(css, {
    unusedSymbols: unusedClasses,
    visitor: {
      Rule: {
        style: (rule) => (rule.value.selectors.every(isUnused) ? [] : undefined),
        // Light is what holds outside every query: said again, it would only weigh.
        media: (rule) => (/"prefers-color-scheme".*"light"/.test(JSON.stringify(rule.value.query)) ? [] : undefined),
      },
      Selector: (selector) => (isUnused(selector) ? [] : undefined),
      // Paper is white, whatever the screen was: some browsers print in the dark otherwise.
      MediaQuery(query) {
        if (!/"prefers-color-scheme".*"dark"/.test(JSON.stringify(query))) return undefined;
        if (query.qualifier || query.mediaType !== "all" || query.condition.type === "not")
          throw new Error("ask for the dark alone: what else is asked beside it would change meaning");
        return { ...query, mediaType: "screen" };
      },
    },
  });
  const { used } = survey(trimmed, words);
  const slim = run(trimmed, {
    visitor: {
      Declaration: {
        custom: (declaration) =>
          declaration.name.startsWith("--") && !used.has(declaration.name) ? [] : undefined,
      },
    },
  });
  const { animations, keyframes } = survey(slim);
  const unusedSymbols = keyframes.filter((name) => !animations.includes(name));
  return run(slim, { minify: true, unusedSymbols, targets, exclude: Features.LightDark });
}

/** What a sheet defines, and which custom properties something visible ends up using. */
function survey(css, words = new Set()) {
  const classes = new Set();
  const keyframes = [];
  const animations = [];
  const roots = new Set();
  const uses = new Map(); // custom property -> those that its values refer to
  const references = (node) =>
    Array.from(JSON.stringify(node).matchAll(/"ident":"(--[^"]+)"/g), (match) => match[1]);
  const visitCustom = (declaration) => {
    const found = references(declaration.value);
    if (declaration.name.startsWith("--"))
      uses.set(declaration.name, [...(uses.get(declaration.name) ?? []), ...found]);
    else for (const name of found) roots.add(name);
    if (words.has(declaration.name)) roots.add(declaration.name);
    animations.push(...JSON.stringify(declaration.value).match(/[\w-]+/g) ?? []);
  };
  run(css, {
    visitor: {
      Selector(selector) {
        for (const [, name] of JSON.stringify(selector).matchAll(/"type":"class","name":"([^"]+)"/g)) classes.add(name);
      },
      Rule(rule) {
        if (rule.type === "keyframes") keyframes.push(rule.value.name.value);
      },
      Declaration(declaration) {
        if (declaration.property === "custom") return visitCustom(declaration.value);
        for (const name of references(declaration)) roots.add(name);
        if (/animation/.test(JSON.stringify(declaration.property) + JSON.stringify(declaration.value?.propertyId ?? "")))
          animations.push(...JSON.stringify(declaration.value).match(/[\w-]+/g));
        return undefined;
      },
    },
  });
  const used = new Set();
  const follow = [...roots];
  while (follow.length) {
    const name = follow.pop();
    if (used.has(name)) continue;
    used.add(name);
    follow.push(...(uses.get(name) ?? []));
  }
  return { classes: [...classes], keyframes, animations, used };
}

function run(css, options) {
  return transform({ filename: "app.css", code: Buffer.from(css), ...gently, ...options }).code.toString();
}
