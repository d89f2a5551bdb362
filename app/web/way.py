"""The way from the open comparison to the next round: the same short list on each of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from app import merge
from app.holders import Holder
from app.i18n import Translator

Stop = Literal[
    "comparison", "prepare", "agenda", "present", "agreements", "report", "next", "rounds"
]

LOOKED_BACK_AT: frozenset[Stop] = frozenset({"comparison", "agreements", "report"})
"""The stops of a round that is over: nothing is prepared or changed there any more."""

ONWARD = frozenset({"/prepare", "/agenda", "/present", "/agreements"})
"""What a conversation needs next of whoever has read the comparison, of the round that is on."""


@dataclass(frozen=True, slots=True)
class WayLink:
    """One stop. ``current`` is the page it stands on."""

    href: str
    title: str
    current: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The stops on one page. ``past`` is the number of a round that is over, else 0."""

    stops: tuple[WayLink, ...] = ()
    past: int = 0

    @property
    def onward(self) -> tuple[WayLink, ...]:
        """Those the conversation needs next, in their order; none of a past round."""
        return tuple(each for each in self.stops if each.href in ONWARD)


NO_WAY = Way()
"""Before the comparison is open."""


def way(
    session: Session,
    holder: Holder,
    t: Translator,
    current: Stop | None = None,
    *,
    base: str = "",
) -> Way:
    """The stops open to this seat, in the order they are needed; none before release.

    When the answers are gone what is left is what the parties agreed, and the next round.
    ``base`` is what the addresses of an earlier round begin with; its way leads back to them all.
    """
    if holder.round.released_at is None:
        return NO_WAY
    readable = merge.may_read_comparison(session, holder)
    party = not holder.is_facilitator
    stops: list[tuple[Stop, str, str, bool]] = [
        ("comparison", "/comparison", t.gettext("Comparison"), readable),
        ("prepare", "/prepare", t.gettext("Prepare"), readable),
        ("agenda", "/agenda", t.gettext("Agenda"), readable),
        ("present", "/present", t.gettext("Show on a big screen"), readable),
        ("agreements", "/agreements", t.gettext("Agreements"), readable or party),
        (
            "report",
            "/report" if readable else "/report/process",
            t.gettext("Report"),
            readable or party,
        ),
        ("next", "/next", t.gettext("Next round"), readable or party),
    ]
    if base:
        stops = [
            (stop, base + href, title, open_)
            for stop, href, title, open_ in stops
            if stop in LOOKED_BACK_AT
        ]
        stops.append(("rounds", "/rounds", t.gettext("All rounds"), party))
    return Way(
        tuple(WayLink(href, title, stop == current) for stop, href, title, open_ in stops if open_),
        past=holder.round.number if base else 0,
    )
