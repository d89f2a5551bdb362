"""The answering page: one document with every statement of the pinned set, as a plain form."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.answers import UNANSWERED, Answer, Sheet, Value
from app.domain.question_set import Language, QuestionSet, Statement


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the ladder: a step of the scale or a way out.

    ``status`` and ``ambition`` say whether the row is offered in that column.
    """

    value: str
    label: str
    step: bool
    status: bool
    ambition: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement as the page shows it. ``number`` counts from 1; values are as in the form."""

    id: str
    number: int
    text: str
    why: str | None
    status: str
    ambition: str
    talk: bool


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with its statements."""

    title: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose page it is. ``seat`` comes back with every save, to be sure of that.

    ``ask_consent`` says whether there is a facilitator who may be let in.
    """

    seat: str
    role_title: str
    municipality: str
    ask_consent: bool


@dataclass(frozen=True, slots=True)
class AnsweringPage:
    """Everything the template may use.

    ``whose`` is ``None`` for the shell that the worker keeps, found at the address ``shell``;
    ``asked`` are the ids of a short round, which that address does not tell.
    ``choices`` from the top of the ladder down, ways out last. ``shown`` is what the form
    looked like when it was served, so that a stale form changes only what its sender changed;
    ``now`` is the server's clock in milliseconds, to measure the device's against.
    """

    whose: Whose | None
    shell: str
    asked: str
    title: str
    status_question: str
    ambition_question: str
    ambition_help: str | None
    talk_label: str
    talk_most: int
    choices: tuple[Choice, ...]
    themes: tuple[ThemeView, ...]
    total: int
    first: str
    shown: str
    now: int
    error: str | None = None


def answering_page(
    question_set: QuestionSet,
    sheet: Sheet,
    *,
    language: str,
    whose: Whose | None,
    now: int,
    error: str | None = None,
    shown_sheet: Sheet | None = None,
    short_round: str = "",
) -> AnsweringPage:
    """The page for one sheet in one of our languages; ``now`` in microseconds.

    ``shown_sheet`` is what is saved, when the form shows something else: a refused form
    comes back as it was posted. ``short_round`` is as in :func:`shell_address`.
    """
    spoken = question_set.language(language)
    views = []
    by_theme: dict[str, list[StatementView]] = {}
    for number, statement in enumerate(question_set.statements, start=1):
        view = _view(statement, number, sheet.get(statement.id, UNANSWERED), spoken)
        views.append(view)
        by_theme.setdefault(statement.theme, []).append(view)
    help_ = question_set.ambition.help
    empty = [view for view in views if not (view.status and view.ambition)]
    return AnsweringPage(
        whose=whose,
        shell=shell_address(question_set, language, short_round),
        asked=",".join(question_set.by_id) if short_round else "",
        title=question_set.title[spoken],
        status_question=question_set.status.question[spoken],
        ambition_question=question_set.ambition.question[spoken],
        ambition_help=help_[spoken] if help_ else None,
        talk_label=question_set.talk.label[spoken],
        talk_most=question_set.talk.most,
        choices=choices(question_set, spoken),
        themes=tuple(
            ThemeView(theme.title[spoken], tuple(by_theme.get(theme.id, ())))
            for theme in question_set.themes
        ),
        total=len(views),
        first=(empty or views)[0].id,
        shown=shown(question_set, sheet if shown_sheet is None else shown_sheet),
        now=now // 1000,
        error=error,
    )


def shell_address(question_set: QuestionSet, language: str, short_round: str = "") -> str:
    """Where the page without a seat is found, for the worker to keep.

    ``short_round`` names a round that asks about some statements only. Which ones is not in the
    address, since addresses are logged: the worker says it in a header.
    """
    whole = f"/answer/shell/{question_set.id}/{question_set.version}/{language}"
    return f"{whole}?round={short_round}" if short_round else whole


def choices(question_set: QuestionSet, spoken: Language) -> tuple[Choice, ...]:
    """The ladder's rows, highest step first."""
    steps = [
        Choice(str(step.value), step.label[spoken], step=True, status=True, ambition=True)
        for step in reversed(question_set.scale)
    ]
    ways = [
        Choice(
            way.code,
            way.label[spoken],
            step=False,
            status="status" in way.for_,
            ambition="ambition" in way.for_,
        )
        for way in question_set.ways_out
    ]
    return (*steps, *ways)


_SHORT: dict[Value, str] = {None: "-", "unknown": "u", "not_relevant": "n"}


def shown(question_set: QuestionSet, sheet: Sheet) -> str:
    """Write a sheet as three characters a statement, in catalogue order: ``35-``, ``u4t``."""
    answers = [sheet.get(statement.id, UNANSWERED) for statement in question_set.statements]
    return "".join(
        f"{_short(answer.status)}{_short(answer.ambition)}{'t' if answer.talk else '-'}"
        for answer in answers
    )


def read_shown(question_set: QuestionSet, text: str) -> dict[str, Answer]:
    """What :func:`shown` wrote; an empty sheet for anything else."""
    long = {short: value for value, short in _SHORT.items()}
    long.update({str(step.value): step.value for step in question_set.scale})
    if len(text) != 3 * len(question_set.statements) or not set(text) <= {*long, "t"}:
        return {}
    return {
        statement.id: Answer(
            long.get(text[3 * index]), long.get(text[3 * index + 1]), text[3 * index + 2] == "t"
        )
        for index, statement in enumerate(question_set.statements)
    }


def _view(statement: Statement, number: int, answer: Answer, spoken: Language) -> StatementView:
    return StatementView(
        id=statement.id,
        number=number,
        text=statement.text[spoken],
        why=statement.why[spoken] if statement.why else None,
        status="" if answer.status is None else str(answer.status),
        ambition="" if answer.ambition is None else str(answer.ambition),
        talk=answer.talk,
    )


def _short(value: Value) -> str:
    return _SHORT.get(value) or str(value)
