// Firefox for the tests: one order per line in, {"id", "value"} or {"id", "error"} per line out.
// Orders: open {url}, run {body, args}, click {selector}, forget (all cookies), address, title.
import readline from "node:readline";
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.argv[2],
  headless: true,
  defaultViewport: { width: 390, height: 844 },
  extraPrefsFirefox: { "intl.accept_languages": "nb" },
});
const page = await browser.newPage();

const orders = {
  open: ({ url }) => page.goto(url, { waitUntil: "load" }).then(() => null),
  run: ({ body, args }) =>
    page.evaluate((code, given) => new Function(code).apply(null, given), body, args),
  click: ({ selector }) => page.click(selector).then(() => null),
  forget: async () => browser.deleteCookie(...(await browser.cookies())),
  address: () => page.url(),
  title: () => page.title(),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { id, order, ...told } = JSON.parse(line);
  try {
    const value = (await orders[order](told)) ?? null;
    process.stdout.write(`${JSON.stringify({ id, value })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ id, error: String(error) })}\n`);
  }
}
await browser.close();
