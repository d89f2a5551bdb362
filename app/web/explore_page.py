"""The page for exploring: the map of all statements, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.charts import AnswerWords, Translator, answer_words
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.explore import overview_figure
from app.web.comparison_page import PATH, category_title


@dataclass(frozen=True, slots=True)
class ExploreRow:
    """One statement in the table."""

    id: str
    text: str
    category_title: str
    answers: tuple[AnswerWords, ...]


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """Everything the template may use. ``figure`` is JSON, safe inside a script element.

    ``past`` is the number of a round that is over, else 0.
    """

    set_title: str
    figure: Markup
    file_name: str
    roles: tuple[AnswerWords, ...]
    rows: tuple[ExploreRow, ...]
    back_href: str
    past: int


def explore_page(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    path: str = PATH,
    *,
    past: int = 0,
) -> ExplorePage:
    """The map and the table of an opened comparison, whose address is ``path``."""
    figure = overview_figure(comparison, question_set, language, t)
    return ExplorePage(
        set_title=question_set.title[language],
        # Inside a script element only "<" could end it; JSON reads the escape as the same.
        figure=Markup(figure.replace("<", "\\u003c")),  # noqa: S704
        file_name=f"{question_set.id}-{question_set.version}",
        roles=answer_words(comparison.rows[0], question_set, language, t),
        rows=tuple(
            ExploreRow(
                id=row.statement,
                text=question_set.by_id[row.statement].text[language],
                category_title=category_title(question_set, row.category, language),
                answers=answer_words(row, question_set, language, t),
            )
            for row in comparison.rows
        ),
        back_href=path,
        past=past,
    )
