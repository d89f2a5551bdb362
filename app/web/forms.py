"""Reading a posted form: text fields only, whatever else was sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException


class Form:
    """A posted form's text fields. A field sent twice counts by its last value."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    @property
    def names(self) -> list[str]:
        """The fields that were sent, in the order of the page."""
        return [*self._fields]

    def text(self, name: str) -> str:
        """The field's text, without edges; empty when it was not sent."""
        return self._fields.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        """Whether a checkbox was sent."""
        return bool(self.text(name))


FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


async def _read(request: Request) -> Form:
    kind, options = parse_options_header(request.headers.get("content-type"))
    charset = options.get(b"charset", b"utf-8").lower()
    if (kind and kind.decode("latin-1") not in FORM_TYPES) or charset != b"utf-8":
        # No form of ours is sent otherwise, and Python knows stranger codecs than browsers do.
        raise HTTPException(400)
    async with request.form(max_files=0, max_fields=2000) as data:
        form = Form({name: value for name, value in data.multi_items() if isinstance(value, str)})
    request.state.posted = form
    return form


def posted(request: Request) -> Form | None:
    """The form that came with a request, once a route has read it; ``None`` before."""
    form: Form | None = getattr(request.state, "posted", None)
    return form


Posted = Annotated[Form, Depends(_read)]
"""A route's parameter of this type is the posted form."""
