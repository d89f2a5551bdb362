"""The opened comparison: the page, the map to explore, and files to take along."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app import clock, consent, conversation, holders, i18n
from app.charts.since import no_last_words
from app.content import notices
from app.domain.comparison import Comparison
from app.domain.errors import NoConsent, NotReleased
from app.domain.question_set import Language, QuestionSet
from app.exports import Meta, to_csv, to_json, to_xlsx
from app.holders import Holder
from app.i18n import Translator
from app.web import access, earlier
from app.web.comparison_page import comparison_page
from app.web.context import translator
from app.web.downloads import attachment
from app.web.earlier import Earlier
from app.web.explore_page import explore_page
from app.web.middleware import CONTENT_SECURITY_POLICY
from app.web.rendering import render
from app.web.way import way

router = APIRouter(include_in_schema=False)

EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The hash of an empty style element: Plotly makes one and fills it through the CSSOM."""

EXPLORE_POLICY = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'", f"style-src 'self' {EMPTY_STYLE}"
).replace("img-src 'self'", "img-src 'self' blob:")
"""``blob:`` since the picture to take along is drawn from one that Plotly makes."""

Make = Callable[[QuestionSet, Comparison, Language, Translator, Meta], bytes]

EXPORTS: dict[str, tuple[Make, str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (to_json, "application/json"),
}


ENOUGH_ROUNDS = 3
"""Readable rounds that make a line worth looking at, this one included."""


@router.get("/comparison")
@router.get(f"{access.OF_EARLIER}/comparison")
def comparison(request: Request) -> Response:
    """The comparison; a seat that may not see it yet goes where it belongs."""
    try:
        with access.reading(request) as (session, holder):
            question_set = access.question_set_of(request, session, holder)
            merged = conversation.comparison(session, holder, question_set)
            t = translator(request, holder.dialogue, question_set)
            stops = way(session, holder, t, "comparison", base=access.base_of(request))
            before = earlier.beside(request, session, holder, question_set, merged)
            several = holder.round.number > 1 or holders.later_round(session, holder)
            rounds_listed = several and not holder.is_facilitator
            is_now = not access.base_of(request)
            own_word = consent.own_word(session, holder) if is_now else None
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)
    spoken = question_set.language(t.language)
    page = comparison_page(
        question_set,
        merged,
        spoken,
        i18n.translator(spoken),
        request.query_params.get("category"),
        unfolded="unfolded" in request.query_params,
        municipality=holder.dialogue.municipality,
        opened=t.day(holder.round.released_at) if holder.round.released_at else "",
        honesty=tuple(
            line.text for line in notices.honesty(len(question_set.roles), t.language).lines
        ),
        chosen=conversation.is_chosen(holder),
        way=stops,
        path=f"{access.base_of(request)}/comparison",
        changes=before.changes,
        last=earlier.last_words(before, question_set, t),
        no_last=no_last_words(before.none_held, t),
        reader=t,
        over_time=len(before.past.rounds) + 1 >= ENOUGH_ROUNDS,
        rounds_listed=rounds_listed,
        keeps_facilitator_out=own_word is False,
    )
    return render(request, "comparison.html", page, t, question_set=question_set)


@router.get("/comparison/explore")
@router.get(f"{access.OF_EARLIER}/comparison/explore")
def explore(request: Request) -> Response:
    """The map of all statements, for looking around."""
    try:
        holder, question_set, merged, _ = _merged(request)
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)
    t = translator(request, holder.dialogue, question_set)
    spoken = question_set.language(t.language)
    base = access.base_of(request)
    page = explore_page(
        question_set,
        merged,
        spoken,
        i18n.translator(spoken),
        f"{base}/comparison",
        past=holder.round.number if base else 0,
    )
    response = render(request, "explore.html", page, t, question_set=question_set)
    response.headers["content-security-policy"] = EXPLORE_POLICY
    return response


@router.get("/comparison/export.{kind}")
@router.get(f"{access.OF_EARLIER}/comparison/export.{{kind}}")
def export(request: Request, kind: str) -> Response:
    """The comparison as a file, shut until release like everything else."""
    if kind not in EXPORTS:
        raise HTTPException(404)
    make, media_type = EXPORTS[kind]
    holder, question_set, merged, before = _merged(request)
    t = translator(request, holder.dialogue, question_set)
    meta = Meta(
        dialogue=holder.dialogue.id,
        round=holder.round.number,
        opened=clock.to_datetime(holder.round.released_at) if holder.round.released_at else None,
        about={
            t.gettext("Municipality"): holder.dialogue.municipality,
            t.gettext("Question set"): question_set.title[question_set.language(t.language)],
            t.gettext("Answers are deleted on"): t.date(holder.round.delete_on),
        },
        changes=before.changes or {},
    )
    body = make(question_set, merged, question_set.language(t.language), t, meta)
    return Response(
        body,
        media_type=media_type,
        headers=attachment(
            kind,
            holder.dialogue.municipality,
            t.gettext("Round %(number)s", number=holder.round.number),
        ),
    )


def _merged(request: Request) -> tuple[Holder, QuestionSet, Comparison, Earlier]:
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        merged = conversation.comparison(session, holder, question_set)
        before = earlier.beside(request, session, holder, question_set, merged, shared=True)
        return holder, question_set, merged, before
