"""What a projector meets: the whole page's weight, its first paint, and a key's way to the screen.

The floor is the same text in bare HTML from the bare server, loaded in turn with ours. Keys are
measured on a CPU four times slower, from the press until the next screen is painted.
"""

from __future__ import annotations

from html import escape

from playwright.sync_api import Browser, sync_playwright

from bench.browsing import LOADS, OBSERVE, SLOWER_CPU, Site, keep
from bench.rows import Row, median, percentile
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.rounds import Rounds
from tests.browser.server import Server

WEIGHT_LIMIT = 150_000
"""Most bytes of the page with all that it carries, not compressed."""
PAINT_LIMIT = 1.3
"""How many times the bare page the first contentful paint may take."""
KEY_LIMIT_MS = 50
"""Most from a key to the next screen, 98th percentile."""
BARE_NOTE = "the same text, bare"

PRESS = """(key) => new Promise((done) => {
  const pressed = performance.now();
  dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true }));
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - pressed);
    port2.postMessage(0);
  });
})"""
"""Presses a key as the page hears it; a message after a frame comes when that frame is painted."""


def measure(server: Server, floor_port: int) -> list[Row]:
    """Return weight, first paint and key times."""
    api = Api(server.url)
    link = Rounds(api).released["ordforer"].url
    api.close()
    with sync_playwright() as playwright:
        browser = devices.launch(playwright)
        context = browser.new_context(**devices.PROJECTOR, **devices.READER)
        context.request.get(link)
        page = context.new_page()
        answer = page.goto(f"{server.url}/present")
        assert answer is not None
        weight = len(answer.body())
        text = page.evaluate("() => document.body.textContent")
        ours = Site(f"{server.url}/present", lambda _page, _ids: None, context.storage_state())
        context.close()
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
        document = (
            '<!doctype html><html lang="nb"><meta charset="utf-8"><link rel="icon" href="data:,">'
            f"<title>Samspill</title>{paragraphs}</html>"
        ).encode()
        floor = keep(floor_port, "present", document, lambda _page, _ids: None)
        rows = [
            Row(
                "Present mode, whole page, not compressed",
                "bytes",
                weight,
                len(document),
                BARE_NOTE,
                WEIGHT_LIMIT,
            ),
            paint(browser, ours, floor),
            keys(browser, ours),
        ]
        browser.close()
    return rows


def paint(browser: Browser, ours: Site, floor: Site) -> Row:
    """Load both in turn, and take each one's middle first paint."""
    seen: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(LOADS):
        for name, site in (("ours", ours), ("floor", floor)):
            context = browser.new_context(
                **devices.PROJECTOR, **devices.READER, storage_state=site.state
            )
            page = context.new_page()
            page.add_init_script(OBSERVE)
            page.context.new_cdp_session(page).send(
                "Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU}
            )
            page.goto(site.url, wait_until="load")
            page.wait_for_function("() => seen.paints['first-contentful-paint']")
            seen[name].append(page.evaluate("() => seen.paints['first-contentful-paint']"))
            context.close()
    bare = median(seen["floor"])
    limit = round(PAINT_LIMIT * bare, 3)
    what = "Present mode, slow CPU, first contentful paint"
    return Row(what, "ms", median(seen["ours"]), bare, BARE_NOTE, limit)


def keys(browser: Browser, ours: Site) -> Row:
    """Walk all the way through and back, and time each key."""
    context = browser.new_context(**devices.PROJECTOR, **devices.READER, storage_state=ours.state)
    page = context.new_page()
    page.goto(ours.url)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    took = [page.evaluate(PRESS, key) for key in ("PageDown",) * 30 + ("PageUp",) * 30]
    context.close()
    what = "Present mode, slow CPU, key to next screen, 98th percentile"
    return Row(what, "ms", percentile(took, 98), limit=KEY_LIMIT_MS)
