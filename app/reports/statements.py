"""The comparison as a report shows it: a sentence, a drawing and a table of each statement."""

from __future__ import annotations

from dataclasses import dataclass

from app.charts import (
    AnswerWords,
    Changes,
    ChangeWords,
    DatedTranslator,
    Lanes,
    Since,
    answer_words,
    change_of,
    lanes,
    reason,
    since_last,
    wish,
)
from app.domain.agenda import LISTED_APART
from app.domain.comparison import Comparison, Row
from app.domain.question_set import Category, Language, QuestionSet


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement. ``wish`` says who ticked it, or is empty.

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
    change: ChangeWords | None


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with its statements."""

    id: str
    title: str
    rows: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The agenda, and every statement by theme; those that cannot be compared stand apart.

    ``since`` is there when an earlier round is.
    """

    roles: tuple[AnswerWords, ...]
    opener: StatementView | None
    topics: tuple[StatementView, ...]
    themes: tuple[ThemeView, ...]
    apart: tuple[StatementView, ...]
    since: Since | None


def comparison_view(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: DatedTranslator,
    reader: DatedTranslator,
    changes: Changes,
) -> ComparisonView:
    """The comparison in the set's language, which ``t`` speaks too.

    What is ours alone is as ``reader`` says it.
    """

    def view(row: Row, place: str) -> StatementView:
        return statement_view(row, question_set, language, t, place, changes)

    by_id = {row.statement: row for row in comparison.rows}
    opener = by_id.get(comparison.agenda.opener or "")
    return ComparisonView(
        roles=answer_words(comparison.rows[0], question_set, language, t),
        opener=view(opener, "opener") if opener else None,
        topics=tuple(view(by_id[topic], "topic") for topic in comparison.agenda.topics),
        themes=tuple(
            ThemeView(theme.id, theme.title[language], rows)
            for theme in question_set.themes
            if (
                rows := tuple(
                    view(row, "row")
                    for row in comparison.rows
                    if row.theme == theme.id and row.category not in LISTED_APART
                )
            )
        ),
        apart=tuple(view(row, "row") for row in comparison.rows if row.category in LISTED_APART),
        since=since_last(changes, question_set, language, t, reader),
    )


def statement_view(
    row: Row,
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
    place: str,
    changes: Changes,
) -> StatementView:
    """One statement; ``place`` keeps ids apart where it stands more than once."""
    statement = question_set.by_id[row.statement]
    category = question_set.categories[row.category]
    drawing = lanes(row, question_set, language, t, prefix=place)
    return StatementView(
        id=row.statement,
        text=statement.text[language],
        prompt=statement.prompt[language],
        category=row.category,
        category_title=category.title[language],
        opening=category.opening[language] if category.opening else None,
        reason=reason(row, question_set, language, t),
        wish=wish(row, question_set, language, t),
        sentence=drawing.sentence,
        answers=answer_words(row, question_set, language, t),
        lanes=drawing,
        change=change_of(changes, row.statement, question_set, language, t),
    )
