"""Reading a posted form: text fields only, whatever else was sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request


class Form:
    """A posted form's text fields. A field sent twice counts by its last value."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        """The field's text, without edges; empty when it was not sent."""
        return self._fields.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        """Whether a checkbox was sent."""
        return bool(self.text(name))


async def _read(request: Request) -> Form:
    async with request.form(max_files=0, max_fields=2000) as data:
        return Form({name: value for name, value in data.multi_items() if isinstance(value, str)})


Posted = Annotated[Form, Depends(_read)]
"""A route's parameter of this type is the posted form."""
