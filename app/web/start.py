"""The start page: open a dialogue, or get to a seat with a short code."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from app import holders, published
from app.content.municipalities import suggestions
from app.domain.errors import Claimed, DomainError, UnknownCredential
from app.domain.question_set import QuestionSet
from app.domain.round_state import FACILITATOR
from app.i18n import Translator
from app.links import is_misread, read_code
from app.web import access, invitations, opening
from app.web.api_bodies import OpenDialogue
from app.web.context import client, language_cookie, parts
from app.web.entering import back_to_own_seat, enter, open_seat
from app.web.forms import Posted
from app.web.limits import CODE, CODE_ALL
from app.web.rendering import render
from app.web.seat_pages import OpenForm, RoleChoice, SetChoice, StartPage

router = APIRouter(include_in_schema=False)

USUAL = "usual"
"""Who opens the answers unless somebody chooses: the facilitator in a round that has one."""


@router.get("/")
def start(request: Request) -> Response:
    """What this is, a form to open a dialogue, and a field for a short code."""
    return _page(request, access.reader(request), wanted=request.query_params.get("set"))


@router.post("/dialogues")
def open_dialogue(request: Request, form: Posted) -> Response:
    """Open a dialogue; the opener's own seat is taken in the same act."""
    t = access.reader(request)
    own_role = form.text("own_role")
    facilitator = form.ticked("facilitator") or own_role == FACILITATOR
    release = form.text("release") or USUAL
    filled: dict[str, Any] = {
        "municipality": form.text("municipality"),
        "question_set": form.text("question_set"),
        "release": release if release != USUAL else "facilitator" if facilitator else "automatic",
        "facilitator": facilitator,
        "language": form.text("language") or t.language,
    }
    errors: dict[str, str] = {}
    try:
        wanted = OpenDialogue.model_validate(filled)
        opened = opening.open_dialogue(request, wanted, own_role or None, as_usual=release == USUAL)
    except ValidationError as error:
        errors = {str(fault["loc"][0]): _fault(t, str(fault["loc"][0])) for fault in error.errors()}
    except DomainError as error:
        if error.status == 429:
            raise
        name = "own_role" if error.status == 403 else "question_set"
        errors = {name: _fault(t, name)}
    if errors:
        return _page(
            request,
            t,
            wanted=filled["question_set"],
            form=OpenForm(
                municipality=filled["municipality"][:200],
                own_role=own_role,
                facilitator=form.ticked("facilitator"),
                release=release,
                language=filled["language"],
                errors=errors,
            ),
            status=422,
        )
    response = RedirectResponse("/opened", status_code=303)
    invitations.keep(
        request,
        response,
        invitations.Kept(
            municipality=wanted.municipality,
            question_set=(opened.question_set.id, opened.question_set.version),
            own_role=opened.own.role if opened.own else None,
            issued=opened.issued,
        ),
    )
    if opened.own:
        access.remember(request, response, opened.own.token)
        # What was chosen is the invitations' language; the opener goes on in this page's.
        if wanted.language != t.language and (cookie := language_cookie(request, t.language)):
            response.headers.append("set-cookie", cookie)
    return response


@router.post("/code")
def by_code(request: Request, form: Posted) -> Response:
    """Get to a seat with its short code, or to an invitation with the invitation's."""
    t = access.reader(request)
    parts(request).limits.hit(CODE, client(request))
    typed = form.text("code")
    code = read_code(typed)
    if code is None:
        problem = (
            t.gettext("No code has 0, 1, I, L, O or U in it. Check each character.")
            if is_misread(typed)
            else t.gettext("A code has eight letters and digits, such as K7WM-3PXQ.")
        )
        return _page(request, t, code=typed[:40], code_error=problem, status=422)
    # Before anything is looked up: past the limit a right code is refused as a wrong one is.
    parts(request).limits.check(CODE_ALL)
    pepper = parts(request).settings.secret_key
    try:
        with parts(request).store.reading() as session:
            token = holders.token_of_code(session, code, pepper)
            return enter(request, session, holders.identify(session, token))
    except Claimed as used:
        with parts(request).store.reading() as session:
            return back_to_own_seat(request, session, used)
    except UnknownCredential:
        # Counted only here: what is no code at all must not lock out those who have one.
        parts(request).limits.hit(CODE_ALL)
        problem = t.gettext(
            "No seat has this code. Check each character, or ask for a new invitation."
        )
        return _page(request, t, code=typed[:40], code_error=problem, status=422)


def _fault(t: Translator, name: str) -> str:
    return {
        "municipality": t.gettext("Write the name of the municipality, at most 100 characters."),
        "question_set": t.gettext("Choose one of the question sets."),
        "own_role": t.gettext("Choose one of the roles."),
        "release": t.gettext("Choose who opens the answers."),
        "language": t.gettext("Choose one of the languages."),
    }.get(name, t.gettext("Some of what you sent is not valid."))


def _page(
    request: Request,
    t: Translator,
    *,
    wanted: str | None = None,
    form: OpenForm | None = None,
    code: str = "",
    code_error: str | None = None,
    status: int = 200,
) -> Response:
    with parts(request).store.reading() as session:
        sets = published.offered(session, parts(request).catalogue)
        chosen = next((each for each in sets if each.id == wanted), sets[0])
        page = StartPage(
            sets=tuple(_set(each, t, each is chosen) for each in sets),
            roles=(
                *(RoleChoice(r, opening.role_title(chosen, r, t)) for r in chosen.role_ids),
                RoleChoice(FACILITATOR, opening.role_title(chosen, FACILITATOR, t)),
            ),
            form=form or OpenForm(language=t.language),
            municipalities=suggestions(),
            open_seat=open_seat(request, session),
            code=code,
            code_error=code_error,
        )
    return render(request, "start.html", page, t, question_set=chosen, status=status)


def _set(question_set: QuestionSet, t: Translator, chosen: bool) -> SetChoice:
    spoken = question_set.language(t.language)
    return SetChoice(
        id=question_set.id,
        title=question_set.title[spoken],
        description=question_set.description[spoken],
        statements=len(question_set.statements),
        chosen=chosen,
        lang=spoken,
    )
