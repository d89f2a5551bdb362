"""What can go wrong by the product's own rules.

Each error carries a stable ``code`` (part of the interface), the HTTP ``status`` it becomes,
and a ``message``: an English gettext id, shown in the reader's language. ``params`` fill the
message's ``%(name)s`` places; ``extra`` joins the problem document, where ``errors`` is a list
of path, message (again a gettext id) and its params.
"""

from __future__ import annotations

from typing import Any


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message for translation where no reader's language is known yet."""
    return message


class DomainError(Exception):
    """Base of every refusal that the product's rules make."""

    code: str = "error"
    status: int = 400
    message: str = N_("This is not possible.")

    def __init__(self, *, params: dict[str, Any] | None = None, **extra: Any) -> None:
        super().__init__(self.code)
        self.params: dict[str, Any] = params or {}
        self.extra: dict[str, Any] = extra


class UnknownCredential(DomainError):
    """A token or code that opens nothing: never issued, or revoked since."""

    code, status = "unknown-credential", 401
    message = N_(
        "The link or code does not work. "
        "Ask one of the others in the dialogue for a new invitation."
    )


class FacilitatorEnded(UnknownCredential):
    """A facilitator's link that worked once: the seat ends with each round."""

    message = N_(
        "This facilitator’s link no longer works. The seat lasts until a new round is opened. "
        "To go on with them, ask one of the parties for an invitation."
    )


class NoCredential(UnknownCredential):
    """Nothing was brought at all."""

    code = "no-credential"
    message = N_("Open your link, or type your code on the start page, to get to your seat.")


class NoEditor(UnknownCredential):
    """Publishing needs the editor token that the operator has set."""

    code = "no-editor"
    message = N_("Publishing needs the editor token.")


class UnknownChoice(DomainError):
    """A dialogue opened with a question set or version that is not on offer."""

    code, status = "unknown-question-set", 422
    message = N_("There is no such question set.")


class Claimed(DomainError):
    """An invitation that has been used. A second try in a race is a 409 instead of 401.

    ``seat`` is the id of the seat it was for; it is not told.
    """

    code, status = "claimed", 401
    message = N_(
        "This invitation has been used. If it was not you who used it, "
        "ask one of the others in the dialogue for a new one."
    )

    def __init__(self, seat: str) -> None:
        super().__init__()
        self.seat = seat


class ClaimedInRace(Claimed):
    """Two tried to claim at once; this one came second."""

    status = 409


class NotYourSeat(DomainError):
    """The credential is good, but not for this."""

    code, status = "wrong-seat", 403
    message = N_("This is not open to your seat.")


class OtherSeat(DomainError):
    """A page opened in one seat was sent after another seat was opened on the same device."""

    code, status = "other-seat", 409
    message = N_("Another seat has been opened on this device. Open your own link again to go on.")


class OtherConversation(DomainError):
    """A presenter's window was asked for by a projector of another dialogue, or another round."""

    code, status = "other-conversation", 409
    message = N_(
        "The big screen shows another conversation than the one that is open on this device. "
        "Open your own link again, and the big screen from there."
    )


class NoSuchSeat(DomainError):
    """The dialogue has no such seat."""

    code, status = "unknown-seat", 404
    message = N_("There is no such seat in this dialogue.")


class UnknownStatement(DomainError):
    """The round's question set has no such statement."""

    code, status = "unknown-statement", 404
    message = N_("The question set has no such statement.")


class HandedIn(DomainError):
    """The sheet is locked."""

    code, status = "handed-in", 409
    message = N_("You have already handed in. Take your answers back to change them.")


class SealedForYou(DomainError):
    """The seat changed hands after handing in: the new holder may not open what the old one wrote.

    Otherwise whoever sent the new invitation could take the seat and read along.
    """

    code, status = "sealed", 409
    message = N_(
        "These answers were handed in before the seat got a new link. They stay sealed until the "
        "comparison opens. You can delete them and answer again."
    )


class InvalidAnswer(DomainError):
    """A value that the question set does not allow. ``errors`` lists path and message."""

    code, status = "invalid", 422
    message = N_("Some answers are not valid.")


class TooManyTicks(DomainError):
    """More "I want to talk about this" than the set allows."""

    code, status = "too-many-ticks", 422
    message = N_("You can choose at most %(most)s statements to talk about.")


class Unanswered(DomainError):
    """Handing in with something empty, without having said "anyway"."""

    code, status = "unanswered", 409
    message = N_("Some statements are unanswered. You can hand in anyway.")


class NotReady(DomainError):
    """The comparison cannot open before every party has handed in."""

    code, status = "not-ready", 409
    message = N_("The comparison opens when every party has handed in.")


class NotReleased(DomainError):
    """The comparison is sealed. Says the same whatever the others have answered."""

    code, status = "not-released", 403
    message = N_("The comparison is not open yet.")


class NoConsent(DomainError):
    """A facilitator sees the answers only if every party said yes."""

    code, status = "no-consent", 403
    message = N_("A facilitator sees the answers only when every party has said yes.")


class NothingHandedIn(DomainError):
    """A word on the facilitator before the own sheet is handed in, which is when it is asked."""

    code, status = "not-handed-in", 409
    message = N_("Hand in first. There you say whether the facilitator may see your comparison.")


class NotYoursToSay(DomainError):
    """A yes to the facilitator by whoever took the seat over after somebody's no."""

    code, status = "not-yours-to-say", 409
    message = N_(
        "What was said about the facilitator was said before this seat got a new invitation. "
        "It stands for this round."
    )


class AgendaChanged(DomainError):
    """Somebody else has changed the agenda since this page was opened."""

    code, status = "agenda-changed", 409
    message = N_("Somebody else has changed the agenda meanwhile. This is how it stands now.")


class InvalidAgenda(DomainError):
    """An agenda with a statement twice, one the set does not have, or too many topics."""

    code, status = "invalid-agenda", 422
    message = N_("This agenda is not possible.")


class NoStatementChosen(InvalidAgenda):
    """A topic to be added or swapped in, and none was chosen."""

    message = N_("Choose a statement first.")


class TickedAlready(DomainError):
    """Topics were chosen while answering, and stand."""

    code, status = "ticked-already", 409
    message = N_("You chose what to talk about when you answered. Change the agenda instead.")


class InvalidReview(DomainError):
    """Words on an earlier agreement that cannot be saved; ``errors`` lists every fault."""

    code, status = "invalid-review", 422
    message = N_("Something has to be mended before it can be saved.")


class ReviewChanged(DomainError):
    """The own words on an earlier agreement were changed elsewhere since this page was opened."""

    code, status = "review-changed", 409
    message = N_(
        "Some of this has been saved elsewhere meanwhile. Look at both, and save what is to stand."
    )


class RoundNotOver(DomainError):
    """A next round before the comparison of this one has been open."""

    code, status = "round-not-over", 409
    message = N_("The next round can begin when the comparison of this one has been opened.")


class RoundOver(DomainError):
    """What was meant for a round that is over; a new one has been opened since."""

    code, status = "round-over", 409
    message = N_(
        "A new round has been opened since, so this was not saved. What was handed in stays."
    )


class NothingDiscussed(DomainError):
    """A short round on what was talked about, when nothing was."""

    code, status = "nothing-discussed", 422
    message = N_("There is nothing to ask about again. Choose all statements.")


class NoSuchRound(DomainError):
    """A round that the dialogue does not have, or, to look back at, has only just begun."""

    code, status = "no-such-round", 404
    message = N_("There is no such round.")


class InvalidAgreement(DomainError):
    """An agreement that cannot be saved. ``errors`` lists path and message of every fault."""

    code, status = "invalid-agreement", 422
    message = N_("Something has to be mended before it can be saved.")


class TooManyAgreements(DomainError):
    """As many as anybody could mean to make; the advice is at most three, and stops nobody."""

    code, status = "too-many-agreements", 409
    message = N_(
        "You have written down %(most)s things in this round, and there is room for no more. "
        "Remove one first."
    )


class NoSuchAgreement(DomainError):
    """There is no such agreement in this round, or it has been removed."""

    code, status = "unknown-agreement", 404
    message = N_("This has been removed.")


class AgreementsForgotten(NoSuchAgreement):
    """Words on earlier agreements whose time was up while they were written."""

    message = N_(
        "The agreements you wrote about have been deleted, since their time was up. "
        "So what you wrote was not saved."
    )


class AgreementsOver(DomainError):
    """The day has come on which the round's agreements and dates are deleted."""

    code, status = "agreements-over", 409
    message = N_(
        "The time of this round’s agreements is up: they are being deleted, and nothing more can "
        "be written. Open a new round to agree on something new."
    )


class AgreementChanged(DomainError):
    """Somebody else has changed the agreement since this page was opened."""

    code, status = "agreement-changed", 409
    message = N_("Somebody else has changed this meanwhile. Read it again first.")


class DatesChanged(DomainError):
    """Somebody else has changed a date since this page was opened, and this was to as well."""

    code, status = "dates-changed", 409
    message = N_(
        "Somebody else has changed a date meanwhile. Look at both, and save what is to stand."
    )


class Released(DomainError):
    """Too late to take the answers back: the comparison is open."""

    code, status = "released", 409
    message = N_("The comparison is open. Answers can no longer be changed.")


class Closed(DomainError):
    """The round is over: answers were erased, or their time ran out."""

    code, status = "closed", 410
    message = N_("This round is closed. Its answers have been deleted.")


class TooManyRequests(DomainError):
    """Slow down; ``retry_after`` is in seconds."""

    code, status = "rate-limited", 429
    message = N_("Too many attempts. Wait a little and try again.")


class TooManyReports(DomainError):
    """Too many are being made; ``retry_after`` is in seconds, and trying again then is safe."""

    code, status = "busy", 503
    message = N_("There is a queue for reports right now. Try again in a moment.")


class ReportTooLong(DomainError):
    """More has been written than a PDF can be made of in reasonable time."""

    code, status = "report-too-long", 413
    message = N_("The agreements are too long for a PDF. Print the page from the browser instead.")


class UnknownQuestionSet(DomainError):
    """No set with this id, or not in this version."""

    code, status = "unknown-question-set", 404
    message = N_("There is no such question set.")


class VersionExists(DomainError):
    """A published version never changes: what is new needs a new number."""

    code, status = "version-exists", 409
    message = N_("Version %(version)s of %(id)s is published and cannot change. Raise the version.")
