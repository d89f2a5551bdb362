"""Whatever becomes of what two devices send, and in whatever order: the newest tap stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.people import Person
from tests.browser.places import without_background_sync
from tests.browser.server import Server

SAVING = "**/api/answers"
APART = 250
"""Milliseconds between taps on one field from two devices: how well their clocks agree with the
server's depends on how busy this machine is. For people it is seconds."""


@dataclass(frozen=True)
class Tap:
    """A tap on one of the devices."""

    device: int
    field: str
    value: int


@dataclass(frozen=True)
class Fate:
    """From now on this becomes of what the device sends; it tries at once."""

    device: int
    becomes: str


@dataclass(frozen=True)
class Late:
    """Something that had been on its way for long arrives now, perhaps not for the first time."""

    which: int


@dataclass(frozen=True)
class Reload:
    """The page is opened anew."""

    device: int


Step = Tap | Fate | Late | Reload

FATES = ("arrives", "is lost", "answer is lost", "arrives twice", "arrives late")
EITHER = st.integers(0, 1)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(Tap, EITHER, st.sampled_from(["status", "ambition"]), st.integers(1, 5)),
    st.builds(Tap, EITHER, st.just("status"), st.integers(1, 5)),
    st.builds(Fate, EITHER, st.sampled_from(FATES)),
    st.builds(Late, st.integers(0, 9)),
    st.builds(Reload, EITHER),
)


@dataclass
class Device:
    """One of Marit's devices, and what becomes of what it sends."""

    page: Page
    fate: str = "arrives"
    late: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route(SAVING, self.send)

    def send(self, route: Route) -> None:
        """A request is on its way."""
        if self.fate in {"answer is lost", "arrives twice"}:
            response = route.fetch()
        if self.fate == "arrives late":
            self.late.append(self.again(route))
        if self.fate == "arrives twice":
            response = route.fetch()
            route.fulfill(response=response)
        elif self.fate == "arrives":
            route.continue_()
        else:
            route.abort()

    def again(self, route: Route) -> Callable[[], None]:
        """The same request, sent whenever this is called."""
        request = route.request
        body, headers, url = request.post_data, request.all_headers(), request.url

        def arrive() -> None:
            self.page.context.request.patch(url, data=body, headers=headers)

        return arrive

    def try_now(self) -> None:
        """As when the network comes back."""
        self.page.evaluate("dispatchEvent(new Event('online'))")


@contextmanager
def opened(browser: Browser, server: Server, seat: Link) -> Iterator[Device]:
    """A device with the seat open at its first statement."""
    context = browser.new_context(**devices.PHONE, **devices.READER, base_url=server.url)
    page = context.new_page()
    without_background_sync(page)
    page.goto(seat.url)
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    yield Device(page)
    context.close()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(steps=[Tap(0, "status", 1), Tap(1, "status", 2), Tap(0, "status", 1)])
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
def test_the_newest_tap_per_field_stands(
    browser: Browser, server: Server, api: Api, steps: list[Step]
) -> None:
    seat = api.open_seats()["ordforer"]
    first = api.statements()[0]
    with opened(browser, server, seat) as phone, opened(browser, server, seat) as tablet:
        both = (phone, tablet)
        newest: dict[str, Tap] = {}
        for step in steps:
            match step:
                case Tap(at, name, value):
                    if name in newest and newest[name].device != at:
                        phone.page.wait_for_timeout(APART)
                    Person(both[at].page, "nb").tap(first, name, value)
                    newest[name] = step
                case Fate(at, becomes):
                    both[at].fate = becomes
                    both[at].try_now()
                case Late(which):
                    on_their_way = [arrive for device in both for arrive in device.late]
                    if on_their_way:
                        on_their_way[which % len(on_their_way)]()
                case Reload(at):
                    both[at].page.goto("about:blank")
                    both[at].page.goto(f"/answer#{first}")
                    both[at].page.locator("[data-ready]").wait_for()
        for device in both:
            device.fate = "arrives"
            device.try_now()
            Person(device.page, "nb").sees_state("saved", "Saved")
        for arrive in (*phone.late, *tablet.late):
            arrive()
        held = api.answers(seat).get(first, {})
    assert {name: held.get(name) for name in newest} == {
        name: tap.value for name, tap in newest.items()
    }
