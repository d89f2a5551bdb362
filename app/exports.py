"""The comparison as files to take along: CSV, Excel and JSON.

Only numbers and words that the comparison page shows; nothing is computed here. The JSON is
the API's comparison, with what has moved beside it from the second round on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.charts import Changes, Translator, answer_words
from app.charts.change import kind_words
from app.charts.since import refusal_words
from app.charts.words import capital, value_words
from app.domain.answers import Answer
from app.domain.change import Incomparable, Movement
from app.domain.comparison import Comparison, Row
from app.domain.question_set import Language, QuestionSet

Cell = str | int

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What makes a spreadsheet take a text for a formula or a command."""

WIDEST = 60


@dataclass(frozen=True, slots=True)
class Meta:
    """Where a comparison comes from. ``about`` (label to text) is the workbook's second sheet.

    ``changes`` is what has moved since earlier rounds (``app.domain.change.changes()``);
    ``opened`` is when it was opened, in UTC.
    """

    dialogue: str
    round: int
    about: Mapping[str, str] = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    opened: datetime | None = None


def comparison_document(
    dialogue_id: str, round_number: int, question_set: QuestionSet, comparison: Comparison
) -> dict[str, Any]:
    """The comparison as the API gives it (see ``interface.md``), statements in catalogue order."""
    return {
        "dialogue": dialogue_id,
        "round": round_number,
        "question_set": {"id": question_set.id, "version": question_set.version},
        "roles": list(comparison.roles),
        "statements": [_statement(row) for row in comparison.rows],
        "counts": dict(comparison.counts),
        "agenda": {
            "opener": comparison.agenda.opener,
            "topics": list(comparison.agenda.topics),
        },
    }


def _statement(row: Row) -> dict[str, Any]:
    return {
        "id": row.statement,
        "theme": row.theme,
        "answers": {role: _answer(answer) for role, answer in row.answers.items()},
        "category": row.category,
        "flags": list(row.flags),
        "rank": row.rank,
    }


def _change(change: Movement | Incomparable) -> dict[str, Any]:
    compared = {"round": change.round, "opened_on": change.opened_on}
    if isinstance(change, Incomparable):
        return {"not_compared": change.reason, **compared}
    return {
        "kind": change.kind,
        **compared,
        "statement": change.statement,
        "status": {
            role: {"before": before, "now": now} for role, (before, now) in change.values.items()
        },
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"status": answer.status, "ambition": answer.ambition, "talk": answer.talk}


def table(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    changes: Changes | None = None,
) -> list[list[Cell]]:
    """A header and one line per statement, with what it was last time if there was one.

    A value that is not a number leaves its cell empty, never 0; the words beside it say why.
    """
    changes = _with_a_round(changes or {})
    theme_titles = {theme.id: theme.title[language] for theme in question_set.themes}
    header: list[Cell] = [t.gettext("No."), t.gettext("Theme"), t.gettext("Statement")]
    for role in question_set.roles:
        name = {"role": role.title[language]}
        header += [
            t.gettext("%(role)s: today (step)") % name,
            t.gettext("%(role)s: today") % name,
            t.gettext("%(role)s: in a year (step)") % name,
            t.gettext("%(role)s: in a year") % name,
            t.gettext("%(role)s: wants to talk about it") % name,
        ]
    header.append(t.gettext("Kind of conversation"))
    if changes:
        header += _last_header(question_set, language, t)
    lines = [header]
    for number, row in enumerate(comparison.rows, 1):
        statement = question_set.by_id[row.statement]
        line: list[Cell] = [number, theme_titles[row.theme], statement.text[language]]
        for answer in answer_words(row, question_set, language, t):
            for cell in (answer.status, answer.ambition):
                line += ["" if cell.number is None else cell.number, cell.words]
            line.append(t.gettext("Yes") if answer.talk else "")
        words = question_set.categories.get(row.category)
        line.append(words.title[language] if words else row.category)
        if changes:
            line += _last_cells(changes[row.statement], question_set, language, t)
        lines.append(line)
    return lines


def _with_a_round(changes: Changes) -> Changes:
    """The changes, or none where there is no earlier round at all."""
    nothing = all(
        isinstance(each, Incomparable) and each.reason == "no_round" for each in changes.values()
    )
    return {} if nothing else changes


def _last_header(question_set: QuestionSet, language: Language, t: Translator) -> list[Cell]:
    header: list[Cell] = [t.gettext("Compared with round"), t.gettext("Opened on")]
    for role in question_set.roles:
        name = {"role": role.title[language]}
        header += [
            t.gettext("%(role)s: last time (step)") % name,
            t.gettext("%(role)s: last time") % name,
        ]
    return [*header, t.gettext("Since last time")]


def _last_cells(
    change: Movement | Incomparable, question_set: QuestionSet, language: Language, t: Translator
) -> list[Cell]:
    """The round it is compared with, each role's status then, and what has become of it."""
    if isinstance(change, Incomparable):
        why = t.gettext("Not compared: %(reason)s") % {"reason": refusal_words(change.reason, t)}
        return ["", "", *[""] * (2 * len(question_set.roles)), why]
    cells: list[Cell] = [change.round, change.opened_on]
    for role in question_set.role_ids:
        before, _ = change.values[role]
        step = before if isinstance(before, int) else ""
        cells += [step, value_words(before, question_set, language, t)]
    return [*cells, kind_words(change, t) or capital(t.gettext("as before"))]


def to_csv(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    meta: Meta,
) -> bytes:
    """The table as Norwegian Excel opens it: UTF-8 with a mark, semicolons, CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in table(question_set, comparison, language, t, meta.changes):
        writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet runs: an apostrophe before what would start a formula."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return "'" + cell
    return cell


def to_xlsx(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: Translator,
    meta: Meta,
) -> bytes:
    """The table as an Excel workbook, with a second sheet if ``meta`` tells about it.

    Texts are written as texts: a cell never becomes a formula or a link.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - only this export needs it

    lines = table(question_set, comparison, language, t, meta.changes)
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as book:
        properties: dict[str, Any] = {"title": question_set.title[language]}
        if meta.opened is not None:
            # Else the moment it is taken: the same comparison is the same file.
            properties["created"] = meta.opened
        book.set_properties(properties)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet = book.add_worksheet(t.gettext("Comparison"))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.autofilter(0, 0, len(lines) - 1, len(lines[0]) - 1)
        for column, width in enumerate(_widths(lines)):
            sheet.set_column(column, column, width, wrapped)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line, wrapped if number else heading)
        if meta.about:
            about = book.add_worksheet(t.gettext("About"))
            about.set_column(0, 1, 40, wrapped)
            for number, pair in enumerate(meta.about.items()):
                about.write_row(number, 0, pair, wrapped)
    return buffer.getvalue()


def _widths(lines: Sequence[Sequence[Cell]]) -> list[int]:
    """Each column as wide as its longest cell, but no wider than is pleasant to read."""
    # A heading wraps; it asks only for the room of its longest word.
    headings = [max(map(len, str(cell).split())) for cell in lines[0]]
    columns = zip(*lines[1:], strict=True)
    cells = [max(len(str(cell)) for cell in column) for column in columns]
    return [min(max(pair) + 3, WIDEST) for pair in zip(headings, cells, strict=True)]


def to_json(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,  # noqa: ARG001 - the three exports are called alike
    t: Translator,  # noqa: ARG001
    meta: Meta,
) -> bytes:
    """The API's comparison as a file, indented for people, with what has moved beside it."""
    document = comparison_document(meta.dialogue, meta.round, question_set, comparison)
    changes = _with_a_round(meta.changes)
    if changes:
        document["since_last"] = {name: _change(each) for name, each in changes.items()}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
