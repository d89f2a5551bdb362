"""A link ready to pass on: QR code, written messages and their mail and SMS addresses."""

from __future__ import annotations

from urllib.parse import quote

import segno
from markupsafe import Markup
from starlette.requests import Request

from app.domain.answers import minutes_to_answer
from app.i18n import Translator
from app.links import show_code
from app.web.context import base_url, link
from app.web.seat_pages import Message, Shared


def invitation(
    request: Request,
    t: Translator,
    *,
    token: str,
    code: str,
    role: str,
    title: str,
    place: str,
    leads: bool,
    statements: int,
) -> Shared:
    """An invitation to a seat, with a message to the person who should take it.

    ``statements`` is how many the parties are to answer, 0 when they have; ``leads`` when it is
    to the facilitator.
    """
    address = link(request, token)
    what_for = ""
    if statements and not leads:
        what_for = t.ngettext(
            "Each of you answers %(n)s statement alone, and nobody sees the answers until "
            "everyone has handed in. Then you talk about what you see differently.",
            "Each of you answers %(n)s statements alone, and nobody sees the answers until "
            "everyone has handed in. Then you talk about what you see differently.",
            statements,
        )
        takes = minutes_to_answer(statements)
        what_for += " " + t.ngettext(
            "Answering takes about %(n)s minute.", "Answering takes about %(n)s minutes.", takes
        )
    elif statements:
        what_for = t.gettext(
            "You lead the conversation. The parties answer alone first, and nobody sees the "
            "answers until everyone has handed in."
        )
    text = t.gettext(
        "You are invited as %(role)s to “%(title)s” for %(place)s.%(what_for)s\n\n"
        "Open the link and press the button to take your seat. It works once:\n%(link)s\n\n"
        "Or go to %(base)s and type the code %(code)s.",
        role=role,
        title=title,
        place=place,
        what_for=f"\n\n{what_for}" if what_for else "",
        link=address,
        base=base_url(request),
        code=show_code(code),
    )
    subject = t.gettext("Invitation: %(title)s", title=title)
    return _shared(address, code, subject, text)


def own(request: Request, t: Translator, *, token: str, code: str, title: str) -> Shared:
    """The seat's own link, to send to oneself."""
    address = link(request, token)
    text = t.gettext(
        "This is my own link to “%(title)s”. It opens my answers, so I keep it to myself:\n"
        "%(link)s\n\nCode: %(code)s",
        title=title,
        link=address,
        code=show_code(code),
    )
    return _shared(address, code, t.gettext("My link: %(title)s", title=title), text)


def new_round(request: Request, t: Translator, *, number: int, title: str, place: str) -> Message:
    """Word to the others that a new round is open; each has a link of their own."""
    text = t.gettext(
        "Round %(number)s of “%(title)s” for %(place)s is open.\n\n"
        "Use your own link, the same one as last time. On the phone you answered with last time, "
        "you can also go to %(base)s.",
        number=number,
        title=title,
        place=place,
        base=base_url(request),
    )
    subject = t.gettext("Round %(number)s: %(title)s", number=number, title=title)
    return Message(text, *_addresses(subject, text))


def _addresses(subject: str, text: str) -> tuple[str, str]:
    """The mail's and the SMS's address, with the message in them."""
    return f"mailto:?subject={quote(subject)}&body={quote(text)}", f"sms:?&body={quote(text)}"


def _shared(address: str, code: str, subject: str, text: str) -> Shared:
    mail, sms = _addresses(subject, text)
    return Shared(
        link=address,
        code=show_code(code),
        qr=Markup(  # noqa: S704 - drawn by segno, nothing of the user's in it
            segno.make(address, error="m", micro=False).svg_inline(
                border=4, light="#fff", dark="#000", omitsize=True, svgclass="qr", lineclass=None
            )
        ),
        mail=mail,
        sms=sms,
        text=text,
    )
