"""The page over time: one statement in every round that can be compared, drawn and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.charts import AnswerWords, DatedTranslator, answer_words
from app.charts.since import refusal_words
from app.domain.question_set import Language, QuestionSet
from app.domain.rows import Row
from app.trend import Then, trend_figure


@dataclass(frozen=True, slots=True)
class TrendChoice:
    """A statement to look at."""

    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TrendRound:
    """One round, the earliest first; ``why`` when the statement cannot be compared there."""

    number: int
    day: str
    answers: tuple[AnswerWords, ...]
    why: str


@dataclass(frozen=True, slots=True)
class TrendPage:
    """Everything the template may use. ``figure`` is JSON, safe inside a script element.

    ``withheld`` when a round before these is kept from the reader.
    """

    set_title: str
    statement: str
    choices: tuple[TrendChoice, ...]
    figure: Markup
    file_name: str
    roles: tuple[AnswerWords, ...]
    rounds: tuple[TrendRound, ...]
    back_href: str
    withheld: bool


def trend_page(
    question_set: QuestionSet,
    statement: str,
    rounds: Sequence[Then],
    latest: Row,
    language: Language,
    t: DatedTranslator,
    reader: DatedTranslator,
    back_href: str,
    *,
    withheld: bool,
) -> TrendPage:
    """The page for one statement of the latest round's set. ``t`` speaks the set's language.

    ``reader`` speaks the reader's: when a round was, and why it cannot be compared, is ours.
    ``latest`` is that round's row, which names the roles; ``back_href`` leads to its comparison.
    """
    figure = trend_figure(rounds, question_set, language, t)
    return TrendPage(
        set_title=question_set.title[language],
        statement=question_set.by_id[statement].text[language],
        choices=tuple(
            TrendChoice(each.id, f"{number}. {each.text[language]}", each.id == statement)
            for number, each in enumerate(question_set.statements, 1)
        ),
        # Inside a script element only "<" could end it; JSON reads the escape as the same.
        figure=Markup(figure.replace("<", "\\u003c")),  # noqa: S704
        file_name=f"{question_set.id}-{statement}",
        roles=answer_words(latest, question_set, language, t),
        rounds=tuple(
            TrendRound(
                then.number,
                reader.date(then.day),
                answer_words(then.row, question_set, language, t)
                if isinstance(then.row, Row)
                else (),
                "" if isinstance(then.row, Row) else refusal_words(then.row, reader),
            )
            for then in rounds
        ),
        back_href=back_href,
        withheld=withheld,
    )
