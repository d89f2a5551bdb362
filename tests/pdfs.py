"""A PDF as somebody who cannot see it reads it: its words, and its tags."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2

PAINTING = {
    "Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh",
    "INLINE IMAGE",
}  # fmt: skip
"""Operators that put something on the page."""


@dataclass(frozen=True)
class Tag:
    """One element of the structure tree; ``path`` are the kinds of those around it."""

    kind: str
    alt: str
    lang: str
    scope: str
    path: tuple[str, ...]


def words(pdf: bytes) -> str:
    """All the words in it, in one line; places to break are none."""
    return " ".join(pages(pdf))


def pages(pdf: bytes) -> list[str]:
    """The words of each page, in one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    plain = (unicodedata.normalize("NFC", each).replace("\u200b", "") for each in found)
    return [" ".join(each.replace("\ufffe", "-").split()) for each in plain]


def tags(pdf: bytes) -> list[Tag]:
    """Every element in the order it is read."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_tags(document.Root.StructTreeRoot.K, ()))


def _tags(node: pikepdf.Object, path: tuple[str, ...]) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _tags(each, path)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        kind = str(node.S).removeprefix("/")
        attributes = node.get("/A", pikepdf.Array())
        listed = (
            attributes if isinstance(attributes, pikepdf.Array) else pikepdf.Array([attributes])
        )
        scope = next((str(each["/Scope"]) for each in listed if "/Scope" in each), "")
        yield Tag(kind, str(node.get("/Alt", "")), str(node.get("/Lang", "")), scope, path)
        if "/K" in node:
            yield from _tags(node.K, (*path, kind))


def painted_untagged(pdf: bytes) -> list[str]:
    """Operators that paint outside every tag and every artifact."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator in {"BDC", "BMC"}:
                    depth += 1
                elif operator == "EMC":
                    depth -= 1
                elif operator in PAINTING and depth == 0:
                    found.append(operator)
    return found


def fonts(pdf: bytes) -> dict[str, bool]:
    """The fonts that are named in it, and whether each is carried along."""
    files = {"/FontFile", "/FontFile2", "/FontFile3"}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(thing.FontName): bool(files & set(thing.keys()))
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }


def overprinted(pdf: bytes) -> list[tuple[int | str, ...]]:
    """Lines that lie on each other: the page, and the words of both."""
    found: list[tuple[int | str, ...]] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            boxes = [text.get_rect(each) for each in range(text.count_rects())]
            for place, one in enumerate(boxes):
                for other in boxes[place + 1 :]:
                    if _on_each_other(one, other):
                        words_of_both = (text.get_text_bounded(*each) for each in (one, other))
                        found.append((number, *words_of_both))
    finally:
        document.close()
    return found


def _on_each_other(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    left, bottom, right, top = one
    left_too, bottom_too, right_too, top_too = other
    across = min(right, right_too) - max(left, left_too)
    down = min(top, top_too) - max(bottom, bottom_too)
    return across > 1 and down > 1
