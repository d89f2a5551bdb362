"""Page objects for what a conversation ends in: the list, and the form of one agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.agreements import Edit, Held
from app.charts import Words, together
from app.content.guide import Guide
from app.domain.agreements import EVERYONE, Agreement, Ending
from app.domain.comparison import Agenda
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator, translator
from app.web.dates_page import DateField
from app.web.way import Way


@dataclass(frozen=True, slots=True)
class Yes:
    """Whether a party has confirmed, and when in words."""

    title: str
    letter: str
    index: int
    confirmed: bool
    own: bool
    when: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What a topic ended in. ``statement`` is the text of what it is about, or empty.

    ``owner`` names who is responsible; ``past`` when the date has gone by. ``edits`` are dated
    lines, the newest last.
    """

    id: str
    version: int
    ending: Ending
    ending_title: str
    statement: str
    when: str
    then: str
    owner: Words
    first_step: str
    date: str
    past: bool
    notice: str
    edits: tuple[str, ...]
    parties: tuple[Yes, ...]
    mine: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """A topic of the agenda that has not ended yet."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class EndingChoice:
    """A way a topic can end, in the guide's words."""

    id: Ending
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """What has been agreed so far, what is still open, and when the parties meet again.

    ``many`` when there are more agreements than are wise: a suggestion, no limit. ``may_write``
    is false for a facilitator, in a round that is over (``earlier``), and once the agreements are
    being deleted, which ``over`` then says; ``deletion`` says when that is. ``last_href`` is where
    a party reads what was agreed last time.
    """

    seat: str
    municipality: str
    title: str
    may_write: bool
    earlier: bool
    over: str
    words: Guide
    topics: tuple[OpenTopic, ...]
    endings: tuple[EndingChoice, ...]
    agreements: tuple[AgreementView, ...]
    many: bool
    dates: tuple[DateField, ...]
    date_errors: Mapping[str, str]
    deletion: str
    error: str | None
    way: Way
    last_href: str


@dataclass(frozen=True, slots=True)
class OwnerChoice:
    """Who may be responsible."""

    value: str
    title: Words


@dataclass(frozen=True, slots=True)
class StatementChoice:
    """A statement the agreement may be about."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agreement reads by now, and the line that says who changed it and when."""

    when: str
    then: str
    edit: str


LONGEST_SENT = 25_000
"""Characters that a field of the form takes: far more than may be saved, so that what is too long
is told and given back; few enough that whatever was written the form is not too large to be read.
"""


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """The form of one agreement, as it is or as it was sent. ``id`` is empty for a new one.

    ``errors`` are by field; ``standing`` is how it reads by now when somebody else changed it.
    """

    seat: str
    municipality: str
    title: str
    id: str
    version: int
    words: Guide
    ending: Ending
    endings: tuple[EndingChoice, ...]
    agreement: Agreement
    owners: tuple[OwnerChoice, ...]
    statements: tuple[StatementChoice, ...]
    standing: Standing | None = None
    longest: int = LONGEST_SENT
    errors: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """What every view of a page needs: the set, its language, the reader, who looks, what day."""

    question_set: QuestionSet
    spoken: Language
    t: Translator
    words: Guide
    role: str
    today: str


def agreement_view(held: Held, for_: Readers) -> AgreementView:
    """One agreement as it is read."""
    agreement, question_set, t = held.agreement, for_.question_set, for_.t
    statement = question_set.by_id.get(agreement.statement or "")
    return AgreementView(
        id=held.id,
        version=held.version,
        ending=agreement.ending,
        ending_title=for_.words.ending(agreement.ending).title,
        statement=statement.text[for_.spoken] if statement else "",
        when=agreement.when,
        then=agreement.then,
        owner=owner_words(agreement.owner, question_set, t),
        first_step=agreement.first_step,
        date=t.date(agreement.date) if agreement.date else "",
        past=bool(agreement.date) and agreement.date < for_.today,
        notice=agreement.notice,
        edits=_edits(held.edits, for_),
        parties=tuple(
            Yes(
                role.title[for_.spoken],
                role.letter,
                index,
                role.id in held.confirmed,
                role.id == for_.role,
                t.moment(held.confirmed[role.id]) if role.id in held.confirmed else "",
            )
            for index, role in enumerate(question_set.roles)
        ),
        mine=for_.role in held.confirmed,
        settled=held.is_confirmed_by_all(question_set),
    )


def standing(held: Held, for_: Readers) -> Standing:
    """One agreement as it reads by now, beside what somebody wanted to make of it."""
    edit = _edits(held.edits, for_)[-1]
    return Standing(held.agreement.when, held.agreement.then, edit)


def _edits(edits: Sequence[Edit], for_: Readers) -> tuple[str, ...]:
    # A line with the set's own words in it is in the set's language, whole.
    t = translator(for_.spoken)
    lines = []
    for number, edit in enumerate(edits):
        who = for_.question_set.role(edit.role).title[for_.spoken]
        when = t.moment(edit.at)
        lines.append(
            t.gettext("Changed: %(who)s, %(when)s", who=who, when=when)
            if number
            else t.gettext("Written: %(who)s, %(when)s", who=who, when=when)
        )
    return tuple(lines)


def owner_words(owner: str, question_set: QuestionSet, t: Translator) -> Words:
    """Who is responsible: a role in the set's words, everyone in ours; empty for nobody."""
    if owner == EVERYONE:
        return Words(together(len(question_set.roles), t), t.language)
    if not owner:
        return Words("")
    spoken = question_set.language(t.language)
    return Words(question_set.role(owner).title[spoken], spoken)


def open_topics(agenda: Agenda, held: Sequence[Held], for_: Readers) -> tuple[OpenTopic, ...]:
    """The topics that have not ended in anything yet."""
    ended = {each.agreement.statement for each in held}
    return tuple(
        OpenTopic(topic, for_.question_set.by_id[topic].text[for_.spoken])
        for topic in agenda.topics
        if topic not in ended
    )


def endings(words: Guide) -> tuple[EndingChoice, ...]:
    """The ways a topic can end."""
    return tuple(EndingChoice(each.id, each.title, each.text) for each in words.topic_endings)


def owners(for_: Readers) -> tuple[OwnerChoice, ...]:
    """Everyone who may be responsible: each party, or all of them."""
    return tuple(
        OwnerChoice(each, owner_words(each, for_.question_set, for_.t))
        for each in (*for_.question_set.role_ids, EVERYONE)
    )


def statement_choices(for_: Readers) -> tuple[StatementChoice, ...]:
    """Every statement, to say what an agreement is about."""
    return tuple(
        StatementChoice(each.id, f"{number}. {each.text[for_.spoken]}")
        for number, each in enumerate(for_.question_set.statements, start=1)
    )
