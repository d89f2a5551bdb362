"""When the parties meet again: setting the dates, and taking them into one's calendar."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app import calendars, clock, conversation
from app.content.guide import guide
from app.domain.agreements import is_date
from app.domain.errors import DatesChanged
from app.web import access
from app.web.agreeing import check_may_read, shown
from app.web.context import base_url, translator
from app.web.dates_page import DatesSent
from app.web.downloads import attachment
from app.web.forms import Posted

router = APIRouter(include_in_schema=False)

DATES = ("check_in", "next_round")


@router.post("/agreements/dates")
def set_dates(request: Request, form: Posted) -> Response:
    """Set the dates that were changed, or take them away.

    What is no date comes back to be mended, and what somebody else has changed meanwhile to be
    looked at.
    """
    sent = {name: form.text(name) for name in DATES if name in form.names}
    read = {name: form.text(f"{name}.was") for name in sent}
    if any(day and not is_date(day) for day in sent.values()):
        with access.writing(request, form.text("seat")) as (session, holder):
            stands = conversation.dates(holder)
        return shown(request, dates=DatesSent(replace(stands, **sent), replace(stands, **read)))
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            conversation.change_dates(session, holder, sent, read, clock.now())
    except DatesChanged as refusal:
        with access.reading(request) as (session, holder):
            stands = conversation.dates(holder)
            mended = conversation.settled_dates(holder, sent, read)
        twice = {name for name, day in mended.items() if day is None}
        wanted = {name: sent[name] if day is None else day for name, day in mended.items()}
        return shown(
            request, dates=DatesSent(replace(stands, **wanted), stands, twice), refusal=refusal
        )
    return RedirectResponse("/agreements#dates", status_code=303)


@router.get("/agreements/dates")
def lead_to_dates() -> Response:
    """Where the form is, for whoever reloads its answer or changes the language there."""
    # The address alone would be taken for that of an agreement.
    return RedirectResponse("/agreements#dates", status_code=303)


@router.get("/agreements/{occasion}.ics")
def calendar(request: Request, occasion: str) -> Response:
    """A date as a file for a calendar. Says that there is a talk, not what was agreed."""
    with access.reading(request) as (session, holder):
        check_may_read(session, holder)
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        dates = conversation.dates(holder)
    days = {"check-in": dates.check_in, "next-round": dates.next_round}
    if not days.get(occasion):
        raise HTTPException(404)
    follow_up = guide(t.language).follow_up
    words = follow_up.check_in if occasion == "check-in" else follow_up.new_round
    entry = calendars.Entry(
        uid=f"{occasion}-{holder.dialogue.id}-{holder.round.number}@samspill",
        day=days[occasion],
        title=f"Samspill {holder.dialogue.municipality}: {words.title}",
        text=words.on_the_day,
        url=base_url(request),
    )
    return Response(
        calendars.calendar(entry, now=clock.now(), since=holder.round.opened_at),
        media_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers=attachment("ics", holder.dialogue.municipality, words.title),
    )
