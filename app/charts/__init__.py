"""From a comparison to what people read and see: sentences, drawings and the numbers beside.

Pure functions of the domain's types and a translator. A sentence, then a drawing, then a
table: all three from the same row, so they cannot disagree. No averages, anywhere.
"""

from app.charts.change import ChangeWords, DatedTranslator, change_words
from app.charts.crowd import Crowd, crowd
from app.charts.lanes import SHAPES, Lane, Lanes, Link, Mark, lanes
from app.charts.large import Large, large
from app.charts.reasons import reason, wish
from app.charts.sentences import sentence
from app.charts.since import Changes, LastAgreement, Since, Verdict, change_of, since_last
from app.charts.words import (
    AnswerWords,
    Cell,
    Translator,
    Words,
    answer_words,
    scale_words,
    together,
)

__all__ = [
    "SHAPES",
    "AnswerWords",
    "Cell",
    "ChangeWords",
    "Changes",
    "Crowd",
    "DatedTranslator",
    "Lane",
    "Lanes",
    "Large",
    "LastAgreement",
    "Link",
    "Mark",
    "Since",
    "Translator",
    "Verdict",
    "Words",
    "answer_words",
    "change_of",
    "change_words",
    "crowd",
    "lanes",
    "large",
    "reason",
    "scale_words",
    "sentence",
    "since_last",
    "together",
    "wish",
]
