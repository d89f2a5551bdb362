"""Opening a dialogue and claiming a seat: what the API and the pages share."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from app import clock, holders, published, seats
from app.domain.errors import (
    Claimed,
    ClaimedInRace,
    NoCredential,
    NotYourSeat,
    UnknownChoice,
    UnknownQuestionSet,
)
from app.domain.question_set import QuestionSet
from app.domain.round_state import FACILITATOR
from app.i18n import Translator
from app.links import Secrets, new_secrets
from app.models import Dialogue
from app.seats import Issued
from app.web import access
from app.web.api_bodies import OpenDialogue
from app.web.context import client, parts
from app.web.limits import OPENING, RENEWING


@dataclass(frozen=True, slots=True)
class OpenedDialogue:
    """A new dialogue; ``issued`` are invitations, in the order of the seats.

    ``own`` is the seat the opener took at once, if any; its invitation is used up and gone.
    """

    dialogue: Dialogue
    question_set: QuestionSet
    issued: tuple[Issued, ...]
    own: Issued | None = None


def fresh_secrets(request: Request) -> Secrets:
    """A new token and code. Takes tens of milliseconds: call it before a write begins."""
    return new_secrets(parts(request).settings.secret_key)


def fresh_secrets_for_holder(request: Request) -> Secrets:
    """The same, but only for somebody with a seat: strangers may not make the server work."""
    with access.reading(request) as (_, holder):
        parts(request).limits.hit(RENEWING, holder.seat.id)
    return fresh_secrets(request)


def open_dialogue(
    request: Request,
    wanted: OpenDialogue,
    own_role: str | None = None,
    *,
    as_usual: bool = False,
) -> OpenedDialogue:
    """Open a dialogue; when the opener is one of the parties, take that seat in the same act.

    ``as_usual`` when nobody chose who opens the comparison.
    Raises ``UnknownChoice``, ``NotYourSeat`` for a role the set does not have, and
    ``TooManyRequests``.
    """
    running = parts(request)
    running.limits.hit(OPENING, client(request))
    try:
        with running.store.reading() as session:
            question_set = published.find(
                session, running.catalogue, wanted.question_set, wanted.version
            )
    except UnknownQuestionSet as unknown:
        path = "question_set" if wanted.version is None else "version"
        raise UnknownChoice(errors=[{"path": path, "message": unknown.message}]) from None
    roles = seats.roles_to_seat(question_set, wanted.release, wanted.facilitator)
    if own_role is not None and own_role not in roles:
        raise NotYourSeat
    fresh = [fresh_secrets(request) for _ in roles]
    own_secrets = fresh_secrets(request) if own_role is not None else None
    now = clock.now()
    own = None
    with running.store.writing() as session:
        dialogue, issued = seats.open_dialogue(
            session,
            question_set,
            municipality=wanted.municipality,
            release=wanted.release,
            facilitator=wanted.facilitator,
            language=wanted.language,
            keep_days=running.settings.keep_answers_days,
            keep_agreements_days=running.settings.keep_agreements_days,
            fresh=fresh,
            now=now,
            as_usual=as_usual,
        )
        if own_secrets is not None:
            invitation = next(each for each in issued if each.role == own_role)
            issued.remove(invitation)
            holder = holders.identify(session, invitation.token)
            own = seats.claim(session, holder, own_secrets, now)
    return OpenedDialogue(dialogue, question_set, tuple(issued), own)


def claim(request: Request, token: str | None = None) -> Issued:
    """Claim the seat of the invitation the request brings (or of ``token``).

    Raises ``Claimed`` for a used invitation, and ``ClaimedInRace`` when another's claim came
    between the look and the act.
    """
    running = parts(request)
    if token is None:
        token = access.token_of(request)
    if token is None:
        raise NoCredential
    with running.store.reading() as session:
        holders.identify(session, token)
    fresh = fresh_secrets(request)
    with running.store.writing() as session:
        try:
            holder = holders.identify(session, token, lock=True)
        except Claimed as error:
            raise ClaimedInRace(error.seat) from error
        return seats.claim(session, holder, fresh, clock.now())


def role_title(question_set: QuestionSet, role: str, t: Translator) -> str:
    """A role as the reader calls it; the facilitator is not in the question set."""
    if role == FACILITATOR:
        return t.gettext("Facilitator")
    return question_set.role(role).title[question_set.language(t.language)]
