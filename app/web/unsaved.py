"""What somebody had written in a form that is refused: given back, so that it can be copied.

A form that can be mended comes back itself, filled in. This is for all that cannot: the round is
over, another seat is open, the link is dead, the server is busy (decision 9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.requests import Request

from app.content.guide import guide
from app.domain.agreements import TEXTS
from app.i18n import Translator
from app.web.context import route_of
from app.web.forms import Form, posted
from app.web.rendering import Written


def written(request: Request, t: Translator) -> tuple[Written, ...]:
    """The words of the form that was posted, each with its label; none where a form has none."""
    form = posted(request)
    words = WORDS_OF.get(route_of(request))
    if form is None or words is None:
        return ()
    return tuple(each for each in words(form, t) if each.text)


def _of_agreement(form: Form, t: Translator) -> Iterator[Written]:
    labels = {name: guide(t.language).agreement_form.field(name).label for name in TEXTS}
    if form.text("ending") == "look_into":
        labels["then"] = t.gettext("What do you want to find out?")
    elif form.text("ending") == "leave":
        labels["then"] = t.gettext("How will you live with it until then?")
    for name, label in labels.items():
        yield Written(label, form.text(name))


def _of_reviews(form: Form, t: Translator) -> Iterator[Written]:
    """By their numbers, since the agreements may be nothing that the reader may see any more."""
    lines = [name for name in form.names if name.endswith(".line")]
    for number, name in enumerate(lines, start=1):
        yield Written(t.gettext("On agreement %(num)s", num=number), form.text(name))


WORDS_OF: dict[str, Callable[[Form, Translator], Iterator[Written]]] = {
    "/agreements/new": _of_agreement,
    "/agreements/{agreement_id}": _of_agreement,
    "/last-time": _of_reviews,
}
"""The forms in which sentences are written, by their routes. A name or a code is typed anew."""
