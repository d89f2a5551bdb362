"""What a projector meets: the page's weight, its first screen, and a key's way to the next one.

The page is a second round's, with agreements of both: the fullest there is. The floor is the same
text in bare HTML from the bare server, loaded in turn with ours; for the keys the same screens'
text, shown one by one. Paint and keys are measured on a CPU four times slower; a key from its press
until the screen that it leads to is painted.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from bench.browsing import OBSERVE, SLOWER_CPU, Site, keep
from bench.rows import Row, median, middle_mean, percentile
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.rounds import WRITTEN, Rounds
from tests.browser.server import Server

WEIGHT_LIMIT = 150_000
"""Most bytes of the page with all that it loads, not compressed."""
PAINT_LIMIT = 1.3
"""How many times the bare page the first paint may take, and the first screen as it is shown."""
LOADS = 25
"""The plain means of one page, measured twice in turn so often, once differed by a fiftieth."""
SETTLED_MS = 300
"""How long after loading a script may still change what is painted, and be seen doing so."""
KEY_LIMIT_MS = 50
"""Most from a key to the next screen: of all presses the 98th percentile, and of the one screen
that takes longest the median over the walks."""
WALKS = 5
"""Of the presses of a single walk the percentile would be the second longest: the machine's."""
MOST_PRESSES = 500
BARE_NOTE = "the same text, bare"
STEPPING_NOTE = "the same text, shown one by one"

PAINTED = """
const afterFrame = (done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(0);
};
window.painted = (done) => requestAnimationFrame(() => afterFrame(done));
"""
"""A message after a frame comes when that frame is painted. The largest paint is the screen's
main words: whatever the script changes of them afterwards would be painted later, and count."""

PRESS = """(key) => new Promise((done) => {
  const { hash } = location;
  const pressed = performance.now();
  dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true }));
  painted((at) => done(location.hash === hash ? null : at - pressed));
})"""
"""Presses a key as the page hears it; null where it led nowhere, as on the last screen."""

TEXT = """() => {
  for (const each of document.querySelectorAll("script, style, template")) each.remove();
  const screens = [...document.querySelectorAll("[data-slide]")].map((each) => each.textContent);
  return [document.body.textContent, screens];
}"""
"""What the page says and each of its screens, without its own script and style: a bare page would
have to carry them."""

STEP = """
const all = [...document.querySelectorAll("section")];
let at = 0;
const show = () => {
  all.forEach((each, index) => { each.hidden = index !== at; });
  history.replaceState(null, "", `#${at}`);
};
addEventListener("keydown", ({ key }) => {
  at = Math.min(Math.max(0, at + (key === "PageUp" ? -1 : 1)), all.length - 1);
  show();
  scrollTo(0, 0);
});
show();
"""
"""All that turning screens takes, where they have no look."""


def measure(server: Server, floor_port: int) -> list[Row]:
    """Return weight, first paint and key times."""
    api = Api(server.url)
    seats = Rounds(api).twice
    for fields in WRITTEN:
        api.post_form(seats["ordforer"], "/agreements/new", fields)
    api.close()
    with sync_playwright() as playwright:
        browser = devices.launch(playwright)
        context = browser.new_context(**devices.PROJECTOR, **devices.READER)
        context.request.get(seats["ordforer"].url)
        ours = Site(f"{server.url}/present", lambda _page, _ids: None, context.storage_state())
        weight, text, screens = whole(context, ours)
        context.close()
        document = bare(text)
        floor = keep(floor_port, "present", document, lambda _page, _ids: None)
        stepping = keep(
            floor_port,
            "present-stepping",
            bare(*screens, script=f"<script>{STEP}</script>"),
            lambda _page, _ids: None,
        )
        what = "Present mode, whole page, not compressed"
        rows = [
            Row(what, "bytes", weight, len(document), BARE_NOTE, WEIGHT_LIMIT),
            *paint(browser, ours, floor),
            *keys(browser, ours, stepping),
        ]
        browser.close()
    return rows


def bare(*texts: str, script: str = "") -> bytes:
    """Return a document of these, a section each and a paragraph for each line."""
    paragraphs = [
        "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        for text in texts
    ]
    sections = "".join(f"<section>{each}</section>" for each in paragraphs)
    return (
        '<!doctype html><html lang="nb"><meta charset="utf-8"><link rel="icon" href="data:,">'
        f"<title>Samspill</title>{sections}{script}</html>"
    ).encode()


def whole(context: BrowserContext, site: Site) -> tuple[int, str, list[str]]:
    """Return the bytes of all that the page loads, what it says, and what each screen says."""
    page = context.new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - a builtin
    page.goto(site.url, wait_until="networkidle")
    weight = sum(len(each.body()) for each in loaded if not each.url.startswith("data:"))
    text, screens = page.evaluate(TEXT)
    return weight, text, screens


def paint(browser: Browser, ours: Site, floor: Site) -> list[Row]:
    """Load both in turn, and take each one's usual first and largest paint."""
    seen: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
    for _ in range(LOADS):
        for name, site in (("ours", ours), ("floor", floor)):
            page = slow_projector(browser, site)
            page.goto(site.url, wait_until="load")
            page.wait_for_timeout(SETTLED_MS)
            page.wait_for_function("() => seen.paints.largest")
            page.wait_for_function("() => seen.paints['first-contentful-paint']")
            seen[name].append(page.evaluate("() => seen.paints"))
            page.context.close()
    rows = []
    for what, key in (
        ("first contentful paint", "first-contentful-paint"),
        ("first screen painted, its largest words", "largest"),
    ):
        bare = middle_mean([each[key] for each in seen["floor"]])
        took = middle_mean([each[key] for each in seen["ours"]])
        most = round(PAINT_LIMIT * bare, 3)
        rows.append(Row(f"Present mode, slow CPU, {what}", "ms", took, bare, BARE_NOTE, most))
    return rows


def keys(browser: Browser, ours: Site, floor: Site) -> list[Row]:
    """Walk through and back in windows opened anew, and time each key that leads on."""
    walks: dict[str, list[list[float]]] = {"ours": [], "floor": []}
    for _ in range(WALKS):
        for name, site in (("ours", ours), ("floor", floor)):
            page = slow_projector(browser, site)
            page.goto(site.url)
            page.wait_for_function("() => seen.paints.largest")
            walks[name].append([each for key in ("PageDown", "PageUp") for each in walk(page, key)])
            page.context.close()
    took = [each for one in walks["ours"] for each in one]
    what = "Present mode, slow CPU, key to next screen"

    def row(name: str, of: Callable[[list[list[float]]], float], limit: float | None) -> Row:
        figures = of(walks["ours"]), of(walks["floor"])
        return Row(f"{what}, {name}", "ms", *figures, STEPPING_NOTE, limit)

    return [
        row(
            f"98th percentile of {len(took)}",
            lambda all_: percentile([each for one in all_ for each in one], 98),
            KEY_LIMIT_MS,
        ),
        row(
            "the slowest key, median",
            lambda all_: max(median(list(same)) for same in zip(*all_, strict=True)),
            KEY_LIMIT_MS,
        ),
        row("longest", lambda all_: round(max(max(one) for one in all_), 3), None),
    ]


def walk(page: Page, key: str) -> list[float]:
    """Press a key until it leads no further, and return what each press took."""
    took: list[float] = []
    while (took_now := page.evaluate(PRESS, key)) is not None:
        took.append(took_now)
        assert len(took) < MOST_PRESSES, "the screens have no end"
    return took


def slow_projector(browser: Browser, site: Site) -> Page:
    """Return a page on a new slow machine that notes what it sees in ``window.seen``."""
    context = browser.new_context(**devices.PROJECTOR, **devices.READER, storage_state=site.state)
    page = context.new_page()
    page.add_init_script(OBSERVE + PAINTED)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    return page
