"""What the parties may do with the agenda: move, drop, swap and add topics, choose the opener.

Pure: an agenda goes in, the changed agenda comes out. Who may and when is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, get_args

from app.domain.agenda import MOST_TOPICS
from app.domain.comparison import Agenda
from app.domain.errors import InvalidAgenda, NoStatementChosen

Act = Literal["up", "down", "drop", "swap", "add", "open", "skip"]
"""Move a topic up or down, take it away, put ``other`` in its place; add ``other`` at the end;
open the conversation with ``other``, or skip that and go straight to the topics."""

ACTS: tuple[Act, ...] = get_args(Act)


def edited(agenda: Agenda, act: str, topic: str = "", other: str = "") -> Agenda:
    """The agenda after one act on ``topic`` with ``other``, both statement ids.

    Raises :class:`InvalidAgenda` for what cannot be done: an act that is none, a topic that is
    not on the agenda, the last one dropped, one too many added, none chosen to add. That
    ``other`` is a statement is for the caller to see to.
    """
    if act not in _ACTS:
        raise InvalidAgenda
    return _ACTS[act](agenda, topic, other)


def _move(agenda: Agenda, topic: str, by: int) -> Agenda:
    topics = list(agenda.topics)
    place = _place(agenda, topic)
    to = place + by
    if not 0 <= to < len(topics):
        return agenda  # it stands where it was to go
    topics.insert(to, topics.pop(place))
    return replace(agenda, topics=tuple(topics))


def _drop(agenda: Agenda, topic: str, _other: str) -> Agenda:
    _place(agenda, topic)
    if len(agenda.topics) == 1:
        raise InvalidAgenda
    return replace(agenda, topics=tuple(each for each in agenda.topics if each != topic))


def _swap(agenda: Agenda, topic: str, other: str) -> Agenda:
    """Another statement takes the topic's place; one that is on the agenda changes places."""
    topics = list(agenda.topics)
    place = _place(agenda, topic)
    if not other:
        raise NoStatementChosen
    if other in topics:
        topics[topics.index(other)] = topic
    topics[place] = other
    return replace(agenda, topics=tuple(topics))


def _add(agenda: Agenda, _topic: str, other: str) -> Agenda:
    if not other:
        raise NoStatementChosen
    if len(agenda.topics) >= MOST_TOPICS:
        raise InvalidAgenda
    if other in agenda.topics:
        return agenda
    return replace(agenda, topics=(*agenda.topics, other))


def _open(agenda: Agenda, _topic: str, other: str) -> Agenda:
    if not other:
        raise NoStatementChosen
    return replace(agenda, opener=other)


def _place(agenda: Agenda, topic: str) -> int:
    if topic not in agenda.topics:
        raise InvalidAgenda
    return agenda.topics.index(topic)


_ACTS: Mapping[str, Callable[[Agenda, str, str], Agenda]] = {
    "up": lambda agenda, topic, _: _move(agenda, topic, -1),
    "down": lambda agenda, topic, _: _move(agenda, topic, 1),
    "drop": _drop,
    "swap": _swap,
    "add": _add,
    "open": _open,
    "skip": lambda agenda, _topic, _other: replace(agenda, opener=None),
}
