"""The report as a PDF that everybody can read: what PDF/UA asks for, held by its structure."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from app.domain.agreements import LONGEST_TEXT
from app.domain.errors import ReportTooLong, TooManyReports
from app.domain.question_set import LANGUAGES, Language, QuestionSet
from app.i18n import translator
from app.reports import full_report, pdf, signs, to_pdf
from tests.comparing import compared, published, with_roles
from tests.pdfs import fonts, overprinted, painted_untagged, tags, words
from tests.reporting import ASK, CALL, FACTS, LEAVE, MADE, Ended, full, process, signed

A4 = (0, 0, 595.28, 841.89)

SEVEN_STEPS = Path(__file__).parents[1] / "content" / "seven-step.v1.json"


@cache
def made(level: str, language: Language = "nb") -> bytes:
    """The pair's report, or the one to hand on."""
    make = full if level == "full" else process
    return to_pdf(
        make(published(), signed(), Ended(ASK), Ended(LEAVE), language=language),
        MADE,
        "Sør-Øyfjord",
    )


def written(text: str) -> bytes:
    """A report to hand on in which somebody wrote this wherever one may write."""
    agreement = replace(CALL, when=text, then=text, first_step=text, notice=text)
    return to_pdf(process(published(), signed(agreement)), MADE, "Sør-Øyfjord")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ["full", "process"])
class TestEveryReport:
    def test_says_what_it_is(self, level: str, language: Language) -> None:
        with pikepdf.open(io.BytesIO(made(level, language))) as document:
            root = document.Root
            assert root.MarkInfo.Marked
            assert str(root.Lang) == language
            assert root.ViewerPreferences.DisplayDocTitle
            assert "Sør-Øyfjord" in str(document.docinfo.Title)
            metadata = root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "Sør-Øyfjord" in metadata

    def test_paints_nothing_that_is_not_tagged(self, level: str, language: Language) -> None:
        assert painted_untagged(made(level, language)) == []

    def test_prints_no_line_over_another(self, level: str, language: Language) -> None:
        assert overprinted(made(level, language)) == []

    def test_carries_its_letters_along(self, level: str, language: Language) -> None:
        carried = fonts(made(level, language))
        assert carried
        assert all(carried.values())

    def test_has_headings_in_order(self, level: str, language: Language) -> None:
        levels = [
            int(tag.kind[1:])
            for tag in tags(made(level, language))
            if tag.kind.startswith("H") and tag.kind[1:].isdigit()
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_has_pages_with_numbers(self, level: str, language: Language) -> None:
        with pikepdf.open(io.BytesIO(made(level, language))) as document:
            count = len(document.pages)
            for page in document.pages:
                assert [float(n) for n in page.mediabox] == pytest.approx(A4, abs=0.1)
        said = words(made(level, language))
        of = {"nb": f"Side {count} av {count}", "nn": f"Side {count} av {count}"}
        assert of.get(language, f"Page {count} of {count}") in said


def test_what_is_handed_on_with_one_agreement_is_one_page() -> None:
    short = to_pdf(process(published(), signed(CALL)), MADE, "Sør-Øyfjord")
    with pikepdf.open(io.BytesIO(short)) as document:
        assert len(document.pages) == 1


class TestFull:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_drawing_is_told_in_words(self, language: Language) -> None:
        shown = full(published(), language=language).comparison
        assert shown is not None
        assert shown.opener is not None
        rows = [row for theme in shown.themes for row in theme.rows]
        rows = [shown.opener, *shown.topics, *rows, *shown.apart]
        figures = [tag for tag in tags(made("full", language)) if tag.kind == "Figure"]
        again = [row for row in shown.topics if row.id == shown.opener.id]
        expected = [row.sentence for row in rows if row not in again]
        assert [figure.alt for figure in figures] == expected

    def test_each_table_has_heads(self) -> None:
        found = tags(made("full"))
        tables = [tag for tag in found if tag.kind == "Table"]
        heads = [tag for tag in found if tag.kind == "TH"]
        assert len(tables) >= 25
        assert len(heads) == 3 * len(tables)
        assert all(head.scope == "/Column" for head in heads)
        assert [tag.path[-1] for tag in found if tag.kind == "TD"] == ["TR"] * (6 * len(tables))

    def test_every_number_is_in_the_text(self) -> None:
        question_set = published()
        first = question_set.statements[0].id
        report = full_report(
            question_set,
            compared(question_set, {first: "1,5,2,3"}, rest="4,4,4,4"),
            [],
            FACTS,
            translator("nb"),
        )
        assert "O 1 5 K 2 3" in words(to_pdf(report, MADE, "Sør-Øyfjord"))

    @pytest.mark.parametrize("roles", [3, 4])
    def test_holds_more_roles(self, roles: int) -> None:
        question_set = with_roles(roles)
        values = ",".join(["2,4"] * roles)
        comparison = compared(question_set, {}, rest=values)
        document = to_pdf(
            full_report(question_set, comparison, [], FACTS, translator("nn")), MADE, "Sør-Øyfjord"
        )
        assert question_set.roles[-1].title["nn"] in words(document)
        assert painted_untagged(document) == []

    def test_holds_seven_steps(self) -> None:
        question_set = QuestionSet.model_validate_json(SEVEN_STEPS.read_bytes())
        comparison = compared(question_set, {}, rest="7,6,1,7")
        document = to_pdf(
            full_report(question_set, comparison, [], FACTS, translator("nb")), MADE, "Sør-Øyfjord"
        )
        assert "U 7 6 S 1 7" in words(document)
        assert len([tag for tag in tags(document) if tag.kind == "Figure"]) >= 6

    def test_holds_a_comparison_of_nothing(self) -> None:
        question_set = published()
        report = full_report(question_set, compared(question_set, {}), [], FACTS, translator("nb"))
        assert report.headings.no_topics in words(to_pdf(report, MADE, "Sør-Øyfjord"))

    def test_marks_words_in_the_sets_language(self) -> None:
        """Where the reader's language is not the set's, a screen reader must change its voice."""
        only = published().model_copy(update={"languages": ("nb",)})
        report = full_report(only, compared(only, {}, rest="4,4,4,4"), [], FACTS, translator("en"))
        found = tags(to_pdf(report, MADE, "Sør-Øyfjord"))
        assert "nb" in {tag.lang for tag in found}


def test_the_same_report_is_the_same_bytes() -> None:
    report = process(published(), signed())
    assert to_pdf(report, MADE, "Sør-Øyfjord") == to_pdf(report, MADE, "Sør-Øyfjord")


class TestWhatPeopleWrite:
    @pytest.mark.parametrize(
        "text",
        [
            "#panic()", "#read(\"/etc/passwd\")", "]", "[", "*", "_x_", "\"", "\\", "$x$", "@ref",
            "<label>", "//x", "/*", "`x`", "= x", "- x", "{{x}}", "%(day)s", "{page}", "~", "---",
        ],
    )  # fmt: skip
    def test_is_never_read_as_markup(self, text: str) -> None:
        assert words(written(text)).count(text) >= 4

    @pytest.mark.parametrize(
        "text", ["áčđŋšŧž ÁČĐŊŠŦŽ", "öäïõ", "«nei» – “ja” … 12 % · § 4", "Кёльн", "Ελλάδα", "Łódź"]
    )
    def test_is_shown_in_its_own_letters(self, text: str) -> None:
        said = words(written(text))
        assert text in said
        assert "□" not in said

    @pytest.mark.parametrize("text", ["שלום עולם", "مرحبا بالعالم", "أهلًا وسهلًا"])
    def test_may_go_from_right_to_left(self, text: str) -> None:
        said = words(written(text))
        assert "□" not in said
        assert any("\u0590" <= sign <= "\u06ff" or "\ufb1d" <= sign <= "\ufefc" for sign in said)

    @pytest.mark.parametrize(
        "text", ["👍", "👨‍👩‍👧", "漢字", "ก", "\ue000", "\ud800", "\U0010ffff", "1\ufe0f\u20e3"]
    )
    def test_what_has_no_letters_is_a_square_and_said_to_be(self, text: str) -> None:
        said = words(written(f"ja {text} nei"))
        assert "En slik firkant står for et tegn" in said
        assert "nei" in said

    @pytest.mark.parametrize(
        "text",
        ["\x00\x01\x1f", "\x85\x9f", "\ufeff", "\u200b", "\u202e", "\u2066\u2067\u200e\u200f\u061c",
         "\u00ad", "\U000e0041", "\u2028\u2029", "\u1680\u3000\u2009\u00a0\t", "\u0300"],
    )  # fmt: skip
    def test_signs_that_nobody_sees_do_no_harm(self, text: str) -> None:
        assert "ja" in words(written(f"ja{text}nei"))

    def test_an_override_turns_nothing_around(self) -> None:
        assert "gjør vi … ja nei" in words(written("\u202eja nei"))

    def test_a_direction_that_is_never_ended_does_no_harm(self) -> None:
        assert "a a" in words(written("a \u2067" * 533 + "a"))

    def test_a_mark_on_nothing_is_shown_on_a_space_of_its_own(self) -> None:
        assert "□" not in words(written("ja \u0301 nei"))
        assert signs.shown("\u0301 ja \u0301").text == "\u00a0\u0301 ja \u00a0\u0301"

    @pytest.mark.parametrize("sign", ["x", "א", "ل", "😀", "-", "a\u0301", "x\n", "{}", "W ",
                                      " \u0301", " \u064e\u0651"])  # fmt: skip
    def test_may_be_as_long_as_it_may_be(self, sign: str) -> None:
        text = (sign * LONGEST_TEXT)[:LONGEST_TEXT]
        document = written(text)
        assert painted_untagged(document) == []
        with pikepdf.open(io.BytesIO(document)) as opened:
            assert 3 <= len(opened.pages) < 40

    def test_a_joiner_with_nothing_to_join_takes_no_time(self) -> None:
        text = (" \u200d" * LONGEST_TEXT)[: LONGEST_TEXT - 100] + "ja"
        agreement = replace(CALL, when=text, then=text, first_step=text, notice=text)
        assert "ja" in words(
            to_pdf(process(published(), *[signed(agreement)] * 4), MADE, "Sør-Øyfjord")
        )

    @pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
    def test_what_says_which_way_a_text_goes_stays_where_it_is_written(self, mark: str) -> None:
        for text in (f"{mark}ja", f"ja {mark}12, {mark}13", f"ja{mark} nei", f"({mark}ja{mark})"):
            assert signs.shown(text).text == text
        assert signs.shown(f"12 {mark} 13 {mark}").text == f"12  {mark}13 "
        assert painted_untagged(written(f"{mark}ja {mark}12")) == []

    @pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\u00ad"])
    def test_a_joiner_with_nothing_to_join_is_dropped(self, joiner: str) -> None:
        assert signs.shown(f"{joiner}ja \u200f{joiner}nei").text == "ja \u200fnei"

    @pytest.mark.parametrize(
        "unit", [" \u200e", "a \u200e", " \u200e\u0301", " \u200f\u200e", " \u200e\u00a0\u00a0"]
    )
    def test_many_of_them_take_no_time(self, unit: str) -> None:
        text = (unit * LONGEST_TEXT)[: LONGEST_TEXT - 100] + "ja"
        document = written(text)
        assert painted_untagged(document) == []
        assert "ja" in words(document)

    def test_a_word_that_no_line_can_hold_is_broken_and_not_cut(self) -> None:
        assert "x" * 500 in words(written("x" * 500)).replace(" ", "")

    def test_lines_stay_lines(self) -> None:
        said = words(written("en\nto\r\n\r\ntre"))
        assert "en to tre" in said

    def test_too_much_is_refused_before_it_takes_time(self) -> None:
        long = replace(CALL, when="x" * LONGEST_TEXT, then="y" * LONGEST_TEXT)
        with pytest.raises(ReportTooLong):
            to_pdf(process(published(), *[signed(long)] * 20), MADE, "Sør-Øyfjord")

    def test_what_takes_too_long_is_ended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf, "TIME_LIMIT", 0.001)
        with pytest.raises(ReportTooLong):
            to_pdf(process(published()), MADE, "Sør-Øyfjord")


def test_only_so_many_are_made_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    first, second = (pdf.TURNS.taken(name, 0.01) for name in ("Sør-Øyfjord", "Lillevik"))
    with first, second, pytest.raises(TooManyReports):
        to_pdf(process(published()), MADE, "a third one")
    assert to_pdf(process(published()), MADE, "Sør-Øyfjord")
