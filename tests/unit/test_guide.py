"""The guide to the conversation: whole in each language, its times add up."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest

from app.content.guide import FieldId, PartId, StepId, guide
from app.domain.agreements import ENDINGS
from app.domain.question_set import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_every_step_part_field_and_ending(language: Language) -> None:
    words = guide(language)
    assert [step.id for step in words.steps] == list(get_args(StepId))
    assert [part.id for part in words.step("topic").parts] == list(get_args(PartId))
    assert [field.id for field in words.agreement_form.fields] == list(get_args(FieldId))
    assert [ending.id for ending in words.topic_endings] == list(ENDINGS)
    assert len(words.ground_rules.items) == 7


def test_the_languages_differ() -> None:
    assert len({guide(language).purpose for language in LANGUAGES}) == 3


@pytest.mark.parametrize("roles", [2, 3])
def test_each_running_order_holds_what_it_promises(roles: int) -> None:
    for order in guide("nb").running_orders:
        slots = order.steps
        assert (slots[0].start, slots[-1].end) == (0, order.minutes)
        for before, after in pairwise(slots):
            assert before.end == after.start
        topic = next(slot for slot in slots if slot.step == "topic")
        parts = order.parts
        each = parts.tell * roles + parts.ask + parts.want + parts.choose
        topics = order.topics.two_roles if roles == 2 else order.topics.three_roles
        assert each * topics <= topic.end - topic.start
