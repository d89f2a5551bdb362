"""A page as a browser without a script reads it, and a phone that opens and sends pages.

Every page read is also checked for being sound: tags balance, ids are unique, whatever points
at an id (a label, a description) points at one that is there, and nothing inline is there but
what the page's own policy lets through.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.i18n import translator
from tests.cast import Person

VOID = {"br", "hr", "img", "input", "link", "meta"}
UNSEEN = {"script", "style", "template"}
POINTERS = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "list"}
BLOCKS = {
    "address", "article", "button", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "label", "legend", "li", "main",
    "nav", "ol", "option", "p", "section", "summary", "table", "tbody", "td", "text", "th",
    "thead", "title", "tr", "ul",
}  # fmt: skip
"""Elements whose text stands for itself, apart from the text around them."""


@dataclass(eq=False)
class Node:
    """An element, with the texts and elements inside it in order."""

    tag: str
    attrs: dict[str, str]
    parent: Node | None = None
    inside: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all in it, in the order of the page."""
        ahead = [self]
        while ahead:
            node = ahead.pop()
            yield node
            ahead += [each for each in reversed(node.inside) if isinstance(each, Node)]

    def all(self, tag: str | None = None, **attrs: str | None) -> list[Node]:
        """Elements by tag and attributes (``data_x`` for ``data-x``; ``None``: any value)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            node
            for node in self.walk()
            if tag in (None, node.tag)
            and all(
                name in node.attrs and value in (None, node.attrs[name])
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str | None = None, **attrs: str | None) -> Node:
        """The only element there is of that kind."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of {tag} {attrs}"
        return found[0]

    @property
    def text(self) -> str:
        """All words in the element, spaces made one."""
        return " ".join(" ".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        if self.tag in UNSEEN:
            return
        if self.tag == "tspan":
            yield " "  # each is a line of its own in a drawing
        for each in self.inside:
            if isinstance(each, str):
                yield each
            else:
                yield from each.texts()

    @property
    def language(self) -> str:
        """The language the element is in: its own, or the nearest around it."""
        node: Node | None = self
        while node is not None:
            if "lang" in node.attrs:
                return node.attrs["lang"]
            node = node.parent
        return ""

    def passages(self) -> Iterator[tuple[str, str]]:
        """Each stretch of words that stands for itself, with its language.

        Words in another language inside a stretch are a stretch of their own.
        """
        if self.tag in UNSEEN:
            return
        words: list[str] = []
        for each in self.inside:
            if isinstance(each, str):
                words.append(each)
            elif any(node.tag in BLOCKS or "lang" in node.attrs for node in each.walk()):
                yield from _passage(words, self.language)
                words = []
                yield from each.passages()
            else:
                words += each.texts()
        yield from _passage(words, self.language)


def _passage(words: list[str], language: str) -> Iterator[tuple[str, str]]:
    text = " ".join("".join(words).split())
    if text:
        yield text, language


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Node("#page", {})
        self.here = self.root
        self.feed(html)
        assert self.here is self.root, f"<{self.here.tag}> is not closed"

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Node:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> says one thing twice: {attrs}"
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(node)
        return node

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = self._add(tag, attrs)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


class Form:
    """A form as it stands on the page, to fill in and send as a browser would."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.action = node.attrs["action"]
        self.method = node.attrs.get("method", "get")
        self.controls = [
            each
            for each in node.walk()
            if each.tag in {"input", "select", "textarea"} and each.attrs.get("name")
        ]

    def named(self, name: str) -> list[Node]:
        """The controls of that name: one, or a group of radio buttons."""
        return [each for each in self.controls if each.attrs["name"] == name]

    def value(self, name: str) -> str | None:
        """What the control shows: the chosen value, or ``None`` when nothing is."""
        return dict(self.sent()).get(name)

    def offers(self, name: str) -> list[str]:
        """The values a radio group or a list lets one choose."""
        [*found] = self.named(name)
        options = found[0].all("option") if found[0].tag == "select" else found
        return [each.attrs["value"] for each in options]

    def fill(self, **values: Any) -> Form:
        """Choose, tick or write; ``own_role="x"`` or ``**{"rol-01.status": "3"}``.

        Only what the form lets a person do.
        """
        for name, value in values.items():
            controls = self.named(name)
            assert controls, f"no field {name}"
            first = controls[0]
            kind = first.attrs.get("type", "text") if first.tag == "input" else first.tag
            if kind == "radio":
                _choose(controls, value, "checked")
            elif kind == "select":
                _choose(first.all("option"), value, "selected")
            elif kind == "checkbox":
                first.attrs.pop("checked", None)
                if value:
                    first.attrs["checked"] = ""
            elif kind == "textarea":
                first.inside = [str(value)]
            else:
                assert kind != "hidden", f"nobody can write in {name}"
                first.attrs["value"] = str(value)
        return self

    def sent(self, button: Node | None = None) -> list[tuple[str, str]]:
        """The fields a browser sends, in the order of the page."""
        fields = []
        for each in self.node.walk():
            name, kind = each.attrs.get("name"), each.attrs.get("type", "text")
            if not name or "disabled" in each.attrs:
                continue
            if each.tag == "select":
                options = each.all("option")
                chosen = [o for o in options if "selected" in o.attrs] or options[:1]
                fields.append((name, chosen[0].attrs["value"]))
            elif each.tag == "textarea":
                fields.append((name, _written(each)))
            elif each is button or (
                each.tag == "input"
                and (kind not in {"radio", "checkbox", "submit"} or "checked" in each.attrs)
            ):
                without = "on" if kind in {"radio", "checkbox"} else ""
                fields.append((name, each.attrs.get("value", without)))
        return fields

    def button(self, **attrs: str) -> Node:
        """The button that sends the form; told by its attributes when there are several."""
        found = [b for b in self.node.all("button", **attrs) if b.attrs.get("type") != "button"]
        assert len(found) == 1, f"{len(found)} buttons {attrs}"
        return found[0]


def _written(area: Node) -> str:
    """What stands in a text area; the line end a browser takes away first is not part of it."""
    return "".join(map(str, area.inside)).removeprefix("\n")


def _choose(options: list[Node], value: str, how: str) -> None:
    assert value in [each.attrs["value"] for each in options], f"{value} is not offered"
    for each in options:
        each.attrs.pop(how, None)
        if each.attrs["value"] == value:
            each.attrs[how] = ""


class Page:
    """One answer to a phone. ``way`` is the addresses it was led through."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.status: int = answer.status_code
        self.html: str = answer.text
        self.path: str = answer.url.path
        self.url = str(answer.url)
        self.way = [each.url.path for each in answer.history]
        self.root = _Reader(self.html).root
        self.is_whole = bool(self.root.all("html"))
        _check_ids(self.root)
        _check_policy(self.root, answer.headers["content-security-policy"])

    @property
    def language(self) -> str:
        return self.root.one("html").attrs["lang"]

    @property
    def title(self) -> str:
        return self.root.one("head").one("title").text

    @property
    def main(self) -> Node:
        return self.root.one("main")

    @property
    def heading(self) -> str:
        return self.root.one("h1").text

    @property
    def text(self) -> str:
        return self.main.text

    def said(self) -> Iterator[tuple[str, str]]:
        """Every stretch of words on the page, its title too, with the language it is in."""
        yield from self.root.passages()

    def form(self, action: str) -> Form:
        """The form that is sent there."""
        found = [each for each in self.root.all("form") if each.attrs.get("action") == action]
        assert len(found) == 1, f"{len(found)} forms to {action} on {self.path}"
        return Form(found[0])

    def forms(self) -> list[Form]:
        return [Form(each) for each in self.root.all("form")]

    def links(self) -> list[str]:
        return [each.attrs["href"] for each in self.root.all("a", href=None)]

    def fault(self, name: str) -> str:
        """The message that stands with a field and is tied to it."""
        said = self.root.one(id=f"{name}-error")
        pointing = [
            node
            for node in self.root.all(aria_describedby=None)
            if f"{name}-error" in node.attrs["aria-describedby"].split()
        ]
        assert pointing, f"nothing is described by {name}-error"
        return said.text


def _check_ids(root: Node) -> None:
    ids = [node.attrs["id"] for node in root.all(id=None)]
    known = set(ids)
    assert len(ids) == len(known), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    for node in root.walk():
        for pointer in POINTERS & node.attrs.keys():
            missing = set(node.attrs[pointer].split()) - known
            assert not missing, f"<{node.tag} {pointer}> points at {missing}"


def _check_policy(root: Node, policy: str) -> None:
    """Nothing inline but what the page's own policy lets through."""
    for node in root.walk():
        assert "style" not in node.attrs, f"<{node.tag}> has a style of its own"
        assert not [each for each in node.attrs if each.startswith("on")], node.tag
    for element in root.all("style"):
        digest = hashlib.sha256("".join(map(str, element.inside)).encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
    for element in root.all("script"):
        if "src" not in element.attrs and element.attrs.get("type") != "application/json":
            digest = hashlib.sha256("".join(map(str, element.inside)).encode()).digest()
            assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy


class Phone:
    """A browser of its own without a script: keeps cookies, follows redirects."""

    def __init__(self, app: FastAPI, language: str = "nb") -> None:
        self.app = app
        self.client = TestClient(app, headers={"accept-language": language})

    def get(self, path: str, **kwargs: Any) -> Any:
        """The bare answer, redirects not followed."""
        return self.client.get(path, follow_redirects=False, **kwargs)

    def post(self, path: str, data: Any = None, **kwargs: Any) -> Any:
        """The bare answer to a form sent from our own page, redirects not followed."""
        headers = {"sec-fetch-site": "same-origin", **kwargs.pop("headers", {})}
        if isinstance(data, list):
            data = _as_lists(data)
        return self.client.post(path, data=data, headers=headers, follow_redirects=False, **kwargs)

    def open(self, path: str) -> Page:
        """Open an address and go where it leads."""
        return Page(self.client.get(path))

    def enter(self, token: str) -> Page:
        """Open a link."""
        return self.open(f"/s/{token}")

    def hold(self, token: str) -> None:
        """Have opened a link, and not looked at where it leads."""
        assert self.get(f"/s/{token}").status_code == 303

    def press(
        self, form: Form, *, button: Node | dict[str, str] | None = None, **changes: Any
    ) -> Page:
        """Fill a form in, press its button (the only one, or as told) and go where that leads."""
        form.fill(**changes)
        pressed = button if isinstance(button, Node) else form.button(**(button or {}))
        answer = self.client.request(
            form.method.upper(),
            form.action,
            data=_as_lists(form.sent(pressed)),
            headers={"sec-fetch-site": "same-origin"},
        )
        return Page(answer)

    def cookie(self, name: str) -> str | None:
        found = [each.value for each in self.client.cookies.jar if each.name == name]
        return found[0] if found else None


def phone_of(app: FastAPI, person: Person) -> Phone:
    """A phone on which somebody has opened the own link."""
    phone = Phone(app)
    phone.hold(person.token)
    return phone


def _as_lists(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, value in fields:
        lists.setdefault(name, []).append(value)
    return lists


def nb(message: str, **params: Any) -> str:
    """A message as a reader of bokmål sees it, so that no test depends on its wording."""
    said = translator("nb").gettext(message, **params)
    assert said != message, f"no bokmål for {message!r}"
    return said


def sentences(text: str) -> set[str]:
    """Every full sentence or title in a stretch of words."""
    parts = (part.strip() for part in re.split(r"(?<=[.!?:…]) ", text))
    return {each for each in parts if re.search(r"[^\W\d]{2}", each)}
