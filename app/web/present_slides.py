"""The screens of the statements in present mode, and those of the list to jump from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.charts import Changes, DatedTranslator, Large, change_of, large, reason
from app.domain.comparison import Comparison, Row
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator as Reader
from app.web.comparison_page import category_title

INDEX_LINES = 29
"""How many lines of the list of all statements one screen holds, in its two columns together."""

INDEX_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class StatementSlide:
    """One statement. ``place`` says where on the agenda it is, or which theme it is of.

    ``number`` is its place in the catalogue: what is typed to jump to it. ``is_topic`` when the
    opener is a topic too. ``drawing`` is shown in layers. ``change`` says what has moved since
    last time, or is empty.
    """

    name: str
    id: str
    number: int
    place: str
    place_is_ours: bool
    is_topic: bool
    text: str
    category_title: str
    opening: str | None
    prompt: str
    reason: str
    drawing: Large
    change: str


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A statement to jump to."""

    number: int
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class IndexTheme:
    """A theme with its statements, or with those of them that a screen has room for."""

    title: str
    items: tuple[IndexItem, ...]


@dataclass(frozen=True, slots=True)
class IndexSlide:
    """One screen of the list of all statements."""

    name: str
    themes: tuple[IndexTheme, ...]


@dataclass(frozen=True, slots=True)
class Slides:
    """Every statement of the set exactly once: the agenda's, and the ``rest``; and the list."""

    opener: StatementSlide | None
    topics: tuple[StatementSlide, ...]
    rest: tuple[StatementSlide, ...]
    index: tuple[IndexSlide, ...]


def slides(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: DatedTranslator,
    reader: Reader,
    changes: Changes,
) -> Slides:
    """``language`` and ``t`` are the set's, ``reader`` the reader's."""
    by_id = {row.statement: row for row in comparison.rows}
    agenda = comparison.agenda
    numbers = {each.id: n for n, each in enumerate(question_set.statements, 1)}
    # A statement has one screen, so that going back leads to where the talk was.
    topics = [topic for topic in agenda.topics if topic != agenda.opener]
    names = {topic: f"topic-{n}" for n, topic in enumerate(topics, 1)}
    if agenda.opener:
        names[agenda.opener] = "opener"
    themes = {theme.id: theme.title[language] for theme in question_set.themes}

    def slide(statement: str) -> StatementSlide:
        place, ours = _place(statement, agenda.opener, topics, by_id, themes, reader)
        return _slide(
            by_id[statement],
            question_set,
            language,
            t,
            name=names.get(statement, f"statement-{statement}"),
            number=numbers[statement],
            place=place,
            place_is_ours=ours,
            is_topic=statement == agenda.opener and statement in agenda.topics,
            changes=changes,
        )

    return Slides(
        opener=slide(agenda.opener) if agenda.opener in by_id else None,
        topics=tuple(slide(topic) for topic in topics),
        rest=tuple(slide(row.statement) for row in comparison.rows if row.statement not in names),
        index=tuple(_index(question_set, language, names)),
    )


def _slide(
    row: Row,
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
    *,
    name: str,
    number: int,
    place: str,
    place_is_ours: bool,
    is_topic: bool,
    changes: Changes,
) -> StatementSlide:
    change = change_of(changes, row.statement, question_set, language, t)
    statement = question_set.by_id[row.statement]
    opening = question_set.categories[row.category].opening
    return StatementSlide(
        name=name,
        id=row.statement,
        number=number,
        place=place,
        place_is_ours=place_is_ours,
        is_topic=is_topic,
        text=statement.text[language],
        category_title=category_title(question_set, row.category, language),
        opening=opening[language] if opening else None,
        prompt=statement.prompt[language],
        reason=reason(row, question_set, language, t),
        drawing=large(row, question_set, language, t),
        change=change.sentence if change else "",
    )


def _place(
    statement: str,
    opener: str | None,
    topics: Sequence[str],
    by_id: dict[str, Row],
    themes: dict[str, str],
    reader: Reader,
) -> tuple[str, bool]:
    """What stands above a statement, and whether those are our words, not the set's."""
    row = by_id[statement]
    if statement == opener:
        strength = row.category == "shared_strength"
        if strength:
            return reader.gettext("Open with what works"), True
        return reader.gettext("Open with this"), True
    if statement in topics:
        return reader.gettext(
            "Topic %(n)s of %(total)s", n=topics.index(statement) + 1, total=len(topics)
        ), True
    return themes[row.theme], False


def _index(
    question_set: QuestionSet, language: Language, names: dict[str, str]
) -> Iterable[IndexSlide]:
    """The list of all statements by theme, on as many screens as it needs."""
    screens: list[list[IndexTheme]] = [[]]
    room = INDEX_LINES
    numbered = list(enumerate(question_set.statements, 1))
    for theme in question_set.themes:
        items: list[IndexItem] = []
        room -= 2
        for number, statement in numbered:
            if statement.theme != theme.id:
                continue
            text = statement.text[language]
            lines = 1 + len(text) // INDEX_CHARACTERS
            if lines > room:
                if items:
                    screens[-1].append(IndexTheme(theme.title[language], tuple(items)))
                    items = []
                screens.append([])
                room = INDEX_LINES - 2
            room -= lines
            name = names.get(statement.id, f"statement-{statement.id}")
            items.append(IndexItem(number, text, f"#{name}"))
        if items:
            screens[-1].append(IndexTheme(theme.title[language], tuple(items)))
    for n, screen in enumerate(screens, 1):
        yield IndexSlide("all" if n == 1 else f"all-{n}", tuple(screen))
