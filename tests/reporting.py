"""Short ways to a report in a test: what topics ended in, and the facts of the first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.agreements import Agreement
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.i18n import translator
from app.reports import Facts, Report, full_report, process_report
from tests.comparing import CHIEF, MAYOR, compared

OPENED = 1_790_000_000_000_000
MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)

FACTS = Facts(
    municipality="Sør-Øyfjord",
    round=1,
    opened=OPENED,
    facilitator=True,
    answers_deleted="2027-11-22",
    agreements_deleted="2028-11-21",
    check_in="2027-01-20",
    next_round="2027-06-10",
)

CALL = Agreement(
    "agree",
    "rol-01",
    "en sak kan havne i mediene",
    "ringer vi hverandre samme dag",
    MAYOR,
    "Lage en liste",
    "2026-12-04",
    "Ingen av oss leser det i avisen først",
)
ASK = Agreement("look_into", "til-01", "", "Hvor ofte får de folkevalgte svar?", CHIEF)
LEAVE = Agreement("leave", "uen-01", "", "Vi er uenige, og sier fra på forhånd")

EVERY_KIND = ("4,5,4,5", "1,5,5,5", "2,4,2,4", "3,5,3,3", "3,4,3,3", "3,3,3,3", "5,5,5,5",
              "?,4,3,4", "?,5,?,5", "x,x,3,4", "3,-,3,4")  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """What a topic ended in, and who has said yes to that."""

    agreement: Agreement
    confirmed: Mapping[str, int] = field(default_factory=dict)


def signed(agreement: Agreement = CALL) -> Ended:
    """Confirmed by both."""
    return Ended(agreement, {MAYOR: OPENED, CHIEF: OPENED})


def mixed(question_set: QuestionSet) -> Comparison:
    """A comparison with every kind of conversation in it."""
    return compared(
        question_set,
        {
            name: (EVERY_KIND[n % len(EVERY_KIND)], {1: "OK", 3: "O", 7: "K"}.get(n, ""))
            for n, name in enumerate(question_set.by_id)
        },
    )


def full(question_set: QuestionSet, *agreed: Ended, language: Language = "nb") -> Report:
    """The pair's report of a comparison of every kind."""
    comparison = mixed(question_set)
    return full_report(question_set, comparison, agreed, FACTS, translator(language))


def process(question_set: QuestionSet, *agreed: Ended, language: Language = "nb") -> Report:
    """The report to hand on."""
    return process_report(question_set, agreed, FACTS, translator(language))
