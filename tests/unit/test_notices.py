"""The notices: the right lines for a pair and for more, complete in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from app.content import notices
from app.domain.question_set import LANGUAGES, Language


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in the file."""
    if isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
        if "nb" in value:
            yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


CONTENT: Any = json.loads(notices.FILE.read_text(encoding="utf-8"))


def test_every_text_stands_in_every_language_with_the_same_places() -> None:
    found = list(texts(CONTENT))
    assert len(found) > 40
    for text in found:
        assert set(text) == set(LANGUAGES)
        places = {language: set(re.findall(r"{(\w*)}", text[language])) for language in LANGUAGES}
        assert places["nb"] == places["nn"] == places["en"] <= set(CONTENT["placeholders"])


def test_nothing_is_promised_that_the_law_does_not_keep() -> None:
    words = notices.FILE.read_text(encoding="utf-8").lower()
    assert "konfidensiel" not in words
    assert "confidential" not in words
    assert "anonym" not in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("roles", [2, 3, 4])
def test_before_answering(roles: int, language: Language) -> None:
    notice = notices.before_answering(roles, language, "1. mai 2027")
    ids = [line.id for line in notice.lines]
    assert ("see-05" in ids, "see-06" in ids) == (roles == 2, roles > 2)
    assert "see-07" in ids
    assert sum("1. mai 2027" in line.text for line in notice.lines) == 1
    assert not any("{" in line.text for line in notice.lines)
    assert notice.acknowledge


@pytest.mark.parametrize("language", LANGUAGES)
def test_honesty(language: Language) -> None:
    pair = [line.id for line in notices.honesty(2, language).lines]
    three = [line.id for line in notices.honesty(3, language).lines]
    assert "hon-01" in pair
    assert "hon-02" not in pair
    assert {"hon-02", "hon-05"} <= set(three)
    assert notices.honesty(2, language).acknowledge is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state_id", get_args(notices.StateId))
def test_states(state_id: notices.StateId, language: Language) -> None:
    notice = notices.state(state_id, language)
    assert notice.title
    assert notice.text


def test_waiting_speaks_of_one_or_of_several() -> None:
    assert notices.waiting(2, "nb").title == "Den andre har ikke levert inn ennå"
    assert notices.waiting(3, "nn").title == "Nokon har ikkje levert inn enno"


@pytest.mark.parametrize("language", LANGUAGES)
def test_deletion(language: Language) -> None:
    told = notices.deletion(language, delete_date="1. mai", backup_days=30)
    assert "1. mai" in told.upcoming
    assert "30" in told.backups
    assert "3. juli" in notices.deleted(language, "3. juli")
