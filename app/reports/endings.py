"""What topics ended in, as a report shows it: agreements, what is asked, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.charts import LastAgreement
from app.charts.words import Words, together
from app.content.guide import AgreementForm, guide
from app.deals import has_own_verb, within
from app.domain.agreements import EVERYONE, Agreement, Ending
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator
from app.i18n import translator as speaking
from app.reports.words import Fact


class Agreed(Protocol):
    """What a topic ended in, with the moments (microseconds) of each role's yes."""

    @property
    def agreement(self) -> Agreement:
        """As it reads now."""

    @property
    def confirmed(self) -> Mapping[str, int]:
        """Roles that have said yes to that, and when."""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One ending of a topic.

    ``title`` and ``when`` are there for agreements only. ``confirmed`` tells of each party
    whether and when it said yes.
    """

    title: str
    when: Fact | None
    then: Fact
    facts: tuple[Fact, ...]
    confirmed: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What one role says now of what was agreed last time; ``line`` is its own words."""

    index: int
    letter: str
    title: Words
    verdict: Words
    line: Words


@dataclass(frozen=True, slots=True)
class LastView:
    """An ending of the last conversation; each text may be empty but for how it ended."""

    ending: Words
    statement: Words
    when: Fact
    then: Fact
    owner: Fact
    reviews: tuple[ReviewView, ...]


def deal_then(then: str, form: AgreementForm, t: Translator) -> Fact:
    """What is done then, after the form's words, or after ours where it has a verb of its own."""
    if has_own_verb(then):
        return Fact(t.gettext("then …"), Words(then))
    return Fact(form.field("then").label, Words(within(then, "we")))


def last_views(last: Sequence[LastAgreement], t: Translator) -> tuple[LastView, ...]:
    """What was agreed last time."""
    form = guide(t.language).agreement_form
    return tuple(
        LastView(
            ending=Words(each.ending_title, t.language),
            statement=each.statement,
            when=Fact(form.field("when").label, Words(within(each.when, "When"))),
            then=deal_then(each.then, form, t) if each.when else Fact("", Words(each.then)),
            owner=Fact(form.field("owner").label, each.owner),
            reviews=tuple(
                ReviewView(
                    review.index,
                    review.letter,
                    review.title,
                    review.verdict,
                    Words(review.line),
                )
                for review in each.reviews
            ),
        )
        for each in last
    )


@dataclass(frozen=True, slots=True)
class Endings:
    """Makes views of what topics ended in, ``with_statements`` where they may be named."""

    question_set: QuestionSet
    spoken: Language
    t: Translator
    with_statements: bool

    def views(self, agreed: Sequence[Agreed], ending: Ending) -> tuple[AgreementView, ...]:
        """Those that ended so, in the order they were written."""
        chosen = [each for each in agreed if each.agreement.ending == ending]
        return tuple(self._view(each, number) for number, each in enumerate(chosen, 1))

    def _view(self, agreed: Agreed, number: int) -> AgreementView:
        agreement = agreed.agreement
        form = guide(self.t.language).agreement_form
        agree = agreement.ending == "agree"
        return AgreementView(
            title=self.t.gettext("Agreement %(n)s") % {"n": number} if agree else "",
            when=Fact(form.field("when").label, Words(within(agreement.when, "When")))
            if agree
            else None,
            then=deal_then(agreement.then, form, self.t)
            if agree
            else Fact(self._question(agreement), Words(agreement.then)),
            facts=tuple(self._facts(agreement, form)),
            confirmed=tuple(self._confirmed(agreed)) if agree or agreed.confirmed else (),
        )

    def _question(self, agreement: Agreement) -> str:
        if agreement.ending == "look_into":
            return self.t.gettext("What we want to know")
        return self.t.gettext("How we live with it")

    def _facts(self, agreement: Agreement, form: AgreementForm) -> list[Fact]:
        found = []
        if agreement.owner:
            found.append(Fact(form.field("owner").label, self._owner(agreement.owner)))
        if agreement.first_step:
            found.append(Fact(form.field("first_step").label, Words(agreement.first_step)))
        if agreement.date:
            day = Words(self.t.date(agreement.date), self.t.language)
            found.append(Fact(form.field("date").label, day))
        if agreement.notice:
            found.append(Fact(form.field("notice").label, Words(agreement.notice)))
        statement = self.question_set.by_id.get(agreement.statement or "")
        if statement and self.with_statements:
            text = Words(statement.text[self.spoken], self.spoken)
            found.append(Fact(self.t.gettext("About the statement"), text))
        return found

    def _owner(self, owner: str) -> Words:
        if owner == EVERYONE:
            return Words(together(len(self.question_set.roles), self.t), self.t.language)
        return Words(self.question_set.role(owner).title[self.spoken], self.spoken)

    def _confirmed(self, agreed: Agreed) -> list[Words]:
        # A line with the set's own words in it is in the set's language, whole.
        t = speaking(self.spoken)
        lines = []
        for role in self.question_set.roles:
            at = agreed.confirmed.get(role.id)
            if at is None:
                line = t.gettext("%(role)s: not confirmed yet") % {"role": role.title[self.spoken]}
            else:
                line = t.gettext("%(role)s: confirmed %(day)s") % {
                    "role": role.title[self.spoken],
                    "day": t.day(at),
                }
            lines.append(Words(line, self.spoken))
        return lines
