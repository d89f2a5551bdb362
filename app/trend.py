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

from app.charts import DatedTranslator
from app.domain.answers import Value
from app.domain.change import Reason
from app.domain.question_set import Language, QuestionSet
from app.domain.rows import Row
from app.explore import COLOURS, INK, SYMBOLS, plain

LINE = 19
"""Pixels from one line of words to the next."""

STEP = 40
"""Pixels from one step to the next, or more where a step's name takes more than two lines."""

ABOVE = 11
"""Pixels above a lane, beside the lines of its role's name."""

NARROW_NAME = 28
"""Characters of a role's name on one line, so that it fits above a phone's lane."""

MARGIN = {"t": 8, "r": 32, "b": 96, "l": 128}
"""Pixels around the lanes; the rounds are named below."""

NARROW_DAY = 9
"""Characters of a day on one line, so that the days of four rounds fit beside each other, and of
three where the reader has the letters spaced."""


@dataclass(frozen=True, slots=True)
class Then:
    """One round, the earliest first. ``day`` is the ISO date of its release.

    ``row`` is the statement's, or the reason why that round has none to set beside this one.
    """

    number: int
    day: str
    row: Row | Reason


def trend_figure(
    rounds: Sequence[Then], question_set: QuestionSet, language: Language, t: DatedTranslator
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
    t: DatedTranslator,
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
        "name": f"{plain(role.title[language])}: {name}",
        "x": [each.number for each in rounds],
        "y": values,
        "yaxis": _axis(index),
        "connectgaps": False,
        "cliponaxis": False,
        "text": [
            f"{t.date(each.day)}<br>{name}: {plain(steps[value])}" if value else ""
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
    rounds: Sequence[Then], question_set: QuestionSet, language: Language, t: DatedTranslator
) -> dict[str, Any]:
    names = ["<br>".join(map(plain, wrap(step.label[language], 16))) for step in question_set.scale]
    step = max(STEP, LINE * max(1 + name.count("<br>") for name in names))
    titles = [wrap(role.title[language], NARROW_NAME) for role in question_set.roles]
    above = ABOVE + LINE * max(len(lines) for lines in titles)
    lane = above + step * len(names)
    height = lane * len(question_set.roles)
    layout: dict[str, Any] = {
        "template": None,
        "font": {"family": "Inter, system-ui, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "showlegend": False,
        # Every lane has room for the names of its steps, so it is the lanes that say how high.
        "height": MARGIN["t"] + height + MARGIN["b"],
        "margin": MARGIN,
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
                        *wrap(t.date(each.day, short=True), NARROW_DAY),
                    )
                )
                for each in rounds
            ],
            "anchor": _axis(len(question_set.roles) - 1),
            "range": [rounds[0].number - 0.4, rounds[-1].number + 0.4],
            "gridcolor": "#e8e9e9",
            "zeroline": False,
            "fixedrange": True,
        },
    }
    for index, role in enumerate(question_set.roles):
        # The first role's lane on top, as in every drawing.
        top = 1 - (index * lane + above) / height
        layout["yaxis" if index == 0 else f"yaxis{index + 1}"] = {
            "domain": [max(0, 1 - (index + 1) * lane / height), top],
            "tickmode": "array",
            "tickvals": [step.value for step in question_set.scale],
            "ticktext": names,
            "range": [0.5, question_set.top + 0.5],
            "gridcolor": "#e8e9e9",
            "zeroline": False,
            "fixedrange": True,
        }
        layout["annotations"].append(
            {
                "text": f"{plain(role.letter)}  {'<br>'.join(map(plain, titles[index]))}",
                "align": "left",
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": top,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                # Not as markup: that would be drawn with a style the page's policy refuses.
                "font": {"color": COLOURS[index], "weight": 700},
            }
        )
    return layout
