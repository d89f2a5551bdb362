"""Looking back: how the last agreements went, and the rounds before this one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import clock, holders, merge, reviews, rounds, sheets
from app.content import notices
from app.content.guide import guide
from app.domain.errors import (
    AgreementsForgotten,
    DomainError,
    HandedIn,
    InvalidReview,
    NotYourSeat,
    ReviewChanged,
)
from app.domain.reviews import VERDICTS, Review
from app.domain.round_state import State
from app.holders import Holder
from app.i18n import Translator
from app.web import access
from app.web.context import parts, translator
from app.web.forms import Form, Posted
from app.web.next_round_page import (
    LastTime,
    LastTimePage,
    RoundLink,
    RoundsPage,
    RoundView,
    review_words,
    to_review,
)
from app.web.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/last-time")
def last_time(request: Request) -> Response:
    """The last agreements, and what the reader says of them; before answering."""
    with access.reading(request) as (session, holder):
        sheet = sheets.sheet_of(session, holder.round, holder.seat)
        if not sheets.may_begin_sheet(holder) or (sheet and sheet.handed_in_at is not None):
            return RedirectResponse("/seat", status_code=303)
        if not reviews.last_agreements(session, holder):
            return RedirectResponse("/answer", status_code=303)
        own = reviews.own(session, holder)
        return _last_time(request, session, holder, own, own)


@router.post("/last-time")
def say(request: Request, form: Posted) -> Response:
    """Keep what the reader says of them, and go on to the answers."""
    named = dict.fromkeys(name.partition(".")[0] for name in form.names if "." in name)
    said = {each: _review(form, each) for each in named}
    read = {each: _review(form, each, ".was") for each in named}
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            reviews.save(session, holder, said, read)
    except HandedIn:
        with access.reading(request) as (session, holder):
            changed = {each: review for each, review in said.items() if review != read[each]}
            if not reviews.is_saved(session, holder, changed):
                raise
        return RedirectResponse("/waiting", status_code=303)
    except InvalidReview as refusal:
        with access.reading(request) as (session, holder):
            return _last_time(request, session, holder, said, read, refusal)
    except ReviewChanged as refusal:
        with access.reading(request) as (session, holder):
            stands = reviews.own(session, holder)
            both = {each: reviews.settled(said, read, stands, each) for each in said}
            mended = {each: review or said[each] for each, review in both.items()}
            twice = {each for each, review in both.items() if review is None}
            return _last_time(request, session, holder, mended, stands, refusal, twice)
    return RedirectResponse("/answer", status_code=303)


@router.get("/rounds")
def overview(request: Request) -> Response:
    """The dialogue's rounds with what can still be read of each."""
    with access.reading(request) as (session, holder):
        if holder.is_facilitator:
            raise NotYourSeat
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        page = RoundsPage(
            seat=holder.identity,
            municipality=holder.dialogue.municipality,
            title=question_set.title[question_set.language(t.language)],
            rounds=tuple(
                _view(request, session, each, t, current=each is holder)
                for each in (holder, *holders.earlier_rounds(session, holder))
            ),
        )
    return render(request, "rounds.html", page, t, question_set=question_set)


@router.post("/rounds/{number}/erase")
def erase(request: Request, number: int, form: Posted) -> Response:
    """Delete the own answers in an earlier round for good; that closes it for everyone."""
    if form.ticked("confirm"):
        with access.writing(request, form.text("seat"), forget=True) as (session, holder):
            if holder.is_facilitator:
                raise NotYourSeat
            earlier = holders.in_earlier_round(session, holder, number)
            if earlier.round.closed_at is None:
                rounds.erase(session, earlier, clock.now())
    return RedirectResponse(f"/rounds#round-{number}", status_code=303)


def _review(form: Form, agreement: str, which: str = "") -> Review:
    """What the form says of an agreement, or with ``.was`` what its page said before."""
    chosen = form.text(f"{agreement}.verdict{which}")
    verdict = next((each for each in VERDICTS if each == chosen), None)
    return Review(verdict, form.text(f"{agreement}.line{which}"))


def _last_time(
    request: Request,
    session: Session,
    holder: Holder,
    said: Mapping[str, Review],
    read: Mapping[str, Review],
    refusal: DomainError | None = None,
    twice: Collection[str] = (),
) -> Response:
    """The page; ``read`` is what its form takes to stand, ``twice`` was said elsewhere as well."""
    held = reviews.last_agreements(session, holder)
    if not held:  # deleted while this was under way
        raise AgreementsForgotten
    then = holders.in_earlier_round(session, holder, held[0].round)
    question_set = access.question_set_of(request, session, then)
    t = translator(request, holder.dialogue, question_set)
    spoken = question_set.language(t.language)
    faults = refusal.extra.get("errors", []) if refusal else []
    errors = {
        fault["path"].rpartition(".")[0]: t.gettext(message, **fault["params"])
        for fault in faults
        for message in [fault["message"]]
    }
    endings = {each.id: each.agreement.ending for each in held}
    errors |= {
        each: t.gettext("Saved meanwhile: %(said)s", said=review_words(stands, endings[each], t))
        for each in twice
        for stands in [read.get(each, Review())]
    }
    page = LastTimePage(
        seat=holder.identity,
        municipality=holder.dialogue.municipality,
        title=question_set.title[spoken],
        agreed_on=t.day(then.round.released_at) if then.round.released_at else "",
        agreements=to_review(
            LastTime(question_set, held, said, read),
            spoken,
            {each.id: each.title for each in guide(t.language).topic_endings},
            errors,
            t,
        ),
        said=bool(reviews.own(session, holder)),
        error=t.gettext(refusal.message) if refusal else None,
    )
    return render(
        request,
        "last_time.html",
        page,
        t,
        question_set=question_set,
        status=refusal.status if refusal else 200,
    )


def _view(
    request: Request, session: Session, holder: Holder, t: Translator, *, current: bool
) -> RoundView:
    """One round as the list shows it; ``holder`` is the reader in that round."""
    question_set = access.question_set_of(request, session, holder)
    number, asked = holder.round.number, len(question_set.statements)
    state = rounds.state_of(holder.round, rounds.parties(session, holder, question_set).values())
    base = "" if current else f"/rounds/{number}"
    readable = merge.may_read_comparison(session, holder)
    opened = holder.round.released_at is not None
    stops = (
        (f"{base}/comparison", t.gettext("Comparison"), readable),
        (f"{base}/agreements", t.gettext("Agreements"), opened),
        (f"{base}/report" if readable else f"{base}/report/process", t.gettext("Report"), opened),
    )
    return RoundView(
        number=number,
        title=question_set.title[question_set.language(t.language)],
        opened=t.day(holder.round.opened_at),
        state=_state_words(state, holder, t),
        asked=t.ngettext("%(n)s statement", "%(n)s statements", asked)
        if holder.round.statements_box is None
        else t.ngettext(
            "%(n)s statement that was talked about",
            "%(n)s statements that were talked about",
            asked,
        ),
        links=tuple(RoundLink(href, title) for href, title, there in stops if there),
        may_erase=not current and readable,
        deletion=notices.deletion(
            t.language,
            delete_date=t.date(holder.round.delete_on),
            backup_days=parts(request).settings.backup_days,
        ).upcoming
        if state != "closed"
        else "",
    )


def _state_words(state: State, holder: Holder, t: Translator) -> str:
    if state == "closed":
        return t.gettext("The answers are deleted.")
    if holder.round.released_at is not None:
        return t.gettext(
            "The comparison was opened on %(day)s.", day=t.day(holder.round.released_at)
        )
    return t.gettext("Everyone has handed in.") if state == "ready" else t.gettext("Under way.")
