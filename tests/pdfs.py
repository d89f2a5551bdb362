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
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    text = unicodedata.normalize("NFC", " ".join(pages))
    return " ".join(text.replace("\u200b", "").replace("\ufffe", "-").split())


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
