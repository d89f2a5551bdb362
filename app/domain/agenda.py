"""What to talk about first: the order of the statements, and the agenda taken from it.

The ranking is a suggestion. Its numbers are never shown; the reason is, in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from app.domain.question_set import QuestionSet
from app.domain.rows import Agenda, Measures, Row

FEWEST_TOPICS = 2
MOST_TOPICS = 5
MOST_OF_ONE_THEME = 2
NO_LOWEST_STATUS = 9
"""What the lowest status counts as where somebody's status is unknown: after every step."""

OpensAs = Literal["strength", "highest", "chosen"]
"""A shared strength; where there is none, the highest lowest status; or the parties' own choice."""

LISTED_APART = frozenset({"incomplete", "set_aside"})


def with_ranks(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The same rows in the same (catalogue) order, ranked from 1; those listed apart get none."""
    rankable = [n for n, row in enumerate(rows) if row.category not in LISTED_APART]
    # sorted() is stable, so catalogue order settles what the key leaves equal.
    rank_of = {n: rank for rank, n in enumerate(sorted(rankable, key=lambda n: _key(rows[n])), 1)}
    return tuple(replace(row, rank=rank_of.get(n)) for n, row in enumerate(rows))


def _key(row: Row) -> tuple[int, int, int, int, int]:
    """Band, then what orders a band: lower comes first."""
    measures = Measures.of(row.answers)
    k1, k2 = _strength(row, measures)
    lowest = measures.lowest if measures else NO_LOWEST_STATUS
    return (_band(row), -row.picks, -k1, -k2, lowest)


def _band(row: Row) -> int:
    """The group a statement is ordered in, 1 (first) to 11."""
    if row.ticked_by_all:
        return 1
    match row.category:
        case "different_view":
            return 2 if "opposite_sides" in row.flags else 4
        case "shared_lift":
            return 3 if "big_lift" in row.flags else 6
        case "different_ambition":
            return 5
        case "unknown_some":
            return 7
        case "some_lift":
            return 8
        case "agreed_enough":
            return 9 if "both_low" in row.flags else 10
        case "shared_strength":
            return 11
        case _:  # unknown_all; those listed apart are never asked about
            return 10


def _strength(row: Row, measures: Measures | None) -> tuple[int, int]:
    """``k1`` and ``k2``: how strongly the category shows."""
    if measures is None:
        return 0, 0
    match row.category:
        case "different_view":
            return measures.ds, measures.da
        case "shared_lift":
            return min(measures.gaps), max(measures.gaps)
        case "different_ambition":
            return measures.da, max(measures.gaps)
        case "some_lift":
            return max(measures.gaps), 0
        case _:
            return 0, 0


def agenda(question_set: QuestionSet, rows: Sequence[Row], topics: int = 3) -> Agenda:
    """The statement that opens the meeting and at most ``topics`` (2–5) topics, in order.

    ``rows`` are ranked and in catalogue order. Raises ``ValueError`` if ``topics`` is outside
    2–5.
    """
    if not FEWEST_TOPICS <= topics <= MOST_TOPICS:
        raise ValueError(f"an agenda has {FEWEST_TOPICS} to {MOST_TOPICS} topics, not {topics}")
    opener = _opener(rows)
    # The opener has its place already; only if every role ticked it is it also a topic.
    pool = [row for row in in_order(rows) if row is not opener or row.ticked_by_all]
    chosen = _fairly(question_set.role_ids, pool, _from_the_top(pool, topics))
    return Agenda(
        opener=opener.statement if opener else None,
        topics=tuple(row.statement for row in chosen),
    )


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The ranked rows, first to talk about first."""
    return sorted((row for row in rows if row.rank is not None), key=_rank)


def _rank(row: Row) -> int:
    return row.rank or 0


def _opener(rows: Sequence[Row]) -> Row | None:
    """The strength that opens the meeting: the highest lowest status, then most ticks."""
    strengths = [row for row in rows if row.category == "shared_strength"]
    numbers = [
        (row, measures) for row in strengths or rows if (measures := Measures.of(row.answers))
    ]
    best = max(
        numbers,
        key=lambda pair: (pair[1].lowest, pair[0].picks),  # max() keeps the first of equals
        default=None,
    )
    return best[0] if best else None


def opens_as(rows: Sequence[Row], opener: str) -> OpensAs:
    """What the statement that opens the meeting is: for who is to say why it does."""
    by_id = {row.statement: row for row in rows}
    if by_id[opener].category == "shared_strength":
        return "strength"
    first = _opener(rows)
    return "highest" if first and first.statement == opener else "chosen"


def _from_the_top(pool: Sequence[Row], topics: int) -> list[Row]:
    """The first ``topics`` rows, at most two of one theme."""
    chosen: list[Row] = []
    themes: Counter[str] = Counter()
    for row in pool:
        if len(chosen) < topics and themes[row.theme] < MOST_OF_ONE_THEME:
            themes[row.theme] += 1
            chosen.append(row)
    return chosen


def _fairly(roles: Sequence[str], pool: Sequence[Row], chosen: Sequence[Row]) -> list[Row]:
    """Let every role that ticked something find one of its ticks among the topics.

    In role order, a role without any sees its highest-ranked tick take the place of the
    lowest topic that is not another role's only one. With two roles the order between them
    makes no difference to the outcome; with more it may.
    """
    topics = list(chosen)
    for role in roles:
        ticks = [row for row in pool if row.answers[role].talk]
        if not ticks or any(row.answers[role].talk for row in topics):
            continue
        kept = [_only_tick(other, topics) for other in roles]
        free = [row for row in topics if not any(row is one for one in kept)]
        if free:
            topics.remove(free[-1])
            topics.append(ticks[0])
            topics.sort(key=_rank)
    return topics


def _only_tick(role: str, topics: Sequence[Row]) -> Row | None:
    """The one topic that carries this role's tick; ``None`` if there are none or several."""
    ticked = [row for row in topics if row.answers[role].talk]
    return ticked[0] if len(ticked) == 1 else None
