"""Since last time: what was agreed, what has moved, and what cannot be compared and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.charts.change import ChangeWords, DatedTranslator, change_words
from app.charts.words import Translator, Words, capital, scale_words
from app.domain.change import REASONS, Incomparable, Kind, Movement, Reason
from app.domain.question_set import Language, QuestionSet
from app.domain.reviews import NoneToShow

Changes = Mapping[str, Movement | Incomparable]
"""Statement id to what has become of it; empty in a first round."""

COUNTED: tuple[Kind, ...] = ("clear", "possible")
"""The kinds whose statements are named."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one role says of an agreement now. ``line`` is its own words, and may be empty."""

    index: int
    letter: str
    title: Words
    verdict: Words
    line: str


@dataclass(frozen=True, slots=True)
class LastAgreement:
    """An ending of the last conversation, with what each role says of it now.

    ``statement``, ``when`` and ``owner`` may be empty. It was made on another version, perhaps in
    other languages, than the comparison it stands beside.
    """

    statement: Words
    ending_title: str
    when: str
    then: str
    owner: Words
    reviews: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A statement that has moved. ``words`` says how, since when only if the lead does not."""

    statement: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class MovedGroup:
    """The statements that have moved alike; ``title`` counts them."""

    title: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """The answers beside the last ones.

    ``lead`` says what they are set beside, ``scale`` what the digits in ``groups`` mean, in the
    set's words, and is empty where there are none. ``rest`` counts what is not named, ``refused``
    says once for each reason what cannot be compared.
    """

    lead: str
    scale: str
    groups: tuple[MovedGroup, ...]
    rest: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def counted(self) -> tuple[str, ...]:
        """What a room reads of it: the counts in words, and nothing else."""
        return (*(f"{group.title}." for group in self.groups), *self.rest, *self.refused)


def since_last(
    changes: Changes,
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
    reader: DatedTranslator,
) -> Since | None:
    """What to say of the changes; nothing when there is no earlier round.

    ``t`` speaks ``language``, in which the set is shown, and the statements with what has moved
    are in it; what counts and refuses them is ours, as ``reader`` says it.
    """
    moved = {name: each for name, each in changes.items() if isinstance(each, Movement)}
    refused = [
        each
        for each in changes.values()
        if isinstance(each, Incomparable) and each.reason != "no_round"
    ]
    if not moved and not refused:
        return None
    days = {each.opened_on for each in moved.values()}
    words = {
        name: change_words(each, question_set, language, t)
        for name, each in moved.items()
        if each.kind in COUNTED
    }
    return Since(
        lead=_lead(days, reader),
        scale=scale_words(question_set, language) if words else "",
        groups=tuple(
            MovedGroup(
                _title(kind, len(names), reader),
                tuple(
                    Moved(
                        name,
                        question_set.by_id[name].text[language],
                        _item(words[name], name_the_day=len(days) > 1, t=t),
                    )
                    for name in names
                ),
            )
            for kind in COUNTED
            if (names := [name for name, each in moved.items() if each.kind == kind])
        ),
        rest=_rest(list(moved.values()), reader),
        refused=_refusals(refused, reader),
    )


def foreseen(prospects: Mapping[str, Incomparable | None], t: DatedTranslator) -> tuple[str, ...]:
    """What a round that is not answered yet will be set beside, and what of it cannot be, and why.

    Empty without an earlier round to read. To a facilitator from whom a round is kept it is told
    of what is open to her: the parties may compare more.
    """
    refused = [each for each in prospects.values() if each is not None]
    if all(each.reason == "no_round" for each in refused) and refused:
        return ()
    able = len(prospects) - len(refused)
    kept = any(each.reason == "withheld" for each in refused)
    if kept and able:
        first = t.ngettext(
            "%(num)s statement in it can be compared with earlier answers that are open to the "
            "facilitator.",
            "%(num)s statements in it can be compared with earlier answers that are open to the "
            "facilitator.",
            able,
        ) % {"num": able}
    elif kept:
        first = t.gettext(
            "Nothing in it can be compared with earlier answers that are open to the facilitator."
        )
    elif not refused:
        first = t.gettext("Every statement in it can be compared with earlier answers.")
    elif able:
        first = t.ngettext(
            "%(num)s statement in it can be compared with earlier answers.",
            "%(num)s statements in it can be compared with earlier answers.",
            able,
        ) % {"num": able}
    else:
        first = t.gettext("Nothing in it can be compared with earlier answers.")
    return (first, *_refusals(refused, t, ahead=True))


def change_of(
    changes: Changes,
    statement: str,
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
) -> ChangeWords | None:
    """What has moved on one statement, in words, if it can be compared."""
    found = changes.get(statement)
    if isinstance(found, Movement):
        return change_words(found, question_set, language, t)
    return None


def refusal_words(reason: Reason, t: Translator) -> str:
    """Why one statement has nothing to be compared with in a round that can be read."""
    return {
        "other_scale": t.gettext("another scale"),
        "new_statement": t.gettext("new, or with a new meaning"),
        "not_asked": t.gettext("not asked"),
        "withheld": t.gettext("earlier answers are not open to the facilitator"),
        "not_here": t.gettext("not compared here"),
        "no_number": t.gettext("nobody has chosen a step both times"),
    }[reason]


def no_last_words(why: NoneToShow, t: Translator) -> str:
    """Why no agreement from last time stands here."""
    return {
        "none": t.gettext("There are no agreements from last time to follow up."),
        "deleted": t.gettext("The agreements from last time have been deleted."),
        "kept_back": t.gettext("Agreements from earlier rounds are not open to the facilitator."),
        "answers_deleted": t.gettext(
            "The answers of an earlier round are deleted, and with them who let the facilitator "
            "in. So agreements from then are not shown to the facilitator."
        ),
        "not_here": t.gettext("Agreements from earlier rounds are not shown here."),
    }[why]


def _lead(days: set[str], t: DatedTranslator) -> str:
    if not days:
        return ""
    if len(days) == 1:
        [day] = days
        return t.gettext("Compared with the answers that were opened on %(day)s.") % {
            "day": t.date(day)
        }
    return t.gettext("Each statement is compared with the latest earlier round that asked it.")


def _title(kind: Kind, count: int, t: Translator) -> str:
    if kind == "clear":
        title = t.ngettext(
            "Clear change on %(num)s statement", "Clear change on %(num)s statements", count
        )
    else:
        title = t.ngettext(
            "Possible change on %(num)s statement", "Possible change on %(num)s statements", count
        )
    return title % {"num": count}


def _item(words: ChangeWords, *, name_the_day: bool, t: Translator) -> str:
    if name_the_day:
        return t.gettext("%(since)s: %(moved)s.") % {"since": words.since, "moved": words.moved}
    return f"{capital(words.moved)}."


def _rest(moved: list[Movement], t: Translator) -> tuple[str, ...]:
    crossed = Counter(each.crossed for each in moved if each.crossed)
    same = sum(each.kind == "same" for each in moved) - crossed.total()
    partly = sum(each.kind is None for each in moved)
    said = []
    if closer := crossed["closer"]:
        said.append(
            t.ngettext(
                "On %(num)s statement the answers have come closer to each other.",
                "On %(num)s statements the answers have come closer to each other.",
                closer,
            )
            % {"num": closer}
        )
    if farther := crossed["farther"]:
        said.append(
            t.ngettext(
                "On %(num)s statement the answers have moved away from each other.",
                "On %(num)s statements the answers have moved away from each other.",
                farther,
            )
            % {"num": farther}
        )
    if past := crossed["past"]:
        said.append(
            t.ngettext(
                "On %(num)s statement the answers have gone in different directions.",
                "On %(num)s statements the answers have gone in different directions.",
                past,
            )
            % {"num": past}
        )
    if same:
        said.append(
            t.ngettext(
                "About as before on %(num)s statement.",
                "About as before on %(num)s statements.",
                same,
            )
            % {"num": same}
        )
    if partly:
        said.append(
            t.ngettext(
                "On %(num)s statement not everyone has chosen a step both times: there we show "
                "the arrows, and draw no conclusion.",
                "On %(num)s statements not everyone has chosen a step both times: there we show "
                "the arrows, and draw no conclusion.",
                partly,
            )
            % {"num": partly}
        )
    return tuple(said)


def _refusals(
    refused: Sequence[Incomparable], t: DatedTranslator, *, ahead: bool = False
) -> tuple[str, ...]:
    """One sentence for each reason there is; ``ahead`` of the answers."""
    return tuple(
        _refused(reason, those, t, ahead=ahead)
        for reason in REASONS
        if (those := [each for each in refused if each.reason == reason])
    )


def _refused(reason: Reason, those: list[Incomparable], t: DatedTranslator, *, ahead: bool) -> str:
    """One sentence for all the statements that have this reason."""
    count = len(those)
    if reason == "other_scale":
        return t.gettext(
            "In the round of %(day)s the scale was another, so the answers cannot be compared."
        ) % {"day": t.date(those[0].opened_on)}
    if reason == "new_statement":
        words = t.ngettext(
            "%(num)s statement is new, or has a new meaning.",
            "%(num)s statements are new, or have a new meaning.",
            count,
        )
    elif reason == "not_asked":
        words = t.ngettext(
            "%(num)s statement was not asked in the rounds that can still be read.",
            "%(num)s statements were not asked in the rounds that can still be read.",
            count,
        )
    elif reason == "withheld" and ahead:
        words = t.ngettext(
            "On %(num)s statement earlier answers, if any, are not open to the facilitator.",
            "On %(num)s statements earlier answers, if any, are not open to the facilitator.",
            count,
        )
    elif reason == "withheld":
        words = t.ngettext(
            "%(num)s statement cannot be compared: earlier answers are not open to the "
            "facilitator.",
            "%(num)s statements cannot be compared: earlier answers are not open to the "
            "facilitator.",
            count,
        )
    elif reason == "not_here":
        words = t.ngettext(
            "%(num)s statement is not compared with earlier rounds here.",
            "%(num)s statements are not compared with earlier rounds here.",
            count,
        )
    elif ahead:
        words = t.ngettext(
            "On %(num)s statement nobody chose a step when it was last asked.",
            "On %(num)s statements nobody chose a step when they were last asked.",
            count,
        )
    else:
        words = t.ngettext(
            "On %(num)s statement nobody has chosen a step both times.",
            "On %(num)s statements nobody has chosen a step both times.",
            count,
        )
    return words % {"num": count}
