"""What pydantic finds wrong with the shape of a document or a request, in words of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import N_

_OBJECT = N_("This must be an object: { … }.")
_LIST = N_("This must be a list: [ … ].")
_WHOLE = N_("This must be a whole number.")
_TIME = N_("This must be a time such as 2026-11-22T12:00:00Z.")

MESSAGES: Mapping[str, str] = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("There is no such field. Check the spelling."),
    "json_invalid": N_("This is not JSON."),
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "string_type": N_("This must be text in quotation marks."),
    "string_unicode": N_("This holds half a character. Type the text again."),
    "string_too_short": N_("This is empty."),
    "string_too_long": N_("This is too long: at most %(max_length)s characters."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": N_("This must be true or false."),
    "greater_than_equal": N_("This must be at least %(ge)s."),
    "less_than_equal": N_("This must be at most %(le)s."),
    "literal_error": N_("This must be one of: %(expected)s."),
    "too_short": N_("There are too few: at least %(min_length)s are needed."),
    "too_long": N_("There are too many: at most %(max_length)s are allowed."),
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "datetime_parsing": _TIME,
    "timezone_aware": _TIME,
    "time": _TIME,
    "name_length": N_("Use 1 to %(most)s characters."),
    "name_signs": N_("Use only signs that can be read."),
}
"""By pydantic's types, and by those that our own bodies raise (``app/web/api_bodies.py``)."""

OTHERWISE = N_("This is not as it should be.")


def words(kind: str, context: Mapping[str, Any]) -> tuple[str, dict[str, str | int]]:
    """A gettext id with what fills its places; a general one for a type that has none."""
    message = MESSAGES.get(kind, OTHERWISE)
    return message, {
        name: value if isinstance(value, int) else _plain(str(value))
        for name, value in context.items()
        if f"%({name})s" in message
    }


def _plain(choices: str) -> str:
    """``'nb', 'nn' or 'en'`` without what is English in it."""
    return choices.replace("'", "").replace(" or ", ", ")
