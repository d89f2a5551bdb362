"""A page object lists what its template uses, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest
from jinja2 import meta

from app.reports.pdf import SOURCE
from app.web.agreements_page import AgreementForm, AgreementsPage
from app.web.answering_page import AnsweringPage
from app.web.comparison_page import ComparisonPage
from app.web.explore_page import ExplorePage
from app.web.lobby import LobbyPage
from app.web.next_round_page import LastTimePage, NextRoundPage, RoundsPage
from app.web.offline import OfflinePage
from app.web.patterns import PatternsPage
from app.web.prepare_page import AgendaPage, PreparePage
from app.web.present_page import PresentPage
from app.web.presenter_page import PresenterPage
from app.web.rendering import TEMPLATES, ErrorPage
from app.web.report_page import ReportPage
from app.web.seat_pages import (
    ClaimPage,
    ErasedPage,
    OpenedPage,
    ReviewPage,
    SeatPage,
    StartPage,
    StoragePage,
    WaitingPage,
    WelcomePage,
)
from app.web.trend_page import TrendPage
from tests.unit.test_templates import ENVIRONMENT

PAGES: dict[str, type[Any]] = {
    "agenda": AgendaPage,
    "agreement": AgreementForm,
    "agreements": AgreementsPage,
    "answering": AnsweringPage,
    "claim": ClaimPage,
    "comparison": ComparisonPage,
    "erased": ErasedPage,
    "error": ErrorPage,
    "explore": ExplorePage,
    "last_time": LastTimePage,
    "lobby": LobbyPage,
    "next_round": NextRoundPage,
    "offline": OfflinePage,
    "opened": OpenedPage,
    "over_time": TrendPage,
    "patterns": PatternsPage,
    "prepare": PreparePage,
    "report": ReportPage,
    "present": PresentPage,
    "presenter": PresenterPage,
    "review": ReviewPage,
    "rounds": RoundsPage,
    "seat": SeatPage,
    "start": StartPage,
    "storage": StoragePage,
    "waiting": WaitingPage,
    "welcome": WelcomePage,
}

SHARED = {"app.charts.lanes", "app.charts.words", "app.content.guide", "app.content.notices"}
"""What is made for several uses may hold more than one page shows."""


@cache
def source(template: str) -> str:
    """A template's text with that of all the templates it draws on, but for its frame."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    parts = meta.find_referenced_templates(ENVIRONMENT.parse(text))
    return text + "".join(source(part) for part in parts if part and part != "base.html")


def objects(page: type[Any]) -> Iterator[type[Any]]:
    """A page object's class with those of what it holds."""
    yield page
    for hint in get_type_hints(page).values():
        yield from (found for held in inside(hint) for found in objects(held))


def inside(hint: Any) -> Iterator[type[Any]]:
    """The dataclasses of ours that a type hint speaks of."""
    if is_dataclass(hint) and isinstance(hint, type) and hint.__module__ not in SHARED:
        yield hint
    for argument in get_args(hint):
        yield from inside(argument)


def test_every_page_is_looked_at() -> None:
    names = {path.stem for path in TEMPLATES.glob("[!_]*.html")} - {"base"}
    assert set(PAGES) == names


@pytest.mark.parametrize("name", PAGES)
def test_every_field_is_used(name: str) -> None:
    text = source(f"{name}.html")
    if name == "patterns":  # shows what other pages are made of
        held = [PatternsPage]
    else:
        held = list(dict.fromkeys(objects(PAGES[name])))
    if name == "report":  # the PDF is made of the same
        text += "".join(each.read_text("utf-8") for each in sorted(SOURCE.parent.glob("*.typ")))
    unused = [
        f"{each.__name__}.{field.name}"
        for each in held
        for field in fields(each)
        if not re.search(rf"\.{field.name}\b|attr\(\"{field.name}|\"{field.name}\"", text)
    ]
    assert unused == []
