"""The answering page's object: what the form is written from, and what it looked like."""

from app.domain.answers import Answer
from app.domain.question_set import QuestionSet
from app.web.answering_page import AnsweringPage, answering_page, read_shown, shown
from tests.comparing import published


def page_of(question_set: QuestionSet) -> AnsweringPage:
    return answering_page(
        question_set,
        {},
        language="nb",
        whose=None,
        now=0,
    )


def test_each_statement_stands_once_also_where_two_themes_have_the_same_title() -> None:
    plain = published()
    first, second, *rest = plain.themes
    alike = plain.model_copy(
        update={"themes": (first, second.model_copy(update={"title": first.title}), *rest)}
    )

    ids = [view.id for theme in page_of(alike).themes for view in theme.statements]

    assert ids == [statement.id for statement in plain.statements]


def test_what_was_shown_is_read_back() -> None:
    question_set = published()
    first, second = (statement.id for statement in question_set.statements[:2])
    sheet = {first: Answer(3, 5), second: Answer("unknown", "not_relevant", talk=True)}

    read = read_shown(question_set, shown(question_set, sheet))

    assert {key: answer for key, answer in read.items() if answer != Answer()} == sheet
    assert read_shown(question_set, "nonsense") == {}
