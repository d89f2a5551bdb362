"""One statement over three rounds or more: a Plotly figure as JSON.

Every role has a lane of its own, with status as filled marks on a whole line and ambition as
hollow ones on a broken line. Nothing is put together across roles. Where a round has no number
that can be compared, the line is broken; the table beneath tells why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from app.charts import Translator
from app.domain.answers import Value
from app.domain.change import Reason
from app.domain.question_set import Language, QuestionSet
from app.domain.rows import Row
from app.explore import COLOURS, INK, SYMBOLS

ROOM_BETWEEN = 0.14
"""Of the whole height, between two lanes: a role's name stands there."""

NARROW_DAY = 9
"""Characters of a day on one line, so that the days of four rounds fit beside each other."""


@dataclass(frozen=True, slots=True)
class Then:
    """One round, the earliest first. ``day`` is in words.

    ``row`` is the statement's, or the reason why that round has none to set beside this one.
    """

    number: int
    day: str
    row: Row | Reason


def trend_figure(
    rounds: Sequence[Then], question_set: QuestionSet, language: Language, t: Translator
) -> str:
    """The lines as the JSON that Plotly draws. ``language`` is the set's, and ``t`` speaks it."""
    # Imported here: it costs over half a second, and only such pages need it.
    from plotly import graph_objects as go  # noqa: PLC0415

    traces = []
    for index in range(len(question_set.roles)):
        traces += [
            go.Scatter(_trace(index, rounds, question_set, language, t, ambition=ambition))
            for ambition in (False, True)
        ]
    drawn: str = go.Figure(
        data=traces, layout=go.Layout(_layout(rounds, question_set, language, t))
    ).to_json()
    return drawn


def _trace(
    index: int,
    rounds: Sequence[Then],
    question_set: QuestionSet,
    language: Language,
    t: Translator,
    *,
    ambition: bool,
) -> dict[str, Any]:
    role = question_set.roles[index]
    steps = {step.value: step.label[language] for step in question_set.scale}
    name = t.gettext("In a year") if ambition else t.gettext("Today")
    values = [_number(each, role.id, ambition=ambition) for each in rounds]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{role.title[language]}: {name}",
        "x": [each.number for each in rounds],
        "y": values,
        "yaxis": _axis(index),
        "connectgaps": False,
        "text": [
            f"{each.day}<br>{name}: {steps[value]}" if value else ""
            for each, value in zip(rounds, values, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": COLOURS[index], "width": 2, "dash": "dash" if ambition else "solid"},
        "marker": {
            "symbol": f"{SYMBOLS[index]}-open" if ambition else SYMBOLS[index],
            "size": 18 if ambition else 12,
            "color": COLOURS[index],
            "line": {"color": COLOURS[index], "width": 2},
        },
        "legendgroup": role.id,
    }


def _number(then: Then, role: str, *, ambition: bool) -> int | None:
    if not isinstance(then.row, Row):
        return None
    answer = then.row.answers[role]
    value: Value = answer.ambition if ambition else answer.status
    return value if isinstance(value, int) else None


def _axis(index: int) -> str:
    return "y" if index == 0 else f"y{index + 1}"


def _layout(
    rounds: Sequence[Then], question_set: QuestionSet, language: Language, t: Translator
) -> dict[str, Any]:
    lanes = len(question_set.roles)
    height = (1 - ROOM_BETWEEN * lanes) / lanes
    layout: dict[str, Any] = {
        "template": None,
        "font": {"family": "Inter, system-ui, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "showlegend": False,
        "margin": {"t": 8, "r": 32, "b": 96, "l": 128},
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "font": {"color": INK}},
        "annotations": [],
        "xaxis": {
            "tickmode": "array",
            "tickvals": [each.number for each in rounds],
            "ticktext": [
                "<br>".join(
                    (
                        t.gettext("Round %(number)s") % {"number": each.number},
                        *wrap(each.day, NARROW_DAY),
                    )
                )
                for each in rounds
            ],
            "anchor": _axis(lanes - 1),
            "range": [rounds[0].number - 0.4, rounds[-1].number + 0.4],
            "gridcolor": "#e8e9e9",
            "zeroline": False,
            "fixedrange": True,
        },
    }
    for index, role in enumerate(question_set.roles):
        # The first role's lane on top, as in every drawing.
        top = 1 - index * (height + ROOM_BETWEEN) - ROOM_BETWEEN
        layout["yaxis" if index == 0 else f"yaxis{index + 1}"] = {
            "domain": [max(0, top - height), top],
            "tickmode": "array",
            "tickvals": [step.value for step in question_set.scale],
            "ticktext": [
                "<br>".join(wrap(step.label[language], 16)) for step in question_set.scale
            ],
            "range": [0.5, question_set.top + 0.5],
            "gridcolor": "#e8e9e9",
            "zeroline": False,
            "fixedrange": True,
        }
        layout["annotations"].append(
            {
                "text": f"{role.letter}  {role.title[language]}",
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": top + 0.01,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                # Not as markup: that would be drawn with a style the page's policy refuses.
                "font": {"color": COLOURS[index], "weight": 700},
            }
        )
    return layout
