"""The comparison page: what to talk about first, then every statement, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts import (
    AnswerWords,
    Changes,
    ChangeWords,
    DatedTranslator,
    Lanes,
    LastAgreement,
    Since,
    answer_words,
    change_of,
    lanes,
    reason,
    scale_words,
    since_last,
    wish,
)
from app.domain.agenda import LISTED_APART
from app.domain.comparison import Comparison, Row
from app.domain.question_set import Category, Language, QuestionSet
from app.web.way import NO_WAY, Way, WayLink

PATH = "/comparison"
ROUNDS = "/rounds"
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
LEADING_LINES = 2
"""How many honesty lines stand at the top; the rest are folded away beneath."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One statement as the page shows it. ``wish`` says who ticked it, or is empty.

    ``sentence`` and ``answers`` say in words and numbers what ``lanes`` draws. ``change`` is what
    has moved since last time, where that can be said.
    """

    id: str
    text: str
    prompt: str
    category: Category
    category_title: str
    opening: str | None
    reason: str
    wish: str
    sentence: str
    answers: tuple[AnswerWords, ...]
    lanes: Lanes
    change: ChangeWords | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A theme with those of its statements that are shown."""

    id: str
    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """How many statements call for one kind of conversation; following it shows only those."""

    category: Category
    title: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Export:
    """A file to take along."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Everything the template may use.

    ``opener_is_strength`` is false when there is no shared strength and the meeting opens with
    the best there is. ``themes`` and ``apart`` hold only what the chosen ``category`` lets
    through; ``shown`` counts them, ``total`` counts all; they are folded in unless ``unfolded``,
    and ``unfolded_href`` folds them all out. ``roles`` explain the marks, ``scale`` the digits.
    ``onward`` is what of the ``way`` the conversation needs next. ``since`` is there when an
    earlier round is, and ``last`` what came of its conversation, or ``no_last`` why nothing;
    ``over_time_href`` when there are enough rounds for a line, ``rounds_href`` when there are
    several. ``keeps_facilitator_out`` is as given.
    """

    municipality: str
    set_title: str
    opened: str
    honesty: tuple[str, ...]
    honesty_more: tuple[str, ...]
    roles: tuple[AnswerWords, ...]
    chips: tuple[Chip, ...]
    opener: RowView | None
    opener_is_strength: bool
    topics: tuple[RowView, ...]
    category: Category | None
    category_title: str
    shown: int
    total: int
    themes: tuple[Group, ...]
    apart: tuple[RowView, ...]
    unfolded: bool
    unfolded_href: str
    scale: str
    all_href: str
    explore_href: str
    exports: tuple[Export, ...]
    chosen: bool
    way: Way
    onward: tuple[WayLink, ...]
    since: Since | None
    last: tuple[LastAgreement, ...]
    no_last: str
    row_href: str
    over_time_href: str
    rounds_href: str
    keeps_facilitator_out: bool


def comparison_page(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: DatedTranslator,
    category_filter: str | None = None,
    *,
    unfolded: bool = False,
    municipality: str = "",
    opened: str = "",
    honesty: Sequence[str] = (),
    chosen: bool = False,
    way: Way = NO_WAY,
    changes: Changes | None = None,
    last: tuple[LastAgreement, ...] = (),
    no_last: str = "",
    over_time: bool = False,
    reader: DatedTranslator | None = None,
    path: str = PATH,
    rounds_listed: bool = False,
    keeps_facilitator_out: bool = False,
) -> ComparisonPage:
    """The page of an opened comparison.

    ``language`` is the one the set is shown in (``question_set.language()``). ``t`` speaks the
    same: a sentence made of the set's words is in one language, whatever the reader's is.
    ``category_filter`` is what the address asks for; a category that does not occur filters
    nothing. ``unfolded`` when every statement is wanted with its drawing, as it is where the
    reader has chosen a category. ``municipality`` and ``opened``, a day, say of whom and when a
    printout is. ``honesty`` is the notices' lines on how to read the answers, ``chosen`` whether
    the parties have made the agenda their own, ``way`` where they can go from here. ``changes`` are
    ``app.domain.change.changes()``, ``last`` the endings of the last conversation with what each
    says of them now or ``no_last`` why there are none, and ``over_time`` tells that there are
    enough rounds to see a line. ``reader`` speaks the reader's language, where that may not be
    the set's. ``path`` is the page's address, and ``rounds_listed`` when the reader has a list of
    rounds. ``keeps_facilitator_out`` when the reader's own party has not said yes to the
    facilitator; of what others have said nothing is told.
    """
    changes = changes or {}

    def view(row: Row, place: str) -> RowView:
        return row_view(row, question_set, language, t, place, changes)

    by_id = {row.statement: row for row in comparison.rows}
    category = next((found for found in comparison.counts if found == category_filter), None)
    shown = [row for row in comparison.rows if category in (None, row.category)]
    opener = by_id.get(comparison.agenda.opener or "")
    return ComparisonPage(
        municipality=municipality,
        set_title=question_set.title[language],
        opened=opened,
        honesty=tuple(honesty[:LEADING_LINES]),
        honesty_more=tuple(honesty[LEADING_LINES:]),
        roles=answer_words(comparison.rows[0], question_set, language, t),
        chips=_chips(question_set, comparison, language, category),
        opener=view(opener, "opener") if opener else None,
        opener_is_strength=opener is not None and opener.category == "shared_strength",
        topics=tuple(view(by_id[topic], "topic") for topic in comparison.agenda.topics),
        category=category,
        category_title=category_title(question_set, category, language) if category else "",
        shown=len(shown),
        total=len(comparison.rows),
        themes=tuple(
            Group(theme.id, theme.title[language], rows)
            for theme in question_set.themes
            if (
                rows := tuple(
                    view(row, "row")
                    for row in shown
                    if row.theme == theme.id and row.category not in LISTED_APART
                )
            )
        ),
        apart=tuple(view(row, "row") for row in shown if row.category in LISTED_APART),
        unfolded=unfolded or category is not None,
        unfolded_href=f"{path}?unfolded#all",
        scale=scale_words(question_set, language),
        all_href=f"{path}#all",
        explore_href=f"{path}/explore",
        exports=tuple(Export(title, f"{path}/export.{name}") for name, title in FORMATS.items()),
        chosen=chosen,
        way=way,
        onward=way.onward,
        since=since_last(changes, question_set, language, t, reader or t),
        last=last,
        no_last=no_last,
        # Whole, since a page that shows some kinds only may not have the row.
        row_href=f"{path}#at-",
        over_time_href=f"{path}/over-time" if over_time else "",
        rounds_href=ROUNDS if rounds_listed else "",
        keeps_facilitator_out=keeps_facilitator_out,
    )


def row_view(
    row: Row,
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
    place: str = "row",
    changes: Changes | None = None,
) -> RowView:
    """One statement; ``place`` keeps ids apart where it stands more than once on a page."""
    statement = question_set.by_id[row.statement]
    opening = question_set.categories[row.category].opening
    drawing = lanes(row, question_set, language, t, prefix=place)
    return RowView(
        id=row.statement,
        text=statement.text[language],
        prompt=statement.prompt[language],
        category=row.category,
        category_title=category_title(question_set, row.category, language),
        opening=opening[language] if opening else None,
        reason=reason(row, question_set, language, t),
        wish=wish(row, question_set, language, t),
        sentence=drawing.sentence,
        answers=answer_words(row, question_set, language, t),
        lanes=drawing,
        change=change_of(changes or {}, row.statement, question_set, language, t),
    )


def category_title(question_set: QuestionSet, category: Category, language: Language) -> str:
    """The set's own words for a category."""
    return question_set.categories[category].title[language]


def _chips(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    current: Category | None,
) -> tuple[Chip, ...]:
    """The categories that occur, in the set's own order."""
    return tuple(
        Chip(
            category=category,
            title=category_title(question_set, category, language),
            count=comparison.counts[category],
            href=f"?category={category}#all",
            current=category == current,
        )
        for category in question_set.categories
        if category in comparison.counts
    )
