"""A report as PDF/UA-1: tagged, titled, in its language, the drawings with words beside.

The document's shape is in ``report.typ``. What stands in it comes as data: nothing that anybody
wrote is ever read as markup. It is set by a process of its own (``typeset.py``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.charts.words import Words
from app.domain.errors import ReportTooLong
from app.reports import signs, typeset
from app.reports.content import Report
from app.reports.signs import Shown
from app.reports.turns import Turns
from app.reports.typeset import REFUSED

SOURCE = Path(__file__).with_name("report.typ")

TYPESETTER = Path(typeset.__file__)

TURNS = Turns(2)
"""How many are made at the same time: each takes a core and about 60 MB."""

PATIENCE = 10.0
"""Seconds to wait for a turn."""

MOST_LETTERS = 100_000
"""Most that people wrote in one report: five agreements with every field full.

Takes half a second, and four when somebody chose the signs for taking long: one that says which
way it goes before every word.
"""

TIME_LIMIT = 20.0
"""Seconds that one may take, whatever was written."""

LETTERS_PER_TEXT = 50
"""What each text counts besides its letters: many short ones take time too."""

MOST_LINES = 200
"""Lines of one text that stand by themselves; what follows runs on."""


class CannotBeSet(Exception):
    """A sign is in it that the letters have no shape for."""


def to_pdf(report: Report, made: datetime, dialogue: str) -> bytes:
    """The report as a PDF. ``made`` is an aware time, which stands in the file's properties.

    The same report at the same time gives the same bytes. ``dialogue`` is the id of whose it is:
    of one dialogue, one is made at a time. Raises ``TooManyReports``, and ``ReportTooLong`` when
    people wrote more than :data:`MOST_LETTERS`, or it takes too long.
    """
    with TURNS.taken(dialogue, PATIENCE):
        try:
            return _made(report, made)
        except subprocess.TimeoutExpired:
            raise ReportTooLong from None


def _made(report: Report, made: datetime) -> bytes:
    try:
        return compiled(report, made, signs.shown)
    except CannotBeSet:
        # A sign whose shape depends on its neighbours in a way that no table tells.
        return compiled(report, made, signs.plain)


def compiled(report: Report, made: datetime, shown: Callable[[str], Shown]) -> bytes:
    """The PDF with every text as ``shown`` gives it. Raises :class:`CannotBeSet`."""
    sign_by_sign = _Data(shown)
    data = sign_by_sign.of(report)
    if sign_by_sign.letters > MOST_LETTERS:
        raise ReportTooLong
    data["whole"] = sign_by_sign.whole
    job = {
        "source": str(SOURCE),
        "root": str(SOURCE.parent),
        "folders": [str(folder) for folder in signs.FOLDERS],
        "inputs": {"report": json.dumps(data), "families": json.dumps(signs.FAMILIES)},
        "made": int(made.timestamp()),
    }
    done = subprocess.run(  # noqa: S603 - our own script, by the interpreter that runs us
        [sys.executable, "-I", str(TYPESETTER)],
        input=json.dumps(job).encode(),
        capture_output=True,
        env={},
        timeout=TIME_LIMIT,
        check=False,
    )
    if done.returncode == REFUSED:
        raise CannotBeSet(done.stderr.decode(errors="replace"))
    done.check_returncode()
    return done.stdout


class _Data:
    """Turns a report into what JSON can hold, each text in signs that can be shown."""

    def __init__(self, shown: Callable[[str], Shown]) -> None:
        self._shown = shown
        self.whole = True
        self.letters = 0

    def of(self, value: Any) -> Any:
        if isinstance(value, Words):
            self.letters += 0 if value.lang else LETTERS_PER_TEXT + len(value.text)
            lines = [line for line in value.text.splitlines() if line.strip()]
            lines[MOST_LINES:] = [" ".join(lines[MOST_LINES:])] if lines[MOST_LINES:] else []
            return {"lang": value.lang, "paragraphs": [self._paragraph(line) for line in lines]}
        if is_dataclass(value):
            return {field.name: self.of(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, (list, tuple)):
            return [self.of(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _paragraph(self, line: str) -> dict[str, Any]:
        return {"text": self._text(line), "left": signs.goes_left(line)}

    def _text(self, text: str) -> str:
        shown = self._shown(text)
        self.whole = self.whole and shown.whole
        return shown.text
