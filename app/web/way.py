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


def way(
    session: Session,
    holder: Holder,
    t: Translator,
    current: Stop | None = None,
    *,
    base: str = "",
) -> tuple[WayLink, ...]:
    """The stops open to this seat, in the order they are needed; none before release.

    When the answers are gone what is left is what the parties agreed, and the next round.
    ``base`` is what the addresses of an earlier round begin with; its way leads back to them all.
    """
    if holder.round.released_at is None:
        return ()
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
    return tuple(
        WayLink(href, title, stop == current) for stop, href, title, open_ in stops if open_
    )


def onward(stops: tuple[WayLink, ...]) -> tuple[WayLink, ...]:
    """Those of the stops that the conversation needs next, in their order; none of a past round."""
    return tuple(each for each in stops if each.href in ONWARD)
