"""What a file is called when it lands among a person's other files."""

from __future__ import annotations

import unicodedata

LONGEST = 60
"""Most letters of each part of a name: some file systems and mail programs take no long ones."""


def attachment(kind: str, *parts: str) -> dict[str, str]:
    """The header that has a browser keep the answer as a file of this kind (``"pdf"``).

    ``parts`` say whose and what it is, in the reader's words.
    """
    name = "-".join(["samspill", *(plain(each) for each in parts)])
    return {"content-disposition": f'attachment; filename="{name}.{kind}"'}


def plain(words: str) -> str:
    """Words as part of a file's name: small letters of ASCII, with hyphens."""
    spelt = words.lower().replace("æ", "ae").translate(str.maketrans("øåđŋ", "oadn"))
    ascii_only = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    letters = "".join(each if each.isalnum() else " " for each in ascii_only).split()
    return "-".join(letters)[:LONGEST].strip("-") or "dialog"
