"""One statement over the rounds that can be compared, from the third on."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import conversation, i18n, published
from app.domain.change import earlier_rows
from app.domain.errors import NoConsent, NotReleased
from app.trend import Then
from app.web import access, earlier
from app.web.comparing import ENOUGH_ROUNDS, EXPLORE_POLICY
from app.web.comparison_page import PATH
from app.web.context import parts, translator
from app.web.rendering import render
from app.web.trend_page import trend_page

router = APIRouter(include_in_schema=False)


@router.get("/comparison/over-time")
@router.get(f"{access.OF_EARLIER}/comparison/over-time")
def over_time(request: Request) -> Response:
    """The statement asked for (``?statement=``), else the first topic of the agenda."""
    try:
        with access.reading(request) as (session, holder):
            question_set = access.question_set_of(request, session, holder)
            merged = conversation.comparison(session, holder, question_set)
            past = earlier.past_rounds(request, session, holder)
            versions = published.versions(session, parts(request).catalogue, question_set.id)
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)
    back = f"{access.base_of(request)}{PATH}"
    if len(past.rounds) + 1 < ENOUGH_ROUNDS:
        return RedirectResponse(back, status_code=303)
    t = translator(request, holder.dialogue, question_set)
    spoken = question_set.language(t.language)
    words = i18n.translator(spoken)
    wanted = request.query_params.get("statement", "")
    rows = {row.statement: row for row in merged.rows}
    statement = wanted if wanted in rows else next(iter((*merged.agenda.topics, *rows)))
    rounds = [
        Then(
            each.number,
            each.opened_on,
            earlier_rows(question_set, each, versions)[statement],
        )
        for each in reversed(past.rounds)
    ]
    released_at = holder.round.released_at
    assert released_at is not None, "the comparison was read a moment ago"
    rounds.append(Then(holder.round.number, i18n.norwegian_day(released_at), rows[statement]))
    page = trend_page(
        question_set,
        statement,
        rounds,
        rows[statement],
        spoken,
        words,
        t,
        back,
        withheld=past.kept is not None,
    )
    response = render(request, "over_time.html", page, t, question_set=question_set)
    response.headers["content-security-policy"] = EXPLORE_POLICY
    return response
