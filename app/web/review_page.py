"""The page object of the overview before handing in."""

from __future__ import annotations

from app.domain.answers import UNANSWERED, Sheet, Value, unanswered
from app.domain.question_set import QuestionSet
from app.web.seat_pages import ReviewPage, ReviewRow, ReviewTheme


def review_page(
    question_set: QuestionSet,
    sheet: Sheet,
    *,
    language: str,
    seat: str,
    role: str,
    municipality: str,
    release: str,
    ask_consent: bool,
    last_said: tuple[int, int] = (0, 0),
    later_round: bool = False,
    confirm: bool,
    consent: bool,
) -> ReviewPage:
    """The own answers in words, by theme."""
    spoken = question_set.language(language)
    words: dict[Value, str | None] = {None: None}
    words.update({step.value: step.label[spoken] for step in question_set.scale})
    words.update({way.code: way.label[spoken] for way in question_set.ways_out})
    rows: dict[str, list[ReviewRow]] = {}
    for number, statement in enumerate(question_set.statements, start=1):
        answer = sheet.get(statement.id, UNANSWERED)
        rows.setdefault(statement.theme, []).append(
            ReviewRow(
                id=statement.id,
                number=number,
                text=statement.text[spoken],
                status=words[answer.status],
                ambition=words[answer.ambition],
                talk=answer.talk,
            )
        )
    missing = tuple(unanswered(question_set, sheet))
    return ReviewPage(
        seat=seat,
        role_title=question_set.role(role).title[spoken],
        municipality=municipality,
        themes=tuple(
            ReviewTheme(theme.title[spoken], tuple(rows.get(theme.id, ())))
            for theme in question_set.themes
        ),
        total=len(question_set.statements),
        answered=len(question_set.statements) - len(missing),
        missing=missing,
        talk_label=question_set.talk.label[spoken],
        ask_consent=ask_consent,
        release=release,
        last_said=last_said,
        later_round=later_round,
        confirm=confirm,
        consent=consent,
    )
