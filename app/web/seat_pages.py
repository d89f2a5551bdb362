"""Page objects for everything around the answering: start, invitations, waiting, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.content.guide import GroundRules, StopRules
from app.content.municipalities import Source
from app.content.notices import Notice


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role of the chosen question set."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SetChoice:
    """A question set on offer. ``lang`` is the language its texts are in."""

    id: str
    title: str
    description: str
    statements: int
    chosen: bool
    lang: str


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What was filled in, and what was wrong with it: field name to message."""

    municipality: str = ""
    own_role: str = ""
    facilitator: bool = False
    release: str = "usual"
    language: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """The seat open on this device. ``lang`` is the language its role is named in."""

    role_title: str
    municipality: str
    lang: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """The start page. ``open_seat`` is there when this device has one.

    ``code_error`` and ``code`` belong to the form where a short code is typed.
    """

    sets: tuple[SetChoice, ...]
    roles: tuple[RoleChoice, ...]
    form: OpenForm
    municipalities: tuple[str, ...]
    open_seat: OpenSeat | None
    code: str = ""
    code_error: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Words to send to others, with ready mail and SMS addresses. Holds no link to a seat."""

    text: str
    mail: str
    sms: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A link with what it takes to pass it on. ``qr`` is inline SVG.

    ``mail`` and ``sms`` are ready addresses with a written message, ``text`` the same message
    for the native share sheet. The code is shown in two groups of four.
    """

    link: str
    code: str
    qr: Markup
    mail: str
    sms: str
    text: str


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """One invitation of a dialogue just opened; nothing to share once the seat is taken."""

    role_title: str
    shared: Shared | None


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A dialogue just opened: whom to invite. ``own_title`` is the role the opener took."""

    municipality: str
    title: str
    own_title: str | None
    invitations: tuple[InvitationCard, ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """What an invitation is for. ``facilitator`` seats hold no answers."""

    seat: str
    role_title: str
    municipality: str
    title: str
    statements: int
    facilitator: bool
    other_open_seat: OpenSeat | None


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """Before the first answer: who sees what, when and until when.

    ``round`` counts from 1; ``same_link`` when the seat had its link before that round was opened;
    ``look_back`` when there are agreements of last time to judge first. ``tell`` is there when
    the others have links of their own and may not know that a new round is open.
    """

    role_title: str
    municipality: str
    title: str
    statements: int
    minutes: int
    facilitator: bool
    notice: Notice
    status_question: str
    ambition_question: str
    taken_day: str
    taken_time: str
    began: bool
    round: int
    opened_day: str
    same_link: bool
    look_back: bool
    tell: Message | None
    shared: Shared


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One statement as the own answers read, in words."""

    id: str
    number: int
    text: str
    status: str | None
    ambition: str | None
    talk: bool


@dataclass(frozen=True, slots=True)
class ReviewTheme:
    """The rows of a theme."""

    title: str
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The own answers before handing in. ``missing`` are ids of unanswered statements.

    ``seat`` comes back with the form, to be sure whose page it was. ``last_said`` is how many
    of the last agreements anything is said of, and how many there are; ``later_round`` when it is
    not the first.
    """

    seat: str
    role_title: str
    municipality: str
    themes: tuple[ReviewTheme, ...]
    total: int
    answered: int
    missing: tuple[str, ...]
    talk_label: str
    ask_consent: bool
    release: str
    last_said: tuple[int, int] = (0, 0)
    later_round: bool = False
    confirm: bool = False
    consent: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """All that anyone is told of a party."""

    title: str
    letter: str
    index: int
    handed_in: bool
    own: bool


@dataclass(frozen=True, slots=True)
class OtherSeat:
    """Another seat of the dialogue, which may be lost and re-invited."""

    role: str
    title: str


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A step of the conversation, with its minutes in each running order."""

    title: str
    text: str
    minutes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a conversation is led, whatever was answered: all from the guide.

    ``orders`` are the running orders' whole minutes, in the order of each step's ``minutes``.
    """

    rules: GroundRules
    orders: tuple[int, ...]
    steps: tuple[CourseStep, ...]
    stops: StopRules


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """After handing in, and a facilitator's home until release.

    ``state`` is the round's; ``may_release`` whether this seat may open the comparison now,
    ``asked`` whether it has (policy ``both``); ``notice_title`` and ``notice_text`` say what
    is being waited for; ``sealed`` when the seat changed hands after handing in; ``vouch_for``
    are the parties whose seat was invited anew by the facilitator. ``lets_facilitator_read`` is
    as on :class:`SeatPage`. ``course`` is there for a
    facilitator who leads a conversation without seeing what it is about.
    """

    seat: str
    municipality: str
    title: str
    facilitator: bool
    handed_in: bool
    sealed: bool
    state: str
    release: str
    vouch_for: tuple[str, ...]
    parties: tuple[PartyView, ...]
    may_release: bool
    asked: bool
    notice_title: str
    notice_text: str
    deletion: str
    consent_missing: bool
    lets_facilitator_read: bool | None
    course: Course | None


@dataclass(frozen=True, slots=True)
class SeatPage:
    """My seat: own link for another device, new link, other seats, deletion, leaving.

    ``rounds_href`` when there are earlier rounds to look back at. ``lets_facilitator_read`` is
    what the own party has said, ``None`` when there is nothing to say; ``later_round`` when it is
    not the first.
    """

    seat: str
    role_title: str
    municipality: str
    title: str
    facilitator: bool
    shared: Shared
    others: tuple[OtherSeat, ...]
    state: str
    deletion: tuple[str, ...]
    delete_now: str
    rounds_href: str = ""
    lets_facilitator_read: bool | None = None
    later_round: bool = False
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """The own answers are gone. ``seat`` is whose, for the script that clears the device."""

    seat: str
    role_title: str
    municipality: str
    text: str
    closed: bool


@dataclass(frozen=True, slots=True)
class StoragePage:
    """What is stored, in plain words: for how many days answers, agreements and backups are kept.

    ``sources`` are whom the names of municipalities are from, to be named as they ask.
    """

    keep_days: int
    keep_agreements_days: int
    backup_days: int
    sources: tuple[Source, ...]
