"""What a measurement says: ours beside the floor, as a table for people and JSON for programs."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure. ``floor`` is the least that the same job can take, measured in the same run.

    ``unit`` says what ``ours`` and ``floor`` count: ``ms``, ``µs``, ``bytes``, ``count`` or
    a plain number. ``note`` says what the floor is. ``limit`` is the most that the product
    allows itself, in the same unit.
    """

    name: str
    unit: str
    ours: float
    floor: float | None = None
    note: str = ""
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor we take, ``None`` without one or when it is zero."""
        return round(self.ours / self.floor, 2) if self.floor else None

    @property
    def holds(self) -> bool | None:
        """Whether we are within the limit, ``None`` without one."""
        return None if self.limit is None else self.ours <= self.limit


def median(values: Sequence[float]) -> float:
    """Return the middle value, rounded to three places."""
    return round(statistics.median(values), 3)


def middle_mean(values: Sequence[float]) -> float:
    """Return the mean of the middle half, rounded to three places: at least four values.

    Paints come with the screen's frames, every 16 ms: a median jumps by a whole frame.
    """
    ranked = sorted(values)
    quarter = len(ranked) // 4
    return round(statistics.fmean(ranked[quarter : len(ranked) - quarter]), 3)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that ``percent`` of all are at or below, rounded to three places."""
    ranked = sorted(values)
    return round(ranked[max(0, -(-len(ranked) * percent // 100) - 1)], 3)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned text."""
    cells = [("what", "ours", "floor", "ratio", "unit", "limit", "the floor is")]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        floor = "" if row.floor is None else f"{row.floor:,.10g}"
        verdict = {True: "ok", False: "over", None: ""}[row.holds]
        limit = "" if row.limit is None else f"{row.limit:,.10g} {verdict}"
        cells.append((row.name, f"{row.ours:,.10g}", floor, ratio, row.unit, limit, row.note))
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    return "\n".join(
        f"{name:<{widths[0]}}  {ours:>{widths[1]}}  {floor:>{widths[2]}}  "
        f"{ratio:>{widths[3]}}  {unit:<{widths[4]}}  {limit:>{widths[5]}}  {note}".rstrip()
        for name, ours, floor, ratio, unit, limit, note in cells
    )


def write(path: Path, machine: dict[str, str], rows: Sequence[Row]) -> None:
    """Write the rows as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = [asdict(row) | {"ratio": row.ratio, "holds": row.holds} for row in rows]
    content = {"machine": machine, "rows": listed}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
