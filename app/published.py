"""Question sets published while the program runs, beside those it came with.

A version never changes once published. Where the database and the program both have one, the
database's words stand: rounds have been answered on them.
"""

from __future__ import annotations

import json
import re

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from app.domain.errors import UnknownQuestionSet, VersionExists
from app.domain.question_set import CODE_PATTERN, HIGHEST_VERSION, QuestionSet
from app.domain.question_set_problems import (
    QuestionSetProblems,
    find_version_problems,
    parse,
)
from app.models import PublishedSet
from app.questions.catalogue import Catalogue
from app.questions.reading import read_question_set


def publish(session: Session, catalogue: Catalogue, document: object, now: int) -> QuestionSet:
    """Publish a new version, for good. ``now`` is in microseconds since 1970.

    Raises as :func:`check` does.
    """
    new = check(session, catalogue, document)
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    session.add(PublishedSet(id=new.id, version=new.version, body=body, published_at=now))
    try:
        session.flush()
    except IntegrityError:
        raise _exists(new) from None
    return new


def check(session: Session, catalogue: Catalogue, document: object) -> QuestionSet:
    """The set in a document that may be published.

    Raises :class:`QuestionSetProblems` with every fault, among them those against earlier
    versions, and :class:`VersionExists`.
    """
    new = parse(document)
    published = versions(session, catalogue, new.id)
    if any(old.version == new.version for old in published):
        raise _exists(new)
    if problems := find_version_problems(new, published):
        raise QuestionSetProblems(problems)
    return new


def find(
    session: Session, catalogue: Catalogue, set_id: str, version: int | None = None
) -> QuestionSet:
    """One version of a set, the latest unless told. Raises :class:`UnknownQuestionSet`."""
    if version is None:
        version = _latest(session, catalogue).get(set_id, 0)
    key = (set_id, version)
    if key not in catalogue.kept:
        stored = _stored(session, set_id, version)
        if stored is not None:
            catalogue.kept[key] = read_question_set(stored)
        elif key in catalogue.bundled:
            catalogue.kept[key] = catalogue.bundled[key].question_set
        else:
            raise UnknownQuestionSet
    return catalogue.kept[key]


def raw(session: Session, catalogue: Catalogue, set_id: str, version: int) -> str:
    """The JSON text of a version, as published. Raises :class:`UnknownQuestionSet`."""
    stored = _stored(session, set_id, version)
    if stored is not None:
        return stored
    if (set_id, version) in catalogue.bundled:
        return catalogue.bundled[set_id, version].body
    raise UnknownQuestionSet


def offered(session: Session, catalogue: Catalogue) -> list[QuestionSet]:
    """The latest version of each set: those the program came with first, then by id."""
    bundled = {set_id for set_id, _ in catalogue.bundled}
    latest = _latest(session, catalogue)
    order = sorted(latest, key=lambda set_id: (set_id not in bundled, set_id))
    return [find(session, catalogue, set_id, latest[set_id]) for set_id in order]


def versions(session: Session, catalogue: Catalogue, set_id: str) -> list[QuestionSet]:
    """Every version of a set, oldest first; none for an unknown id."""
    numbers = {old.version for old in catalogue.versions(set_id)}
    numbers.update(
        session.exec(select(PublishedSet.version).where(PublishedSet.id == set_id)).all()
    )
    return [find(session, catalogue, set_id, number) for number in sorted(numbers)]


def _exists(new: QuestionSet) -> VersionExists:
    return VersionExists(params={"id": new.id, "version": new.version})


def _latest(session: Session, catalogue: Catalogue) -> dict[str, int]:
    """Set id to its highest version."""
    highest = func.max(col(PublishedSet.version))
    rows = session.exec(select(PublishedSet.id, highest).group_by(col(PublishedSet.id))).all()
    latest = dict(rows)
    for set_id, version in catalogue.bundled:
        latest[set_id] = max(version, latest.get(set_id, 0))
    return latest


def _stored(session: Session, set_id: str, version: int) -> str | None:
    """A body from the database, which is asked only for what it could hold."""
    if not re.fullmatch(CODE_PATTERN, set_id) or not 1 <= version <= HIGHEST_VERSION:
        return None
    stored = session.get(PublishedSet, (set_id, version))
    return None if stored is None else stored.body
