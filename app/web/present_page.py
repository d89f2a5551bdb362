"""Present mode: every screen of the projector in one page, in the order of the conversation.

The way through is rules, since last time, counts, map, opener, topics, all statements,
agreements, what others are told, next time. The statements that are not on the agenda lie beside
the way, and so do the rules for stopping: one jumps there, and the way goes on where it was left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.agreements import Held
from app.charts import (
    AnswerWords,
    Changes,
    Crowd,
    DatedTranslator,
    Large,
    LastAgreement,
    Words,
    answer_words,
    change_of,
    crowd,
    large,
    reason,
    since_last,
)
from app.content.guide import Guide, StopRules
from app.conversation import Dates
from app.domain.comparison import Comparison, Row
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator as Reader
from app.web.agreements_page import owner_words
from app.web.comparison_page import category_title

STAGES = 4
"""Steps on a statement's screen after the statement: today, in a year, meaning, question."""

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
class Count:
    """How many statements call for one kind of conversation."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """An agreement as a room reads it. ``kind`` is how the topic ended; empty words are absent."""

    ending: str
    kind: str
    when: str
    then: str
    owner: Words
    date: str


@dataclass(frozen=True, slots=True)
class AgreementsShown:
    """What the partial with the agreements uses; ``when`` and ``then`` are the form's words.

    ``channel`` says whose they are: another round's must not come into a page that is open.
    """

    channel: str
    form_when: str
    form_then: str
    agreements: tuple[ShownAgreement, ...]


@dataclass(frozen=True, slots=True)
class NextTime:
    """When to meet again: a date that is set, or when it ought to be."""

    title: str
    when: str


@dataclass(frozen=True, slots=True)
class SinceSlide:
    """What was agreed last time, and how many statements have moved, in words."""

    agreements: tuple[LastAgreement, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PresentPage:
    """Everything the template may use.

    ``saved`` is the stand-alone file: it carries its ``policy`` in itself and has no address of
    the server's. ``channel`` is the name on which this browser's windows speak with each other.
    """

    saved: bool
    policy: str
    channel: str
    municipality: str
    set_title: str
    opened: str
    purpose: str
    rules_title: str
    rules: tuple[str, ...]
    since: SinceSlide | None
    roles: tuple[AnswerWords, ...]
    counts: tuple[Count, ...]
    total: int
    crowd: Crowd
    opener: StatementSlide | None
    topics: tuple[StatementSlide, ...]
    index: tuple[IndexSlide, ...]
    rest: tuple[StatementSlide, ...]
    agreements_title: str
    agreements_help: str
    endings: tuple[str, ...]
    shown: AgreementsShown
    others_title: str
    others_text: str
    next_title: str
    next_times: tuple[NextTime, ...]
    closing_title: str
    closing: tuple[str, ...]
    stop: StopRules

    @property
    def statements(self) -> tuple[StatementSlide, ...]:
        """Every statement of the set exactly once: the agenda's first."""
        return (*((self.opener,) if self.opener else ()), *self.topics, *self.rest)


def present_page(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: DatedTranslator,
    reader: Reader,
    guide: Guide,
    *,
    municipality: str = "",
    opened: str = "",
    channel: str = "",
    agreements: Sequence[Held] = (),
    dates: Dates | None = None,
    saved: bool = False,
    policy: str = "",
    changes: Changes | None = None,
    last: Sequence[LastAgreement] = (),
) -> PresentPage:
    """The projector's page. ``language`` and ``t`` are the set's, ``reader`` the reader's.

    ``changes`` are ``app.domain.change.changes()`` and ``last`` what came of the last
    conversation; a first round has neither.
    """
    changes = changes or {}
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

    opener = by_id.get(agenda.opener or "")
    step_agreements, step_others = guide.step("agreements"), guide.step("others")
    return PresentPage(
        saved=saved,
        policy=policy,
        channel=channel,
        municipality=municipality,
        set_title=question_set.title[language],
        opened=opened,
        purpose=guide.purpose,
        rules_title=guide.ground_rules.title,
        rules=tuple(rule.text for rule in guide.ground_rules.items),
        since=_since(changes, last, question_set, language, t),
        roles=answer_words(comparison.rows[0], question_set, language, t),
        counts=tuple(
            Count(category_title(question_set, each, language), comparison.counts[each])
            for each in question_set.categories
            if each in comparison.counts
        ),
        total=len(comparison.rows),
        crowd=crowd(comparison, question_set, language),
        opener=slide(opener.statement) if opener else None,
        topics=tuple(slide(topic) for topic in topics),
        index=tuple(_index(question_set, language, names)),
        rest=tuple(slide(row.statement) for row in comparison.rows if row.statement not in names),
        agreements_title=step_agreements.title,
        agreements_help=guide.agreement_form.help,
        endings=tuple(each.title for each in guide.topic_endings),
        shown=agreements_shown(agreements, question_set, guide, reader, channel),
        others_title=step_others.title,
        others_text=step_others.text,
        next_title=guide.step("next").title,
        next_times=_next_times(guide, dates or Dates(), reader),
        closing_title=guide.closing.title,
        closing=tuple(line.text for line in guide.closing.items),
        stop=guide.stop_rules,
    )


def agreements_shown(
    agreements: Iterable[Held],
    question_set: QuestionSet,
    guide: Guide,
    reader: Reader,
    channel: str,
) -> AgreementsShown:
    """The agreements as they stand now."""
    form = guide.agreement_form
    return AgreementsShown(
        channel=channel,
        form_when=form.field("when").label.rstrip(" …"),
        form_then=form.field("then").label.rstrip(" …"),
        agreements=tuple(
            ShownAgreement(
                ending=guide.ending(held.agreement.ending).title,
                kind=held.agreement.ending,
                when=held.agreement.when,
                then=held.agreement.then,
                owner=owner_words(held.agreement.owner, question_set, reader),
                date=reader.date(held.agreement.date) if held.agreement.date else "",
            )
            for held in agreements
        ),
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


def _since(
    changes: Changes,
    last: Sequence[LastAgreement],
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
) -> SinceSlide | None:
    since = since_last(changes, question_set, language, t)
    if not since and not last:
        return None
    return SinceSlide(
        agreements=tuple(last),
        counts=since.counted if since else (),
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


def _next_times(guide: Guide, dates: Dates, reader: Reader) -> tuple[NextTime, ...]:
    follow_up = guide.follow_up
    return tuple(
        NextTime(what.title, reader.date(day) if day else what.text)
        for what, day in (
            (follow_up.check_in, dates.check_in),
            (follow_up.new_round, dates.next_round),
        )
    )
