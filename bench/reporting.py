"""The full report as a PDF: 25 statements, two roles, three agreements.

Made here, and asked for from the server as a browser does. The floor is the same typesetter, also
in a process of its own, with the same words as plain paragraphs.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.agreements import EVERYONE, Agreement
from app.domain.answers import Answer
from app.domain.comparison import compare
from app.domain.question_set import QuestionSet
from app.i18n import translator
from app.reports import Facts, Report, full_report, to_pdf
from bench.rows import Row, median
from bench.serving import Line
from tests.browser.api import Api
from tests.browser.rounds import WRITTEN, Rounds
from tests.browser.server import ROOT, Server

TIMES = 25
LIMIT = 300
"""Most milliseconds for one report, made or asked for."""

PATH = "/report/full.pdf"

FIRST = """
import time
began = time.perf_counter()
from bench import reporting
reporting.make(0)
print((time.perf_counter() - began) * 1000)
"""

FLOOR = """
import sys, typst
words = sys.stdin.read()
source = b'#set document(title: "x")\\n#for words in json(bytes(sys.inputs.words)) { par(words) }'
document = typst.compile(source, sys_inputs={"words": words}, pdf_standards="ua-1")
sys.stdout.buffer.write(document)
"""


@dataclass(frozen=True)
class Ended:
    """An agreement nobody has confirmed yet."""

    agreement: Agreement
    confirmed: dict[str, int] = field(default_factory=dict)


def measure() -> list[Row]:
    """Return milliseconds for one report, and for the first after a start."""
    make(0)
    ours, floor = [], []
    for number in range(1, TIMES + 1):
        report = some_report(number)
        ours.append(milliseconds(lambda report=report: to_pdf(report, now(), "bench")))  # type: ignore[misc]
        floor.append(milliseconds(lambda number=number: plain(number)))  # type: ignore[misc]
    first = [float(run_first()) for _ in range(3)]
    note = "the same words, plain paragraphs"
    return [
        Row("Full report as PDF, median", "ms", median(ours), median(floor), note, LIMIT),
        Row("Full report as PDF, slowest", "ms", round(max(ours), 3), round(max(floor), 3), note),
        Row("Full report as PDF, in a program just started, imports too", "ms", median(first)),
    ]


def served(server: Server) -> list[Row]:
    """Return milliseconds from asking for the report of a second round until it is all there."""
    api = Api(server.url)
    mayor = Rounds(api).twice["ordforer"]
    for fields in WRITTEN:
        api.post_form(mayor, "/agreements/new", fields)
    line = Line(server.port, {"Authorization": f"Bearer {mayor.token}"})
    line.ask("GET", PATH)
    took = [milliseconds(lambda: line.ask("GET", PATH)) for _ in range(TIMES)]
    api.close()
    return [
        Row(f"GET {PATH}, median", "ms", median(took), limit=LIMIT),
        Row(f"GET {PATH}, slowest", "ms", round(max(took), 3)),
    ]


def some_report(number: int) -> Report:
    """Return a report like no other number's."""
    source = (ROOT / "app" / "questions" / "samspill.v1.json").read_bytes()
    question_set = QuestionSet.model_validate_json(source)
    draw = random.Random(number)
    steps = [step.value for step in question_set.scale]
    sheets = {
        role: {
            each.id: Answer(draw.choice(steps), draw.choice(steps))
            for each in question_set.statements
        }
        for role in question_set.role_ids
    }
    agreed = [
        Ended(
            Agreement(
                "agree",
                draw.choice(question_set.statements).id,
                f"en sak kan havne i mediene ({number})",
                f"en kort avklaring på telefon samme dag ({number})",
                EVERYONE,
                f"Lage en liste over saker vi venter spørsmål om ({number})",
                "2026-12-24",
                f"Ingen av oss leser om saken i avisen først ({number})",
            )
        )
        for _ in range(3)
    ]
    facts = Facts(
        municipality="Sør-Øyfjord",
        round=1,
        opened=1_790_000_000_000_000,
        facilitator=True,
        answers_deleted="2027-11-22",
        agreements_deleted="2028-11-21",
    )
    return full_report(question_set, compare(question_set, sheets), agreed, facts, translator("nb"))


def make(number: int) -> bytes:
    """Return a report as a PDF."""
    return to_pdf(some_report(number), now(), "bench")


def plain(number: int) -> bytes:
    """Set the words of a report as paragraphs and nothing else, in a new process too."""
    compared = some_report(number).comparison
    assert compared is not None
    rows = [row for theme in compared.themes for row in theme.rows]
    words = [f"{number} {row.category_title} {row.text} {row.sentence}" for row in rows]
    command = [sys.executable, "-I", "-c", FLOOR]
    return subprocess.run(
        command, check=True, input=json.dumps(words).encode(), capture_output=True
    ).stdout


def run_first() -> str:
    """Return what a new process says it took from nothing to a PDF."""
    command = [sys.executable, "-c", FIRST]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)
