"""The report of a round: what stands in it, and the same as a PDF.

Pure functions of the domain's types and a translator. Two levels: ``full`` for the parties, and
``process`` for others, such as the council, in which nothing is made of anybody's answers.
"""

from app.reports.content import (
    LEVELS,
    Facts,
    Level,
    Report,
    full_report,
    process_report,
)
from app.reports.endings import Agreed
from app.reports.pdf import to_pdf

__all__ = [
    "LEVELS",
    "Agreed",
    "Facts",
    "Level",
    "Report",
    "full_report",
    "process_report",
    "to_pdf",
]
