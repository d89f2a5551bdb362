"""The tables. They hold as little as the product can do with, and no rating in the clear.

Times are microseconds since 1970 (UTC). ``*_box`` columns are sealed (``app/sealing.py``).
SQLModel does not validate table classes: the rules are in ``app/domain`` and in the
constraints here.
"""

from __future__ import annotations

import secrets

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel


def new_id() -> str:
    """A fresh identifier: 96 random bits, URL-safe. Identifies; opens nothing."""
    return secrets.token_urlsafe(12)


def _key(target: str, *, primary_key: bool = False) -> Column[str]:
    return Column(
        String(32),
        ForeignKey(target, ondelete="CASCADE"),
        nullable=False,
        index=not primary_key,
        primary_key=primary_key,
    )


def _time(*, nullable: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable)


def _box(*, nullable: bool = False) -> Column[bytes]:
    return Column(LargeBinary, nullable=nullable)


class Dialogue(SQLModel, table=True):
    """A set of seats over time. ``language`` is what the invitations are in.

    ``opens_as_usual`` when nobody chose who opens the comparison: the facilitator in a round that
    has one, else the last hand-in. Then ``release_policy`` is what that was in the first round.
    """

    __table_args__ = (
        CheckConstraint(
            "release_policy IN ('automatic', 'facilitator', 'both')", name="release_policy_is_known"
        ),
        CheckConstraint(
            "language IS NULL OR language IN ('nb', 'nn', 'en')", name="language_is_known"
        ),
        CheckConstraint("length(municipality) BETWEEN 1 AND 100", name="municipality_is_named"),
    )

    id: str = Field(primary_key=True, max_length=32)
    municipality: str = Field(sa_column=Column(String(100), nullable=False))
    language: str | None = Field(default=None, max_length=2)
    release_policy: str = Field(max_length=16)
    opens_as_usual: bool = Field(
        default=False, sa_column_kwargs={"server_default": "0"}, nullable=False
    )
    created_at: int = Field(sa_column=_time())


class Round(SQLModel, table=True):
    """One measuring: pins one version of a question set.

    ``delete_on`` and ``agreements_delete_on`` are ISO dates. Sealed for the dialogue, as JSON:
    ``statements_box`` are the ids that are asked about, ``None`` for the whole set;
    ``agenda_box`` is the agenda the parties chose and who changed it last, ``dates_box`` when
    they meet again, ``looks_back_box`` the ids of the agreements each party is asked about first.
    """

    __table_args__ = (
        Unique("dialogue_id", "number"),
        CheckConstraint("number >= 1", name="rounds_count_from_one"),
        CheckConstraint("question_set_version >= 1", name="round_pins_a_version"),
    )

    id: str = Field(primary_key=True, max_length=32)
    dialogue_id: str = Field(sa_column=_key("dialogue.id"))
    number: int
    question_set_id: str = Field(max_length=63)
    question_set_version: int
    opened_at: int = Field(sa_column=_time())
    released_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    closed_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    delete_on: str = Field(max_length=10, index=True)
    agreements_delete_on: str = Field(max_length=10, index=True)
    statements_box: bytes | None = Field(default=None, sa_column=_box(nullable=True))
    agenda_box: bytes | None = Field(default=None, sa_column=_box(nullable=True))
    dates_box: bytes | None = Field(default=None, sa_column=_box(nullable=True))
    looks_back_box: bytes | None = Field(default=None, sa_column=_box(nullable=True))


class Seat(SQLModel, table=True):
    """A role in a dialogue: one of the question set's, or ``facilitator``.

    ``facilitator_invited`` when its latest new invitation was the facilitator's to send, or came
    from a seat of which that is so.
    """

    __table_args__ = (Unique("dialogue_id", "role"),)

    id: str = Field(primary_key=True, max_length=32)
    dialogue_id: str = Field(sa_column=_key("dialogue.id"))
    role: str = Field(max_length=63)
    facilitator_invited: bool = False


class Credential(SQLModel, table=True):
    """A link and its code: an invitation, or a seat's own. At most one lives per seat.

    ``round_number`` is the round it was made in: whether a round had a facilitator is told by it,
    and by no clock.

    ``dialogue_key_box`` is the dialogue's key wrapped for this link; ``token_box`` is the
    link's token sealed for its code, ``code_box`` the other way round. An ended credential
    keeps its fingerprint, to be able to say why it no longer works, and nothing else.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('invitation', 'own')", name="kind_is_known"),
        CheckConstraint("ended IS NULL OR ended IN ('claimed', 'revoked')", name="end_is_known"),
        CheckConstraint(
            "(ended IS NULL) = (dialogue_key_box IS NOT NULL)", name="only_the_living_hold_a_key"
        ),
        Index(
            "one_living_credential",
            "seat_id",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    seat_id: str = Field(sa_column=_key("seat.id"))
    round_number: int
    kind: str = Field(max_length=16)
    token_fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    code_fingerprint: bytes | None = Field(
        sa_column=Column(LargeBinary, nullable=True, unique=True)
    )
    dialogue_key_box: bytes | None = Field(sa_column=_box(nullable=True))
    token_box: bytes | None = Field(sa_column=_box(nullable=True))
    code_box: bytes | None = Field(sa_column=_box(nullable=True))
    created_at: int = Field(sa_column=_time())
    ended: str | None = Field(default=None, max_length=16)


class AnswerSheet(SQLModel, table=True):
    """One seat's answers in one round.

    ``own_key_box`` is the sheet's key wrapped for the seat's own link, once taken back followed
    by the first key it had (for the holder's devices); ``None`` when the seat changed hands after
    handing in; ``shared_key_box`` is the same key wrapped for the
    dialogue, there exactly while the sheet is handed in.
    """

    __tablename__ = "answer_sheet"
    __table_args__ = (
        Unique("round_id", "seat_id"),
        CheckConstraint(
            "(handed_in_at IS NULL) = (shared_key_box IS NULL)", name="shared_when_handed_in"
        ),
        CheckConstraint(
            "own_key_box IS NOT NULL OR shared_key_box IS NOT NULL", name="somebody_holds_the_key"
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    round_id: str = Field(sa_column=_key("round.id"))
    seat_id: str = Field(sa_column=_key("seat.id"))
    own_key_box: bytes | None = Field(sa_column=_box(nullable=True))
    shared_key_box: bytes | None = Field(default=None, sa_column=_box(nullable=True))
    handed_in_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    facilitator_may_read: bool = False
    release_asked_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    ticked_late_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class StoredAnswer(SQLModel, table=True):
    """The standing value of one field with its moment, sealed: always the same size.

    A statement once touched has all its fields, so that no row tells of a tick or a clearing.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("field IN ('status', 'ambition', 'talk')", name="field_is_known"),
        CheckConstraint("length(value_box) = 37", name="values_are_of_one_size"),
    )

    sheet_id: str = Field(sa_column=_key("answer_sheet.id", primary_key=True))
    statement: str = Field(primary_key=True, max_length=63)
    field: str = Field(primary_key=True, max_length=8)
    value_box: bytes = Field(sa_column=_box())


class StoredAgreement(SQLModel, table=True):
    """What one topic ended in, sealed for the dialogue (``app/agreements.py``).

    ``changed_at`` is the moment of the latest edit: who has confirmed an earlier wording has
    not confirmed this one.
    """

    __tablename__ = "agreement"

    id: str = Field(primary_key=True, max_length=32)
    round_id: str = Field(sa_column=_key("round.id"))
    created_at: int = Field(sa_column=_time())
    changed_at: int = Field(sa_column=_time())
    body_box: bytes = Field(sa_column=_box())


class Confirmation(SQLModel, table=True):
    """A party's yes to an agreement as it reads now; gone with the next edit."""

    __tablename__ = "agreement_confirmation"

    agreement_id: str = Field(sa_column=_key("agreement.id", primary_key=True))
    seat_id: str = Field(sa_column=_key("seat.id", primary_key=True))
    confirmed_at: int = Field(sa_column=_time())


class AgreementReview(SQLModel, table=True):
    """How one party, in a later round, says an agreement went. Sealed like that sheet's answers.

    All boxes are of one size, whatever was written.
    """

    __tablename__ = "agreement_review"

    sheet_id: str = Field(sa_column=_key("answer_sheet.id", primary_key=True))
    agreement_id: str = Field(sa_column=_key("agreement.id", primary_key=True))
    review_box: bytes = Field(sa_column=_box())


class PublishedSet(SQLModel, table=True):
    """A question set published without a release of the program. Never changes."""

    __tablename__ = "published_set"
    __table_args__ = (CheckConstraint("version >= 1", name="versions_count_from_one"),)

    id: str = Field(primary_key=True, max_length=63)
    version: int = Field(primary_key=True)
    body: str = Field(sa_column=Column(Text, nullable=False))
    published_at: int = Field(sa_column=_time())
