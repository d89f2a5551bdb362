"""What has moved since an earlier round: only where the same was asked, in the same way.

Pure and total: every statement of the set comes out once, either as a movement or with the
reason why it cannot be compared. Nobody is weighed against anybody: each role is set beside what
it said itself, and the kind is about all of them together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from app.domain.answers import Value
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.domain.rows import Row

Kind = Literal["clear", "possible", "same"]
"""How sure it is that something has changed; ``same`` is about as before."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Crossed = Literal["closer", "farther", "past"]
"""Two answers that have gone each its way: nearer by two steps or more, farther, or neither.

With ``past`` they have gone past each other, and lie about as far apart as before.
"""

Reason = Literal[
    "no_round",
    "other_scale",
    "new_statement",
    "not_asked",
    "withheld",
    "not_here",
    "no_number",
]
"""Why a statement has nothing to be compared with, from the farthest to the nearest miss.

``withheld`` where the statement was in the set of a round that is kept from the reader: whether
it was asked there, and what was answered, is not told. ``not_here`` is what is said of that where
others read along (:func:`changes_in_company`).
"""

REASONS: tuple[Reason, ...] = get_args(Reason)

CLEAR_STEPS = 2
"""Steps that one role has to move; a single one may be chance."""


@dataclass(frozen=True, slots=True)
class PastRound:
    """An earlier round whose answers can still be read.

    ``opened_on`` is the ISO date of its release. ``question_set`` is the set as it was asked: of
    a pulse, only the statements it had.
    """

    number: int
    opened_on: str
    question_set: QuestionSet
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class KeptRound:
    """The latest earlier round that is open to others and not to the reader.

    Nothing older may be compared: the reader would be told of another change than they are.
    ``question_set`` is its whole version, also of a pulse.
    """

    number: int
    opened_on: str
    question_set: QuestionSet


@dataclass(frozen=True, slots=True)
class Movement:
    """One statement, then and now.

    ``statement`` is its id in the earlier round. ``values`` has every role of the set, in its
    order, with its status then and now. ``kind`` is ``None`` where somebody gave no number.
    """

    round: int
    opened_on: str
    statement: str
    values: Mapping[str, tuple[Value, Value]]
    kind: Kind | None

    @property
    def steps(self) -> dict[str, tuple[int, int]]:
        """Role to (before, now), for those that gave a number both times."""
        return {
            role: (before, now)
            for role, (before, now) in self.values.items()
            if isinstance(before, int) and isinstance(now, int)
        }

    @property
    def may_be_chance(self) -> bool:
        """Whether somebody has moved, nobody more than a single step, and not all the same way."""
        moved = {abs(now - before) for before, now in self.steps.values()}
        return self.kind == "same" and moved - {0} == {1}

    @property
    def crossed(self) -> Crossed | None:
        """What came of it where one of two roles moved up and the other down, one of them far.

        ``None`` elsewhere: single steps may be chance, and who of three or four has come nearer
        to whom is not one answer. The kind is ``same`` wherever this is told.
        """
        if self.kind != "same" or len(self.values) != 2:
            return None
        (before, now), (their_before, their_now) = self.steps.values()
        mine, theirs = now - before, their_now - their_before
        if mine * theirs >= 0 or max(abs(mine), abs(theirs)) < CLEAR_STEPS:
            return None
        wider = abs(now - their_now) - abs(before - their_before)
        if abs(wider) < CLEAR_STEPS:
            return "past"
        return "farther" if wider > 0 else "closer"


@dataclass(frozen=True, slots=True)
class Incomparable:
    """A statement that cannot be compared. ``round`` came nearest; ``None`` without any."""

    reason: Reason
    round: int | None = None
    opened_on: str = ""


def changes(
    question_set: QuestionSet,
    comparison: Comparison,
    past: Sequence[PastRound],
    versions: Sequence[QuestionSet],
    kept: KeptRound | None = None,
) -> dict[str, Movement | Incomparable]:
    """Every statement's movement since the latest earlier round that asked it.

    ``past`` are the readable rounds before this one, in any order and after ``kept``, and
    ``versions`` everything published of this set. Statements come in catalogue order.
    """
    found = _found(question_set, past, versions, kept)
    return {
        row.statement: _since(row, [(earlier, rows[row.statement]) for earlier, rows in found])
        for row in comparison.rows
    }


def changes_in_company(
    changes: Mapping[str, Movement | Incomparable],
) -> dict[str, Movement | Incomparable]:
    """The changes as a room may see them: not which round is withheld, nor that one is.

    Of two parties, the one that let the facilitator in would else read that the other did not.
    """
    return {
        statement: Incomparable("not_here")
        if isinstance(each, Incomparable) and each.reason == "withheld"
        else each
        for statement, each in changes.items()
    }


def prospects(
    question_set: QuestionSet,
    past: Sequence[PastRound],
    versions: Sequence[QuestionSet],
    kept: KeptRound | None = None,
) -> dict[str, Incomparable | None]:
    """What will keep each statement of a round nobody has answered yet from being compared.

    ``None`` where nothing does, so far as the earlier rounds tell. Otherwise as :func:`changes`.
    """
    found = _found(question_set, past, versions, kept)
    outlook: dict[str, Incomparable | None] = {}
    for statement in question_set.by_id:
        latest = _latest([(earlier, rows[statement]) for earlier, rows in found])
        if isinstance(latest, Incomparable):
            outlook[statement] = latest
        else:
            earlier, row = latest
            numbers = any(isinstance(answer.status, int) for answer in row.answers.values())
            outlook[statement] = None if numbers else _no_number(earlier)
    return outlook


def earlier_rows(
    question_set: QuestionSet, earlier: PastRound, versions: Sequence[QuestionSet]
) -> dict[str, Row | Reason]:
    """For every statement of the set, what the earlier round has to set beside it, or why not.

    Both are rounds of one dialogue: its set and roles are the same in every version
    (``app/domain/question_set_problems.py``).
    """
    if not same_scale(question_set, earlier.question_set):
        return dict.fromkeys(question_set.by_id, "other_scale")
    rows = {row.statement: row for row in earlier.comparison.rows}
    # Of a pulse only a part was asked: the rest of its version was there, but not on the sheet.
    whole = next(
        (old for old in versions if _is_version_of(old, earlier.question_set)),
        earlier.question_set,
    )
    kin = same_statement(versions, question_set, whole)
    found: dict[str, Row | Reason] = {}
    for statement in question_set.by_id:
        if statement not in kin:
            found[statement] = "new_statement"
        else:
            found[statement] = rows.get(kin[statement], "not_asked")
    return found


def same_scale(new: QuestionSet, old: QuestionSet) -> bool:
    """Whether a step means the same in both: as many, and alike in every language both have.

    Without a language in common nobody can tell, and it is not taken to be the same.
    """
    shared = set(new.languages) & set(old.languages)
    return (
        bool(shared)
        and len(new.scale) == len(old.scale)
        and all(_labels(new, language) == _labels(old, language) for language in shared)
    )


def same_statement(
    versions: Sequence[QuestionSet], new: QuestionSet, old: QuestionSet
) -> dict[str, str]:
    """Statement id in ``new`` to the id of the comparable statement in ``old``.

    A statement without one is left out, and no two share one: the nearest kin has it. An id
    means the same in every version, and ``comparable_to`` carries a meaning on to a new id. It
    is followed through any number of versions, but only those published when the later of the
    two was: what comes afterwards does not change how they were compared.
    """
    if new.id != old.id:
        return {}
    until = max(new.version, old.version)
    known = [each for each in versions if each.id == new.id and each.version <= until]
    before: dict[str, list[str]] = {}
    for version in (*known, new, old):
        for statement in version.statements:
            if statement.comparable_to is not None:
                before.setdefault(statement.id, []).append(statement.comparable_to)
    # By every meaning that an old statement carries on: the statement, and how far back it is.
    carried: dict[str, list[tuple[int, str]]] = {}
    for theirs in old.by_id:
        for back, name in _carried_on(theirs, before):
            carried.setdefault(name, []).append((back, theirs))
    kin = sorted(
        (far + back, place, mine, theirs)
        for place, mine in enumerate(new.by_id)
        for far, name in _carried_on(mine, before)
        for back, theirs in carried.get(name, ())
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, mine, theirs in kin:
        if mine not in found and theirs not in taken:
            found[mine] = theirs
            taken.add(theirs)
    return {statement: found[statement] for statement in new.by_id if statement in found}


def kind_of(moved: Sequence[int]) -> Kind:
    """What the roles' steps (now minus before) come to; there is one for each role."""
    for way in (1, -1):
        ahead = [step * way for step in moved]
        far = max(ahead) >= CLEAR_STEPS
        if min(ahead) > 0:
            return "clear" if far else "possible"
        if far and min(ahead) == 0:
            return "possible"
    return "same"


Found = tuple[PastRound | KeptRound, Row | Reason]
"""An earlier round with what it has to set beside a statement, or why nothing."""


def _found(
    question_set: QuestionSet,
    past: Sequence[PastRound],
    versions: Sequence[QuestionSet],
    kept: KeptRound | None,
) -> list[tuple[PastRound | KeptRound, dict[str, Row | Reason]]]:
    """Each earlier round with what it has for every statement, the latest first."""
    latest_first = sorted(past, key=lambda earlier: earlier.number, reverse=True)
    found: list[tuple[PastRound | KeptRound, dict[str, Row | Reason]]] = [
        (earlier, earlier_rows(question_set, earlier, versions)) for earlier in latest_first
    ]
    if kept:
        found.append((kept, _kept_back(question_set, kept.question_set, versions)))
    return found


def _kept_back(
    question_set: QuestionSet, kept: QuestionSet, versions: Sequence[QuestionSet]
) -> dict[str, Row | Reason]:
    """What can be said of each statement by the published sets alone."""
    if not same_scale(question_set, kept):
        return dict.fromkeys(question_set.by_id, "other_scale")
    kin = same_statement(versions, question_set, kept)
    return {each: "withheld" if each in kin else "new_statement" for each in question_set.by_id}


def _latest(
    found: Sequence[Found],
) -> tuple[PastRound | KeptRound, Row] | Incomparable:
    """The latest that can be compared, else the nearest miss."""
    nearest = Incomparable("no_round")
    for earlier, there in found:
        if isinstance(there, Row):
            return earlier, there
        if REASONS.index(there) > REASONS.index(nearest.reason):
            nearest = Incomparable(there, earlier.number, earlier.opened_on)
    return nearest


def _since(row: Row, found: Sequence[Found]) -> Movement | Incomparable:
    latest = _latest(found)
    return latest if isinstance(latest, Incomparable) else _movement(row, *latest)


def _movement(row: Row, earlier: PastRound | KeptRound, there: Row) -> Movement | Incomparable:
    values = {
        role: (there.answers[role].status, answer.status) for role, answer in row.answers.items()
    }
    moved = [
        now - before
        for before, now in values.values()
        if isinstance(before, int) and isinstance(now, int)
    ]
    if not moved:
        return _no_number(earlier)
    kind = kind_of(moved) if len(moved) == len(values) else None
    return Movement(earlier.number, earlier.opened_on, there.statement, values, kind)


def _no_number(earlier: PastRound | KeptRound) -> Incomparable:
    return Incomparable("no_number", earlier.number, earlier.opened_on)


def _labels(question_set: QuestionSet, language: Language) -> list[str]:
    """The steps' names without what changes no meaning: case, spaces, hyphens and full stops.

    As they are where that is all that tells them apart: from -2 to 2, or from – to ++.
    """
    labels = [step.label[language] for step in question_set.scale]
    plain = ["".join(sign for sign in label.casefold() if sign.isalnum()) for label in labels]
    return plain if len({*plain}) == len(plain) else labels


def _is_version_of(published: QuestionSet, asked: QuestionSet) -> bool:
    return (published.id, published.version) == (asked.id, asked.version)


def _carried_on(statement: str, before: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """The statement and all whose meaning it carries on, each with how many steps back it is."""
    seen = {statement}
    waiting = deque([(0, statement)])
    while waiting:
        far, name = waiting.popleft()
        yield far, name
        for older in before.get(name, ()):
            if older not in seen:
                seen.add(older)
                waiting.append((far + 1, older))
