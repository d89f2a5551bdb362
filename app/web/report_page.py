"""The report's page, which printed is the report."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports import Level, Report
from app.web.way import NO_WAY, Way

PATHS: dict[Level, str] = {"full": "/report", "process": "/report/process"}


def pdf_path(level: Level) -> str:
    """Where the same is as a PDF."""
    return f"/report/{level}.pdf"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the template may use.

    ``other_href`` leads to the other level, and is empty when the answers are no longer there.
    ``left_out`` is how many agreements somebody has not confirmed, told to the reader alone: they
    are not in the process report. ``party`` is false for a facilitator, whose the report is not.
    """

    report: Report
    pdf_href: str
    other_href: str
    left_out: int
    party: bool
    way: Way


def report_page(
    report: Report,
    *,
    both_levels: bool,
    left_out: int = 0,
    party: bool = True,
    way: Way = NO_WAY,
    base: str = "",
) -> ReportPage:
    """The page of a report; ``way`` is where the reader can go from it.

    ``base`` is what the addresses of an earlier round begin with.
    """
    other: Level = "process" if report.level == "full" else "full"
    return ReportPage(
        report=report,
        pdf_href=base + pdf_path(report.level),
        other_href=base + PATHS[other] if both_levels else "",
        left_out=left_out if report.level == "process" else 0,
        party=party,
        way=way,
    )
