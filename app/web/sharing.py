"""A link ready to pass on: QR code, written messages and their mail and SMS addresses."""

from __future__ import annotations

from urllib.parse import quote

import segno
from markupsafe import Markup
from starlette.requests import Request

from app.i18n import Translator
from app.links import show_code
from app.web.context import base_url, link
from app.web.seat_pages import Shared


def invitation(
    request: Request, t: Translator, *, token: str, code: str, role: str, title: str, place: str
) -> Shared:
    """An invitation to a seat, with a message to the person who should take it."""
    address = link(request, token)
    text = t.gettext(
        "You are invited as %(role)s to “%(title)s” for %(place)s.\n\n"
        "Open the link and press the button to take your seat. It works once:\n%(link)s\n\n"
        "Or go to %(base)s and type the code %(code)s.",
        role=role,
        title=title,
        place=place,
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


def _shared(address: str, code: str, subject: str, text: str) -> Shared:
    return Shared(
        link=address,
        code=show_code(code),
        qr=Markup(  # noqa: S704 - drawn by segno, nothing of the user's in it
            segno.make(address, error="m", micro=False).svg_inline(
                border=4, light="#fff", dark="#000", omitsize=True, svgclass="qr", lineclass=None
            )
        ),
        mail=f"mailto:?subject={quote(subject)}&body={quote(text)}",
        sms=f"sms:?&body={quote(text)}",
        text=text,
    )
