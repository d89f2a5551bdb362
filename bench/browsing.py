"""What a mayor's phone meets: bytes, paint, shifts and the answer to each tap.

A mid-range phone on a bad network: 390x844, CPU four times slower, 1.6 Mbit/s, 150 ms. The
floor is the same text and radios as bare HTML from the bare server, loaded in turn with ours.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from app.domain.question_set import QuestionSet
from bench import bare
from bench.meter import Meter
from bench.rows import Row, median, percentile
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.server import ROOT, Server

LOADS = 13
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER_CPU = 4
PAGE_LIMIT = 45_000
"""Most bytes down for the answering page, cold, with its script, icons and all its worker holds."""
PAINT_LIMITS = {"direct": 1.2, "link": 2.0}
"""How many times the bare page the first contentful paint may take: a link leads on to another
address, so that no secret stays in the first, and that is one more way to the server and back."""
FIRST_TAP_LIMIT = 1.5
"""How many times the bare page it may take until a tap registers."""
TAP_LIMIT_MS = 8
"""How much longer than the bare page's the answer to a tap may take, 98th percentile."""
KEPT_LIMIT_MS = 50
"""Most from a tap until it is on the device."""
LONG_MS = 50
"""What browsers call a long task."""
SHORTEST_SEEN = 16
"""Milliseconds: browsers tell of no quicker event."""
WAYS = {"link": "Answering page by its link", "direct": "Answering page, seat open"}
"""How one comes to our page, and what the rows call it."""
BARE_NOTE = "the same text and radios, bare"
STEPPING_NOTE = "the same, shown one by one"

OBSERVE = """
window.seen = { paints: {}, shift: 0, tasks: [], answers: {}, steps: {}, kept: [], tap: 0 };
(function look() {
  const radio = document.querySelector("input[type=radio]:not(:checked)");
  const { left, top, width } = radio?.getBoundingClientRect() ?? {};
  if (!width || document.elementFromPoint(left + width / 2, top + 5) !== radio || !window.tapFirst)
    return requestAnimationFrame(look);
  radio.click();
  seen.tap = performance.now();
})();
addEventListener("change", () => {
  const tapped = performance.now();
  seen.onkept = () => seen.kept.push(performance.now() - tapped);
}, true);
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function (...how) {
  const made = transaction.apply(this, how);
  if (how[1] === "readwrite")
    made.addEventListener("complete", () => { seen.onkept?.(); seen.onkept = null; });
  return made;
};
const on = (type, act, more) => new PerformanceObserver((list) => list.getEntries().forEach(act))
  .observe({ type, buffered: true, ...more });
on("paint", (entry) => { seen.paints[entry.name] = entry.startTime; });
on("largest-contentful-paint", (entry) => { seen.paints.largest = entry.startTime; });
on("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
on("longtask", (entry) => seen.tasks.push(entry.duration));
on("event", (entry) => {
  if (entry.interactionId) {
    const kind = entry.target?.closest?.("[data-statement]") ? seen.answers : seen.steps;
    kind[entry.interactionId] = Math.max(kind[entry.interactionId] ?? 0, entry.duration);
  }
}, { durationThreshold: 16 });
"""


@dataclass(frozen=True)
class Site:
    """One of those that are compared: where it is, and how to give an answer there.

    ``state`` is what the browser keeps from an earlier visit: cookies, never files.
    """

    url: str
    tap_through: Callable[[Page, list[str]], None]
    state: StorageState | None = None


def measure(server: Server, floor_port: int) -> list[Row]:
    """Return bytes, paint times, layout shift and tap times."""
    source = (ROOT / "app" / "questions" / "samspill.v1.json").read_bytes()
    question_set = QuestionSet.model_validate_json(source)
    ids = [statement.id for statement in question_set.statements]
    floor = keep(floor_port, "bare", bare.page(question_set), tap_bare)
    stepping = keep(floor_port, "stepping", bare.stepping(question_set), tap_ours)
    with sync_playwright() as playwright:
        browser = devices.launch(playwright)
        rows = weigh(browser, server, floor, ids)
        rows += paint(browser, server, floor)
        rows += tap(browser, server, stepping, ids)
        rows += first_tap(browser, server, floor)
        rows += again(browser, server, floor)
        browser.close()
    return rows


def keep(
    floor_port: int, name: str, document: bytes, tap_through: Callable[[Page, list[str]], None]
) -> Site:
    """Hand a document to the bare server."""
    url = f"http://127.0.0.1:{floor_port}/kept/{name}"
    headers = {"Content-Type": "text/html; charset=utf-8", "X-Encoding": "gzip"}
    httpx.put(url, content=gzip.compress(document, 6), headers=headers, trust_env=False)
    return Site(url, tap_through)


def new_seat(server: Server) -> Site:
    """Open a dialogue and return the mayor's own link, past the welcome page."""
    api = Api(server.url)
    mayor = api.open_seats()["ordforer"]
    api.save(mayor, {api.statements()[0]: {"status": 3}})
    api.close()
    return Site(server.url + urlsplit(mayor.url).path, tap_ours)


def open_seat(browser: Browser, server: Server) -> Site:
    """Return the answering page itself, for a browser where the seat is open already."""
    link = new_seat(server)
    context = browser.new_context(**devices.PHONE, **devices.READER)
    page = context.new_page()
    page.goto(link.url, wait_until="load")
    site = Site(page.url, link.tap_through, context.storage_state())
    context.close()
    return site


def weigh(browser: Browser, server: Server, floor: Site, ids: list[str]) -> list[Row]:
    """Count the bytes on the wire of a first visit, and of answering everything."""
    down, journey = {}, {}
    sites = {"link": new_seat(server), "direct": open_seat(browser, server), "floor": floor}
    for name, site in sites.items():
        with Meter(urlsplit(site.url).port or 80) as meter:
            context = browser.new_context(
                **devices.PHONE, **devices.READER, storage_state=site.state
            )
            page = context.new_page()
            page.goto(meter.url + urlsplit(site.url).path, wait_until="networkidle")
            page.wait_for_timeout(2000)  # a service worker fetches after the page is done
            down[name] = meter.down
            meter.reset()
            site.tap_through(page, ids)
            page.wait_for_timeout(1000)
            journey[name] = meter.down + meter.up
            context.close()
    return [
        Row(f"{name}, cold, bytes down", "bytes", down[way], down["floor"], BARE_NOTE, PAGE_LIMIT)
        for way, name in WAYS.items()
    ] + [Row("25 statements answered, bytes both ways", "bytes", journey["link"])]


def paint(browser: Browser, server: Server, floor: Site) -> list[Row]:
    """Load our page in both ways and the floor cold on the slow phone, in turn."""
    seen: dict[str, list[dict[str, Any]]] = {"link": [], "direct": [], "floor": []}
    for _ in range(LOADS):
        sites = {"link": new_seat(server), "direct": open_seat(browser, server), "floor": floor}
        for name, site in sites.items():
            page = slow_phone(browser, site)
            page.goto(site.url, wait_until="load")
            page.wait_for_timeout(1500)
            seen[name].append(page.evaluate("() => seen"))
            page.context.close()

    def middle(name: str, of: Callable[[dict[str, Any]], float]) -> float:
        return median([of(each) for each in seen[name]])

    def first(each: dict[str, Any]) -> float:
        return float(each["paints"]["first-contentful-paint"])

    figures: list[tuple[str, str, Callable[[dict[str, Any]], float], float | None]] = [
        ("first contentful paint", "ms", first, None),
        ("largest contentful paint", "ms", lambda each: each["paints"]["largest"], None),
        ("layout shift", "CLS", lambda each: each["shift"], 0),
        ("longest task while loading", "ms", lambda each: max(each["tasks"], default=0), None),
    ]
    return [
        Row(
            f"{name}, slow phone, {what}",
            unit,
            middle(way, of),
            middle("floor", of),
            BARE_NOTE,
            round(PAINT_LIMITS[way] * middle("floor", first), 3) if of is first else limit,
        )
        for way, name in WAYS.items()
        for what, unit, of, limit in figures
    ]


def tap(browser: Browser, server: Server, floor: Site, ids: list[str]) -> list[Row]:
    """Answer all statements on the slow phone and time the answer to every tap."""
    seen: dict[str, dict[str, Any]] = {}
    for name, site in (("floor", floor), ("ours", new_seat(server))):
        page = slow_phone(browser, site)
        page.goto(site.url, wait_until="networkidle")
        page.evaluate("() => { seen.tasks = []; seen.answers = {}; seen.steps = {}; }")
        site.tap_through(page, ids)
        page.wait_for_timeout(500)
        seen[name] = page.evaluate("() => seen")
        page.context.close()

    def row(
        what: str, unit: str, of: Callable[[dict[str, Any]], float], limit: float | None = None
    ) -> Row:
        name = f"25 statements, slow phone, {what}"
        return Row(name, unit, of(seen["ours"]), of(seen["floor"]), STEPPING_NOTE, limit)

    def took(kind: str, each: dict[str, Any]) -> list[float]:
        return list(each[kind].values()) or [SHORTEST_SEEN]

    return [
        row("answer tapped to painted, median", "ms", lambda each: median(took("answers", each))),
        row(
            "same, 98th percentile",
            "ms",
            lambda each: percentile(took("answers", each), 98),
            percentile(took("answers", seen["floor"]), 98) + TAP_LIMIT_MS,
        ),
        Row(
            "25 statements, slow phone, tap kept on the device, longest",
            "ms",
            round(max(seen["ours"]["kept"]), 3),
            limit=KEPT_LIMIT_MS,
        ),
        row("next tapped to painted, median", "ms", lambda each: median(took("steps", each))),
        row("same for next, 98th perc.", "ms", lambda each: percentile(took("steps", each), 98)),
        row(
            f"tasks over {LONG_MS} ms",
            "count",
            lambda each: len(each["tasks"]),
            0,
        ),
        row("longest task", "ms", lambda each: max(each["tasks"], default=0)),
        row("layout shift", "CLS", lambda each: round(each["shift"], 4), 0),
    ]


def first_tap(browser: Browser, server: Server, floor: Site) -> list[Row]:
    """Time until a tap registers on a page loaded cold on the slow phone."""
    seen: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(LOADS):
        for name, site in (("ours", open_seat(browser, server)), ("floor", floor)):
            page = slow_phone(browser, site)
            page.add_init_script("window.tapFirst = true;")
            page.goto(site.url, wait_until="load")
            page.wait_for_function("() => seen.tap")
            seen[name].append(page.evaluate("() => seen.tap"))
            page.context.close()
    bare_page = median(seen["floor"])
    limit = round(FIRST_TAP_LIMIT * bare_page, 3)
    what = "Answering page, seat open, slow phone, first tap"
    return [Row(what, "ms", median(seen["ours"]), bare_page, BARE_NOTE, limit)]


def again(browser: Browser, server: Server, floor: Site) -> list[Row]:
    """Open the page a second time on the slow phone, where the worker holds it."""
    seen = []
    site = open_seat(browser, server)
    for _ in range(LOADS):
        page = slow_phone(browser, site)
        page.goto(site.url, wait_until="networkidle")
        page.wait_for_timeout(2500)  # the worker fetches after the page is done
        page.goto("about:blank")
        page.goto(site.url, wait_until="load")
        page.locator("[data-ready]").wait_for()
        page.wait_for_timeout(500)
        seen.append(page.evaluate("() => seen"))
        page.context.close()
    cold = slow_phone(browser, floor)
    cold.goto(floor.url, wait_until="load")
    cold.wait_for_timeout(500)
    bare_seen = cold.evaluate("() => seen")
    cold.context.close()
    return [
        Row(
            f"Answering page, opened again, slow phone, {what} contentful paint",
            "ms",
            median([each["paints"][key] for each in seen]),
            round(bare_seen["paints"][key], 3),
            f"{BARE_NOTE}, cold",
        )
        for what, key in (("first", "first-contentful-paint"), ("largest", "largest"))
    ]


def slow_phone(browser: Browser, site: Site) -> Page:
    """Return a page on a new slow phone that notes what it sees in ``window.seen``."""
    context = browser.new_context(**devices.PHONE, **devices.READER, storage_state=site.state)
    page = context.new_page()
    page.add_init_script(OBSERVE)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    return page


def tap_radios(page: Page, statement: str) -> None:
    """Tap status and ambition of a statement that is shown."""
    for field, value in (("status", 4), ("ambition", 5)):
        radio = page.locator(f'input[name="{statement}.{field}"][value="{value}"]')
        radio.scroll_into_view_if_needed()
        box = radio.bounding_box()
        assert box is not None, f"{statement}.{field} is not shown"
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert radio.is_checked(), f"{statement}.{field} cannot be tapped"


def tap_bare(page: Page, ids: list[str]) -> None:
    """Answer every statement on the bare page."""
    for statement in ids:
        tap_radios(page, statement)


def tap_ours(page: Page, ids: list[str]) -> None:
    """Answer every statement on our page, from the first to the last, until all is saved."""
    shown = page.locator("[data-statement]:visible")
    shown.first.wait_for()
    while shown.first.get_attribute("data-statement") != ids[0]:
        page.locator('[data-action="back"]:visible').first.tap()
    for statement in ids:
        page.locator(f'[data-statement="{statement}"]').wait_for(state="visible")
        tap_radios(page, statement)
        if statement != ids[-1]:
            page.locator('[data-action="next"]:visible').first.tap()
    deadline = time.monotonic() + 30
    saved = page.locator('[data-save-state="saved"]')
    while not saved.count() and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert saved.count(), "the taps were not saved"
