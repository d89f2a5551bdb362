"""What holds of every template: a title, nothing inline, nothing from elsewhere, no dead end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes
from starlette.routing import Match

from app.main import ROUTES
from app.web.rendering import TEMPLATES

ALL = sorted(TEMPLATES.rglob("*.html"))
PAGES = [path for path in ALL if not path.name.startswith("_") and path.name != "base.html"]
STATIC = TEMPLATES.parent / "static"
SOURCES = sorted([*STATIC.glob("css/**/*.css"), *STATIC.glob("js/**/*.js")])

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True
)

LOADS = {"src", "srcset", "data", "poster", "action", "formaction", "background", "cite", "ping"}
"""Attributes a browser follows by itself, or sends what was written to."""


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES.parent).as_posix()


@cache
def syntax(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"))


class Tags(HTMLParser):
    """Every tag of a template with its attributes; Jinja's own signs are left out."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        text = re.sub(r"\{%.*?%\}", " ", text, flags=re.DOTALL)
        self.feed(re.sub(r"\{\{.*?\}\}", "{}", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))


@cache
def tags(path: Path) -> list[tuple[str, dict[str, str]]]:
    return Tags(path).tags


def test_there_are_templates_to_check() -> None:
    assert len(PAGES) >= 14
    assert ("script", {}) not in tags(TEMPLATES / "base.html")
    assert [each for each in tags(TEMPLATES / "start.html") if each[0] == "form"]


@pytest.mark.parametrize("path", PAGES, ids=name)
class TestPage:
    def test_stands_in_the_frame_of_all_pages(self, path: Path) -> None:
        [frame] = syntax(path).find_all(nodes.Extends)
        assert isinstance(frame.template, nodes.Const)
        assert frame.template.value == "base.html"

    def test_says_its_title(self, path: Path) -> None:
        titles = [b for b in syntax(path).find_all(nodes.Block) if b.name == "title"]
        assert len(titles) == 1
        assert list(titles[0].find_all((nodes.Output, nodes.Call)))

    def test_has_one_heading_that_names_it(self, path: Path) -> None:
        assert [tag for tag, _ in tags(path)].count("h1") == 1

    def test_is_shown_by_some_route(self, path: Path) -> None:
        code = "".join(
            p.read_text(encoding="utf-8") for p in (TEMPLATES.parent / "web").glob("*.py")
        )
        assert f'"{path.name}"' in code


@pytest.mark.parametrize("path", ALL, ids=name)
class TestTemplate:
    def test_has_nothing_inline(self, path: Path) -> None:
        for tag, attrs in tags(path):
            assert "style" not in attrs, tag
            assert not [each for each in attrs if each.startswith("on")], tag
            assert not [v for v in attrs.values() if v.strip().lower().startswith("javascript:")]
            if tag == "script" and attrs:
                assert "src" in attrs or attrs.get("type") == "application/json"
        # A whole built file may travel in a page, where the policy has its hash.
        text = path.read_text(encoding="utf-8")
        for written in re.findall(r"<style>(.*?)</style>", text):
            assert re.fullmatch(r"\{\{ \w+\.css \}\}", written)
        for written in re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL):
            assert re.fullmatch(r"\{\{ \w+\.js \}\}", written)

    def test_loads_nothing_from_elsewhere(self, path: Path) -> None:
        for tag, attrs in tags(path):
            loaded = LOADS | ({"href"} if tag in {"link", "use", "image", "base"} else set())
            for key in loaded & set(attrs):
                assert not re.match(r"(?:[a-z]+:)?//", attrs[key].strip()), f"<{tag} {key}>"
            for value in attrs.values():
                if tag != "a":
                    assert "://" not in value, f"<{tag}> {value}"

    def test_turns_off_no_escaping(self, path: Path) -> None:
        filters = {each.name for each in syntax(path).find_all(nodes.Filter)}
        assert not filters & {"safe", "forceescape", "tojson"}
        assert not list(syntax(path).find_all(nodes.MarkSafe))

    def test_uses_parts_that_are_there(self, path: Path) -> None:
        for other in meta.find_referenced_templates(syntax(path)):
            assert other is not None, "a template's name is written out"
            assert (TEMPLATES / other).is_file()

    def test_leads_nowhere_that_is_not_there(self, path: Path) -> None:
        for method, address in addresses(path):
            assert answers(method, address), f"{method} {address}"


def addresses(path: Path) -> Iterator[tuple[str, str]]:
    """Every address of ours that is written out in a template, and how it is asked for."""
    for tag, attrs in tags(path):
        method = attrs.get("method", "get").upper() if tag == "form" else "GET"
        for key in ("href", "action", "data-poll"):
            address = attrs.get(key, "")
            if address.startswith("/") and "{}" not in address:
                yield method, urlsplit(address).path
    for constant in syntax(path).find_all(nodes.Const):
        if isinstance(constant.value, str) and re.fullmatch(r"/[a-z/-]*", constant.value):
            yield "GET", constant.value


def answers(method: str, address: str) -> bool:
    scope = {"type": "http", "method": method, "path": address, "headers": [], "root_path": ""}
    return any(
        route.matches(scope)[0] == Match.FULL for module in ROUTES for route in module.router.routes
    )


def test_an_address_that_is_not_there_would_be_found() -> None:
    assert answers("GET", "/answer")
    assert answers("POST", "/withdraw")
    assert not answers("GET", "/withdraw")
    assert not answers("GET", "/nope")


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_styles_and_scripts_ask_no_other_host(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"(?m)^\s*//.*$", "", text)
    found = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)
    assert [each for each in found if "www.w3.org" not in each] == []
