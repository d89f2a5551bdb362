"""The pattern page shows every part that any page is made of."""

from __future__ import annotations

import re

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.rendering import TEMPLATES

FRAMES = {
    "answering answering__title theme statement statement--first "
    "place late context__more": "how the whole answering page is laid out",
    "comparison__head comparison__set comparison__honesty comparison__more "
    "agenda__head all__head all__filter onward take-along topic--again": "how the comparison is",
    "agenda-list agenda-list__head agenda-list__number preps prep agreed agreement "
    "agreement__title edits": "the pages between comparison and conversation",
    "lobby lobby__address lobby__back lobby__head lobby__open lobby__parties lobby__party "
    "lobby__small lobby__state lobby__way": "the big screen alone",
    "report report__bar report__confirmed report__cover report__deal report__ended "
    "report__facts report__part report__part--new report__reading report__said "
    "report__whose": "how the report is",
    "agreed__form agreed__list agreed__text agreed__who bar__typed bar__where blank crowd "
    "crowd__count dates endings help help__buttons hollow hollow__letter in-a-year index "
    "index__theme key keys large last last__about last__line last__one last__text last__verdict "
    "last__verdicts leave more-than-fits moved panel__change large large--tall large__arrow "
    "large__label large__line large__role large__said panel panel--means panel--question "
    "panel__category panel__prompt panels panels__one rules slide slide--map slide--statement "
    "slide__body slide__key slide__large slide__lead slide__number slide__place "
    "slide__place--title slide__statement slide__title solid solid__letter stops today "
    "unfinished": "the projector's page, which carries a style of its own",
    "field--same notes notes__note notes__stages presenter presenter__buttons presenter__clocks "
    "presenter__drive presenter__head presenter__next presenter__orders presenter__time": "the "
    "presenter's window",
    "explore explore__category explore__failed explore__head explore__how explore__map "
    "explore__noscript explore__plot explore__role explore__table": "the map's page alone",
    "start start__intro start__form start__set start__facilitator": "the start page alone",
    "apart button--wide told steps go-on claim hand-in": "where a part stands on its page",
    "script-only no-script-only": "what shows only with, or without, scripts",
}
"""Classes that are no part of their own, and why."""

ALLOWED = {name for names in FRAMES for name in names.split()}


def in_templates() -> set[str]:
    """Every word of a class attribute, its variants included."""
    found = set()
    for path in TEMPLATES.glob("*.html"):
        for value in re.findall(r'class="((?:\{[%{].*?[%}]\}|[^"])*)"', path.read_text("utf-8")):
            found |= set(re.findall(r"[a-z][\w-]*", value))
    return found


def in_styles() -> set[str]:
    """Every class that our own sheets speak of."""
    sheets = (TEMPLATES.parent / "static" / "css").glob("*.css")
    text = "".join(path.read_text(encoding="utf-8") for path in sheets)
    return set(
        re.findall(r"\.([a-z][\w-]*)(?=[^{};]*\{)", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    )


def test_every_part_is_shown(app: FastAPI) -> None:
    html = TestClient(app).get("/patterns").text
    shown = {word for value in re.findall(r'class="([^"]*)"', html) for word in value.split()}

    assert (in_templates() & in_styles()) - shown - ALLOWED == set()
    assert in_templates() >= ALLOWED, "allowed, but in no template"
