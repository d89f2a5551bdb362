"""Why a statement is proposed, in words: never a rank, a score or a judgement of anyone."""

from __future__ import annotations

from app.charts.words import Translator, everyone, how_many, roles_words, steps_words
from app.domain.comparison import Row
from app.domain.question_set import Language, QuestionSet
from app.domain.rows import Measures


def wish(
    row: Row,
    question_set: QuestionSet,
    language: Language,
    t: Translator,
    reader: str | None = None,
) -> str:
    """Who ticked "I want to talk about this", as a sentence; empty if nobody did.

    ``reader`` is a role that is told of the others only.
    """
    roles = [role for role, answer in row.answers.items() if answer.talk and role != reader]
    if not roles:
        return ""
    if len(roles) == len(row.answers):
        subject = everyone(len(roles), t)
    else:
        subject = roles_words(roles, question_set, language, t)
    return t.ngettext(
        "%(roles)s wants to talk about this.", "%(roles)s want to talk about this.", len(roles)
    ) % {"roles": subject}


def reason(row: Row, question_set: QuestionSet, language: Language, t: Translator) -> str:
    """Why this is worth the meeting's time: what every role ticked first, then the category."""
    why = " ".join(_why(row, t))
    wanted = wish(row, question_set, language, t)
    parts = (wanted, why) if row.ticked_by_all else (why, wanted)
    return " ".join(part for part in parts if part)


def _why(row: Row, t: Translator) -> list[str]:
    measures = Measures.of(row.answers)
    if measures:
        return _by_numbers(row, measures, t)
    roles = len(row.answers)
    match row.category:
        case "unknown_all":
            return [t.gettext("None of you knows how this is today.")]
        case "unknown_some":
            unknown = sum(answer.status == "unknown" for answer in row.answers.values())
            return [
                t.ngettext(
                    "%(who)s does not know how this is today.",
                    "%(who)s do not know how this is today.",
                    unknown,
                )
                % {"who": how_many(unknown, roles, t)}
            ]
        case "set_aside":
            aside = sum(
                "not_relevant" in (answer.status, answer.ambition)
                for answer in row.answers.values()
            )
            return [
                t.ngettext(
                    "%(who)s says that this is not relevant to you.",
                    "%(who)s say that this is not relevant to you.",
                    aside,
                )
                % {"who": how_many(aside, roles, t)}
            ]
        case _:
            return [t.gettext("An answer is missing here.")]


def _by_numbers(row: Row, measures: Measures, t: Translator) -> list[str]:
    everybody = {"who": everyone(len(row.answers), t)}
    match row.category:
        case "different_view":
            return [_how_differently(row, measures, t), *_what_they_want(row, measures, t)]
        case "different_ambition":
            return [
                t.gettext("You see today much the same, but want to go different ways."),
            ]
        case "shared_lift" if "big_lift" in row.flags:
            steps = steps_words(min(measures.gaps), t)
            return [
                t.gettext("%(who)s want to lift this by at least %(steps)s.")
                % {**everybody, "steps": steps}
            ]
        case "shared_lift":
            return [t.gettext("%(who)s want to lift this.") % everybody]
        case "some_lift":
            lifting = sum(gap >= 1 for gap in measures.gaps)
            return [
                t.ngettext("%(who)s wants to lift this.", "%(who)s want to lift this.", lifting)
                % {"who": how_many(lifting, len(row.answers), t)}
            ]
        case "shared_strength":
            strength = t.gettext("%(who)s see this as a strength.") % everybody
            return [strength, *_less_is_enough(row, measures, t)]
        case _:
            if "both_low" in row.flags:
                low = t.gettext("%(who)s answer low, and nobody has asked for a lift.")
                return [low % everybody]
            return [
                t.gettext("You see this much the same, and nobody has asked for a lift."),
                *_less_is_enough(row, measures, t),
            ]


def _how_differently(row: Row, measures: Measures, t: Translator) -> str:
    if "opposite_sides" in row.flags:
        return t.gettext("You see it differently: on either side of the middle.")
    steps = {"steps": steps_words(measures.ds, t)}
    if len(row.answers) == 2:
        return t.gettext("You see it differently: %(steps)s apart.") % steps
    return t.gettext("You see it differently: as much as %(steps)s apart.") % steps


def _what_they_want(row: Row, measures: Measures, t: Translator) -> list[str]:
    if "ambition_apart" in row.flags:
        return [t.gettext("You also want different things.")]
    if measures.da == 0:
        return [t.gettext("You want to get to the same place.")]
    return []


def _less_is_enough(row: Row, measures: Measures, t: Translator) -> list[str]:
    content = sum(gap < 0 for gap in measures.gaps)
    if not content:
        return []
    return [
        t.ngettext(
            "%(who)s thinks that less is enough.", "%(who)s think that less is enough.", content
        )
        % {"who": how_many(content, len(row.answers), t)}
    ]
