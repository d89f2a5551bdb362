"""Page objects between the comparison and the conversation: preparing alone, and the agenda."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.charts import Translator, reason, wish
from app.content.guide import Guide
from app.conversation import AgendaChange, stamp
from app.domain.agenda import MOST_TOPICS
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.i18n import translator
from app.web.way import Way


@dataclass(frozen=True, slots=True)
class Choosable:
    """A statement to choose. ``number`` counts from 1 in catalogue order.

    ``wish`` says who wants to talk about it, on the own page for preparing who else; empty where
    nobody said so.
    """

    id: str
    number: int
    text: str
    wish: str


@dataclass(frozen=True, slots=True)
class ChoosableTheme:
    """A theme with its statements."""

    title: str
    statements: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What to talk about, and why."""

    id: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do before the conversation, and who does it."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class PreparePage:
    """Preparing alone. ``opener`` and ``topics`` are those of the agenda everyone shares.

    ``may_tick`` when topics can be chosen still; ``most`` is how many. ``mine`` are the
    statements the holder has ticked, ``ticked`` the ids that the form shows ticked; ``party`` is
    false for a facilitator, who has none.
    ``notes`` names the seat and the round in its own browser, where ``notes_key`` seals what is
    noted.
    """

    seat: str
    notes: str
    notes_key: str
    municipality: str
    title: str
    party: bool
    todo_title: str
    todo: tuple[ToDo, ...]
    may_tick: bool
    most: int
    themes: tuple[ChoosableTheme, ...]
    ticked: tuple[str, ...]
    mine: tuple[str, ...]
    error: str | None
    opener: Topic | None
    topics: tuple[Topic, ...]
    way: Way


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """The agenda. ``read`` is its stamp, which comes back with every change.

    ``seen`` tells apart all that a reader can see of it: also who changed it last, and who wants
    to talk about what.
    ``chosen`` when the parties have made it theirs; ``changed`` says who changed it last and
    when, also back to the proposal; ``full`` when no topic more can be added.
    """

    seat: str
    municipality: str
    title: str
    may_change: bool
    chosen: bool
    changed: str
    read: str
    seen: str
    full: bool
    opener: Topic | None
    topics: tuple[Topic, ...]
    themes: tuple[ChoosableTheme, ...]
    error: str | None
    way: Way


def prepare_page(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    words: Guide,
    *,
    seat: str,
    notes: str,
    notes_key: str,
    role: str | None,
    municipality: str,
    may_tick: bool,
    refused: Sequence[str] | None,
    error: str | None,
    way: Way,
) -> PreparePage:
    """The page of one seat; ``role`` is ``None`` for a facilitator.

    ``language`` and ``t`` are the set's, ``words`` the reader's guide. ``refused`` are ticks that
    were sent and could not be saved: they stay, to be mended.
    """
    rows = comparison.rows
    saved = [row.statement for row in rows if role is not None and row.answers[role].talk]
    wanted = {"each", "together"} if role is not None else {"facilitator", "together"}
    prepared = words.preparation
    return PreparePage(
        seat=seat,
        notes=notes,
        notes_key=notes_key,
        municipality=municipality,
        title=question_set.title[language],
        party=role is not None,
        todo_title=prepared.title,
        todo=tuple(
            ToDo(getattr(prepared.who, item.who), item.text)
            for item in prepared.items
            if item.who in wanted and item.days_before <= LAST_DAYS
        ),
        may_tick=may_tick,
        most=question_set.talk.most,
        themes=_themes(question_set, comparison, language, t, role),
        ticked=tuple(saved if refused is None else refused),
        mine=tuple(question_set.by_id[name].text[language] for name in saved),
        error=error,
        opener=_opener(question_set, comparison, language, t),
        topics=_topics(question_set, comparison, language, t),
        way=way,
    )


LAST_DAYS = 2
"""What the guide wants done earlier is past when the comparison is open."""


def agenda_page(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    *,
    seat: str,
    municipality: str,
    may_change: bool,
    chosen: bool,
    last_change: AgendaChange | None,
    error: str | None,
    way: Way,
) -> AgendaPage:
    """The agenda as it stands; ``language`` and ``t`` are the set's."""
    opener = _opener(question_set, comparison, language, t)
    topics = _topics(question_set, comparison, language, t)
    themes = _themes(question_set, comparison, language, t)
    shows = repr((chosen, last_change, opener, topics, themes))
    return AgendaPage(
        seat=seat,
        municipality=municipality,
        title=question_set.title[language],
        may_change=may_change,
        chosen=chosen,
        changed=_changed(last_change, question_set, language),
        read=stamp(comparison.agenda),
        seen=hashlib.sha256(shows.encode()).hexdigest()[:16],
        full=len(topics) >= MOST_TOPICS,
        opener=opener,
        topics=topics,
        themes=themes,
        error=error,
        way=way,
    )


def _changed(last: AgendaChange | None, question_set: QuestionSet, language: Language) -> str:
    if last is None:
        return ""
    t = translator(language)
    who = question_set.role(last.role).title[language]
    return t.gettext("Last changed by: %(who)s, %(when)s", who=who, when=t.moment(last.at))


def _themes(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    reader: str | None = None,
) -> tuple[ChoosableTheme, ...]:
    numbered = list(enumerate(question_set.statements, start=1))
    wishes = {
        row.statement: wish(row, question_set, language, t, reader) for row in comparison.rows
    }
    return tuple(
        ChoosableTheme(
            theme.title[language],
            tuple(
                Choosable(each.id, number, each.text[language], wishes[each.id])
                for number, each in numbered
                if each.theme == theme.id
            ),
        )
        for theme in question_set.themes
        if any(each.theme == theme.id for _, each in numbered)
    )


def _opener(
    question_set: QuestionSet, comparison: Comparison, language: Language, t: Translator
) -> Topic | None:
    opener = comparison.agenda.opener
    return _topic(opener, question_set, comparison, language, t) if opener else None


def _topics(
    question_set: QuestionSet, comparison: Comparison, language: Language, t: Translator
) -> tuple[Topic, ...]:
    return tuple(
        _topic(topic, question_set, comparison, language, t) for topic in comparison.agenda.topics
    )


def _topic(
    statement: str,
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
) -> Topic:
    row = next(row for row in comparison.rows if row.statement == statement)
    return Topic(
        id=statement,
        text=question_set.by_id[statement].text[language],
        reason=reason(row, question_set, language, t),
    )
