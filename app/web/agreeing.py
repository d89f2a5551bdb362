"""What the conversation ends in: writing it down, changing it, confirming it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app import agreements, clock, conversation, merge, reviews
from app.content import notices
from app.content.guide import guide
from app.domain.agreements import ENDINGS, Agreement, Ending
from app.domain.errors import (
    AgreementChanged,
    AgreementsOver,
    DomainError,
    InvalidAgreement,
    NoConsent,
    NoSuchAgreement,
    NotReleased,
    TooManyAgreements,
)
from app.holders import Holder
from app.web import access
from app.web.agreements_page import (
    AgreementForm,
    AgreementsPage,
    OpenTopic,
    Readers,
    agreement_view,
    endings,
    open_topics,
    owners,
    standing,
    statement_choices,
)
from app.web.context import translator
from app.web.dates_page import DatesSent, date_errors, date_fields
from app.web.forms import Form, Posted
from app.web.rendering import render
from app.web.way import way

router = APIRouter(include_in_schema=False)

FIELDS = ("when", "then", "owner", "first_step", "date", "notice")


@router.get("/agreements")
@router.get(f"{access.OF_EARLIER}/agreements")
def overview(request: Request) -> Response:
    """All that was agreed, what is still open, and the dates."""
    return shown(request)


@router.get("/agreements/list")
def listed(request: Request) -> Response:
    """The part of the page that others may change meanwhile, for polling."""
    return shown(request, "_agreements.html")


@router.get("/agreements/new")
def new(request: Request) -> Response:
    """An empty form: for a topic of the agenda, or for something else."""
    with access.reading(request) as (session, holder):
        if holder.round.released_at is None:
            return RedirectResponse("/seat", status_code=303)
        agreements.check_may_write(holder, clock.now())
        question_set = access.question_set_of(request, session, holder)
        statement = request.query_params.get("statement")
        wanted = Agreement(
            _ending(request.query_params.get("ending")),
            statement if statement in question_set.by_id else None,
        )
        return _form(request, session, holder, wanted)


@router.post("/agreements/new")
def add(request: Request, form: Posted) -> Response:
    """Write what was agreed. A faulty form comes back with everything that was written."""
    wanted = _read(form)
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            question_set = access.question_set_of(request, session, holder)
            held = agreements.add(session, holder, question_set, wanted, clock.now())
    except (InvalidAgreement, TooManyAgreements) as refusal:
        with access.reading(request) as (session, holder):
            return _form(request, session, holder, wanted, refusal=refusal)
    return RedirectResponse(f"/agreements#{held.id}", status_code=303)


@router.get("/agreements/{agreement_id}")
def edit(request: Request, agreement_id: str) -> Response:
    """The form of one agreement as it stands; all there are where it has been removed."""
    try:
        with access.reading(request) as (session, holder):
            if holder.round.released_at is None:
                return RedirectResponse("/seat", status_code=303)
            agreements.check_may_write(holder, clock.now())
            held = agreements.find(session, holder, agreement_id)
            return _form(request, session, holder, held.agreement, held.id, held.version)
    except NoSuchAgreement as refusal:
        return shown(request, refusal=refusal)


@router.post("/agreements/{agreement_id}")
def change(request: Request, agreement_id: str, form: Posted) -> Response:
    """Change an agreement. One that others changed meanwhile is shown beside what was written."""
    wanted, version = _read(form), _version(form)
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            question_set = access.question_set_of(request, session, holder)
            agreements.change(
                session, holder, question_set, agreement_id, version, wanted, clock.now()
            )
    except (InvalidAgreement, AgreementChanged) as refusal:
        with access.reading(request) as (session, holder):
            return _form(request, session, holder, wanted, agreement_id, version, refusal=refusal)
    except NoSuchAgreement as refusal:
        # Removed by somebody else: what was written here can be saved as a new one.
        with access.reading(request) as (session, holder):
            return _form(request, session, holder, wanted, refusal=refusal)
    return RedirectResponse(f"/agreements#{agreement_id}", status_code=303)


@router.post("/agreements/{agreement_id}/{act}")
def act(request: Request, agreement_id: str, act: str, form: Posted) -> Response:
    """Confirm it for the own party, take that back, or remove it."""
    if act not in {"confirm", "unconfirm", "remove"}:
        raise HTTPException(404)
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            if act == "confirm":
                now = clock.now()
                agreements.confirm(session, holder, agreement_id, _version(form), now)
            elif act == "unconfirm":
                agreements.unconfirm(session, holder, agreement_id)
            else:
                agreements.remove(session, holder, agreement_id, _version(form))
    except (AgreementChanged, NoSuchAgreement) as refusal:
        return shown(request, refusal=refusal)
    return RedirectResponse(f"/agreements#{agreement_id}", status_code=303)


def shown(
    request: Request,
    template: str = "agreements.html",
    *,
    dates: DatesSent | None = None,
    refusal: DomainError | None = None,
) -> Response:
    """The page, or its part that changes. ``dates`` are some that could not be set."""
    try:
        with access.reading(request) as (session, holder):
            check_may_read(session, holder)
            for_ = _readers(request, session, holder)
            page = _page(session, holder, for_, dates, refusal, access.base_of(request))
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)
    status = refusal.status if refusal else 422 if page.date_errors else 200
    return render(request, template, page, for_.t, question_set=for_.question_set, status=status)


def check_may_read(session: Session, holder: Holder) -> None:
    """Refuse what is agreed before release, and to a facilitator not every party let in."""
    if holder.round.released_at is None:
        raise NotReleased
    if holder.is_facilitator and not merge.may_read_comparison(session, holder):
        raise NoConsent


def _readers(request: Request, session: Session, holder: Holder) -> Readers:
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    return Readers(
        question_set=question_set,
        spoken=question_set.language(t.language),
        t=t,
        words=guide(t.language),
        role=holder.seat.role,
        today=clock.today(clock.now()),
    )


def _page(
    session: Session,
    holder: Holder,
    for_: Readers,
    dates: DatesSent | None,
    refusal: DomainError | None,
    base: str = "",
) -> AgreementsPage:
    held = agreements.of_round(session, holder)
    topics: tuple[OpenTopic, ...] = ()
    if merge.may_read_comparison(session, holder):
        agenda = conversation.comparison(session, holder, for_.question_set).agenda
        topics = open_topics(agenda, held, for_)
    t = for_.t
    stands = conversation.dates(holder)
    party = not holder.is_facilitator and not base
    over = party and for_.today >= holder.round.agreements_delete_on
    return AgreementsPage(
        seat=holder.identity,
        municipality=holder.dialogue.municipality,
        title=for_.question_set.title[for_.spoken],
        may_write=party and not over,
        earlier=bool(base),
        over=t.gettext(AgreementsOver.message) if over else "",
        words=for_.words,
        topics=topics,
        endings=endings(for_.words),
        agreements=tuple(agreement_view(each, for_) for each in held),
        many=sum(each.agreement.ending == "agree" for each in held)
        > for_.words.agreement_form.most,
        dates=date_fields(
            stands,
            dates,
            for_.words,
            t,
            today=for_.today,
            kept_until="" if holder.round.closed_at else holder.round.delete_on,
        ),
        date_errors=date_errors(stands, dates, t),
        deletion=notices.agreements_deletion(t.language, t.date(holder.round.agreements_delete_on)),
        error=t.gettext(refusal.message) if refusal else None,
        way=way(session, holder, t, "agreements", base=base),
        last_href=_last_time(session, holder) if party else "",
    )


def _last_time(session: Session, holder: Holder) -> str:
    """The page of the round whose agreements were the last, before this one."""
    last = reviews.last_agreements(session, holder)
    return f"/rounds/{last[0].round}/agreements" if last else ""


def _form(
    request: Request,
    session: Session,
    holder: Holder,
    wanted: Agreement,
    agreement_id: str = "",
    version: int = 0,
    *,
    refusal: DomainError | None = None,
) -> Response:
    """The form, empty, as saved, or with what was refused; with what stands now beside it."""
    for_ = _readers(request, session, holder)
    t = for_.t
    reads_now = None
    if isinstance(refusal, AgreementChanged):
        held = agreements.find(session, holder, agreement_id)
        reads_now, version = standing(held, for_), held.version
    errors: list[dict[str, Any]] = refusal.extra.get("errors", []) if refusal else []
    page = AgreementForm(
        seat=holder.identity,
        municipality=holder.dialogue.municipality,
        title=for_.question_set.title[for_.spoken],
        id=agreement_id,
        version=version,
        words=for_.words,
        ending=wanted.ending,
        endings=endings(for_.words),
        agreement=wanted,
        owners=owners(for_),
        statements=statement_choices(for_),
        standing=reads_now,
        errors={
            each["path"]: t.gettext(message, **each["params"])
            for each in errors
            for message in [each["message"]]
        },
        error=t.gettext(refusal.message, **refusal.params) if refusal else None,
    )
    return render(
        request,
        "agreement.html",
        page,
        t,
        question_set=for_.question_set,
        status=refusal.status if refusal else 200,
    )


def _read(form: Form) -> Agreement:
    """What was written; a field that was not sent is empty."""
    return Agreement(
        _ending(form.text("ending")),
        form.text("statement") or None,
        **{name: form.text(name) for name in FIELDS},
    )


def _ending(text: str | None) -> Ending:
    return next((ending for ending in ENDINGS if ending == text), "agree")


def _version(form: Form) -> int:
    text = form.text("version")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
