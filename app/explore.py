"""The map of all statements for those who want to explore: a Plotly figure as JSON.

Status runs along, ambition up; every role has its own shape, and a faint line ties the roles'
marks for one statement together. There is no average on the map. Marks that would cover each
other are moved a little apart, always the same way: nothing here is drawn by chance.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from textwrap import wrap
from typing import Any

from app.charts import Translator, answer_words
from app.domain.comparison import Comparison, Row
from app.domain.question_set import Language, QuestionSet

SYMBOLS = ("circle", "square", "diamond", "triangle-up")
COLOURS = ("#00616b", "#5d40c0", "#8a4a00", "#a11f5c")
"""As ``--role-0`` to ``--role-3`` in ``lanes.css``."""

INK = "#242c34"
FAINT = "#b9bcbe"
APART = 0.14
"""How far from each other marks at one point are set, in steps, as long as there is room."""

REACH = 0.4
"""How far from its point a mark may be moved: never so far that it seems another step."""

GOLDEN_ANGLE = 2.39996


@dataclass(frozen=True, slots=True)
class Point:
    """One role's mark for one statement, at its place on the map."""

    row: Row
    role: int
    x: float
    y: float


def points(comparison: Comparison) -> list[Point]:
    """Every pair of numbers as a mark, those that share a place moved apart.

    Where status or ambition is not a number there is no mark; the table beneath tells.
    """
    at: dict[tuple[int, int], list[tuple[Row, int]]] = defaultdict(list)
    for row in comparison.rows:
        for role, answer in enumerate(row.answers.values()):
            if isinstance(answer.status, int) and isinstance(answer.ambition, int):
                at[answer.status, answer.ambition].append((row, role))
    found = []
    for (status, ambition), there in at.items():
        apart = min(APART, REACH / sqrt(len(there)))
        for place, (row, role) in enumerate(there):
            # A sunflower's seeds: even room for any number, and always the same places.
            reach, angle = apart * sqrt(place), place * GOLDEN_ANGLE
            if status == ambition:
                # Along the line where both are the same: none may seem to want more, or less.
                reach, angle = _to_and_fro(place, len(there)), pi / 4
            x, y = status + reach * cos(angle), ambition + reach * sin(angle)
            found.append(Point(row, role, round(x, 3), round(y, 3)))
    return found


def _to_and_fro(place: int, count: int) -> float:
    """How far along a line a mark is moved: none, then one and the other way in turn."""
    apart = min(APART, 2 * REACH / count)
    return apart * ((place + 1) // 2) * (1 if place % 2 else -1)


def overview_figure(
    comparison: Comparison, question_set: QuestionSet, language: Language, t: Translator
) -> str:
    """The map as the JSON that Plotly draws. ``language`` is the set's, ``t`` the reader's."""
    # Imported here: it costs over half a second, and only this page needs it.
    from plotly import graph_objects as go  # noqa: PLC0415

    marks = points(comparison)
    figure = go.Figure(
        data=[
            go.Scatter(_same_line(question_set)),
            go.Scatter(_ties(marks)),
            *(
                go.Scatter(_role_trace(index, marks, question_set, language, t))
                for index in range(len(question_set.roles))
            ),
        ],
        layout=go.Layout(_layout(question_set, language, t)),
    )
    drawn: str = figure.to_json()
    return drawn


def _role_trace(
    index: int, marks: list[Point], question_set: QuestionSet, language: Language, t: Translator
) -> dict[str, Any]:
    own = [mark for mark in marks if mark.role == index]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": question_set.roles[index].title[language],
        "x": [mark.x for mark in own],
        "y": [mark.y for mark in own],
        "text": [_hover(mark, question_set, language, t) for mark in own],
        "customdata": [mark.row.statement for mark in own],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": SYMBOLS[index],
            "size": 14,
            "color": COLOURS[index],
            "line": {"color": "#ffffff", "width": 1},
        },
    }


def _hover(mark: Point, question_set: QuestionSet, language: Language, t: Translator) -> str:
    statement = question_set.by_id[mark.row.statement].text[language]
    answer = answer_words(mark.row, question_set, language, t)[mark.role]
    lines = [
        f"<b>{'<br>'.join(wrap(plain(statement), 44))}</b>",
        plain(answer.role),
        t.gettext("Today: %(answer)s") % {"answer": plain(answer.status.words)},
        t.gettext("In a year: %(answer)s") % {"answer": plain(answer.ambition.words)},
    ]
    return "<br>".join(lines)


def plain(words: str) -> str:
    """Words that Plotly shows as they are, not as its little HTML."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ties(marks: list[Point]) -> dict[str, Any]:
    """One faint line per statement, from role to role; ``None`` lifts the pen."""
    x: list[float | None] = []
    y: list[float | None] = []
    by_statement: dict[str, list[Point]] = defaultdict(list)
    for mark in marks:
        by_statement[mark.row.statement].append(mark)
    for tied in by_statement.values():
        if len(tied) > 1:
            x += [*(mark.x for mark in tied), None]
            y += [*(mark.y for mark in tied), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": FAINT, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _same_line(question_set: QuestionSet) -> dict[str, Any]:
    """Where ambition equals status: above it is a wish for more."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [1, question_set.top],
        "y": [1, question_set.top],
        "line": {"color": FAINT, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _layout(question_set: QuestionSet, language: Language, t: Translator) -> dict[str, Any]:
    ticks = {
        "tickmode": "array",
        "tickvals": [step.value for step in question_set.scale],
        "ticktext": ["<br>".join(wrap(step.label[language], 12)) for step in question_set.scale],
        "range": [0.5, question_set.top + 0.5],
        "gridcolor": "#e8e9e9",
        "zeroline": False,
        "fixedrange": True,
    }
    return {
        "title": {"text": t.gettext("All statements: today and in a year")},
        "template": None,
        "separators": ", ",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": {**ticks, "title": {"text": t.gettext("Today")}},
        "yaxis": {**ticks, "title": {"text": t.gettext("In a year")}, "automargin": True},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        "margin": {"t": 96, "r": 24, "b": 96, "l": 96},
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "font": {"color": INK}},
    }
