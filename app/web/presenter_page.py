"""The presenter's window: what only the one who leads the talk sees, screen by screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.content.guide import Guide, RunningOrder, StepId
from app.domain.agenda import OpensAs, opens_as
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator as Reader
from app.web.present_page import Screens
from app.web.present_slides import StatementSlide


@dataclass(frozen=True, slots=True)
class Turn:
    """A part of a topic: what is asked, and of whom in turn. ``id`` is the guide's."""

    id: str
    title: str
    text: str
    note: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotesFor:
    """What belongs to one screen.

    ``step`` is the guide's step, whose time the screen uses; ``clock`` tells the topics apart,
    and is empty for a screen beside the way, which uses the time of the one it was left for.
    ``stages`` is how many steps the screen has after the first.
    """

    name: str
    title: str
    title_is_sets: bool
    step: str
    clock: str
    text: str
    note: str
    opening: str
    question: str
    turns: tuple[Turn, ...]
    stages: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long a step is in a running order; a topic's is for one topic."""

    step: str
    minutes: int


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """A running order to choose."""

    id: str
    title: str
    help: str
    minutes: int
    steps: tuple[Minutes, ...]


@dataclass(frozen=True, slots=True)
class PresenterPage:
    """Everything the template may use. ``screens`` are in the projector's own order."""

    channel: str
    municipality: str
    orders: tuple[OrderChoice, ...]
    screens: tuple[NotesFor, ...]


def presenter_page(
    screens: Screens,
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    guide: Guide,
    reader: Reader,
    *,
    municipality: str,
    channel: str,
) -> PresenterPage:
    """The notes to the projector's page. ``language`` is the set's.

    ``comparison`` is what the ``screens`` show.
    """
    return PresenterPage(
        channel=channel,
        municipality=municipality,
        orders=tuple(
            _order(each, len(question_set.roles), len(screens.topics), reader)
            for each in guide.running_orders
        ),
        screens=tuple(_screens(screens, question_set, comparison, language, guide, reader)),
    )


def _order(order: RunningOrder, roles: int, topics: int, reader: Reader) -> OrderChoice:
    """A running order for the agenda there is: more topics than it is made for share its time."""
    meant = order.topics.two_roles if roles == 2 else order.topics.three_roles
    share = max(meant, topics)
    steps = tuple(
        Minutes(slot.step, (slot.end - slot.start) // (share if slot.step == "topic" else 1))
        for slot in order.steps
    )
    each = next(step.minutes for step in steps if step.step == "topic")
    return OrderChoice(
        id=order.id,
        title=order.title,
        help=" ".join(
            (
                reader.ngettext("%(n)s topic.", "%(n)s topics.", topics or meant),
                reader.gettext("%(minutes)s minutes for each.", minutes=each),
            )
        ),
        minutes=order.minutes,
        steps=steps,
    )


def _screens(
    screens: Screens,
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    guide: Guide,
    reader: Reader,
) -> Iterable[NotesFor]:
    roles = [role.title[language] for role in question_set.roles]

    def plain(name: str, title: str, step_id: StepId, clock: str) -> NotesFor:
        step = guide.step(step_id)
        return _plain(name, title, step_id, clock, step.text, step.facilitator_note)

    def of(
        slide: StatementSlide, step_id: StepId, clock: str, first: int, text: str = ""
    ) -> NotesFor:
        step = guide.step(step_id)
        # Whoever begins alternates from topic to topic.
        order = (*roles[first % len(roles) :], *roles[: first % len(roles)])
        return NotesFor(
            name=slide.name,
            title=slide.text,
            title_is_sets=True,
            step=step_id,
            clock=clock,
            text=text or step.text,
            note=step.facilitator_note,
            opening=slide.opening or "",
            question=slide.prompt,
            turns=tuple(
                Turn(
                    part.id,
                    part.title,
                    part.text,
                    part.facilitator_note,
                    order if part.per_role else (),
                )
                for part in step.parts
            ),
            stages=4,
        )

    yield plain("rules", guide.ground_rules.title, "open", "open")
    if screens.since:
        yield plain("since", reader.gettext("Since last time"), "open", "open")
    yield plain("picture", reader.gettext("How many of each"), "open", "open")
    yield plain("map", reader.gettext("All statements on one map"), "open", "open")
    if screens.opener:
        words = _opening(opens_as(comparison.rows, screens.opener.id), reader)
        yield of(screens.opener, "strength", "strength", 0, words)
    for n, topic in enumerate(screens.topics):
        yield of(topic, "topic", f"topic-{n + 1}", n)
    for each in screens.index:
        yield plain(each.name, reader.gettext("All statements"), "topic", "")
    for slide in screens.rest:
        yield of(slide, "topic", "", slide.number)
    step = guide.step("agreements")
    yield _plain(
        "agreements",
        screens.agreements_title,
        "agreements",
        "agreements",
        f"{step.text} {screens.agreements_where}",
        step.facilitator_note,
    )
    yield plain("others", screens.others_title, "others", "others")
    yield plain("next", screens.next_title, "next", "next")
    stop = guide.stop_rules
    rules = " ".join(f"{each.when} {each.then}" for each in stop.items)
    yield _plain("stop", stop.title, "topic", "", rules, "")


def _opening(how: OpensAs, reader: Reader) -> str:
    """What to say of an opener that is no strength; the guide speaks of one that is."""
    match how:
        case "highest":
            return reader.gettext(
                "No statement is a shared strength. Begin with the one where the lowest answer for"
                " today is highest: what works here?"
            )
        case "chosen":
            return reader.gettext(
                "The parties have chosen to begin with this statement. It is not a shared"
                " strength: what works all the same?"
            )
        case "strength":
            return ""


def _plain(name: str, title: str, step: StepId, clock: str, text: str, note: str) -> NotesFor:
    """The notes for a screen that is about no statement."""
    return NotesFor(
        name=name,
        title=title,
        title_is_sets=False,
        step=step,
        clock=clock,
        text=text,
        note=note,
        opening="",
        question="",
        turns=(),
        stages=0,
    )
