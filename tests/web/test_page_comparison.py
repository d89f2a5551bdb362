"""The opened comparison: every statement in words, drawing and numbers, the map, the files."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI

from app.web.comparing import EMPTY_STYLE
from tests.cast import Cast, Person, gather, tap
from tests.pages import Node, Page, Phone, nb

LATER = "2026-11-22T12:00:01Z"
PAGES = ("/comparison", "/comparison/explore")
FILES = ("csv", "xlsx", "json")


def answer_apart(cast: Cast, **body: bool) -> None:
    """Marit and Kåre hand in sheets with every kind of conversation in them."""
    cast.marit.answer_all(4, 5)
    cast.kare.answer_all(4, 4)
    cast.marit.save(
        tap("rol-01", LATER, status=1, ambition=5, talk=True),
        tap("rol-02", LATER, status="unknown"),
        tap("rol-03", LATER, ambition=None),
        tap("til-01", LATER, status=2, ambition=4),
        tap("til-02", LATER, status=3, ambition=5),
    )
    cast.kare.save(
        tap("rol-01", LATER, status=5, ambition=5),
        tap("rol-04", LATER, status="not_relevant"),
        tap("til-01", LATER, status=2, ambition=4, talk=True),
        tap("til-02", LATER, status=3, ambition=3),
    )
    cast.marit.hand_in(anyway=True, **body)
    cast.kare.hand_in(**body)


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """Sør-Øyfjord's comparison, open to the pair and to Fatima."""
    answer_apart(cast, facilitator_may_read=True)
    return cast


@pytest.fixture
def marit(opened: Cast, phone: Phone) -> Phone:
    """Marit's phone, the comparison open."""
    phone.hold(opened.marit.token)
    return phone


def merged(person: Person) -> dict[str, dict[str, Any]]:
    """The comparison as the API gives it, by statement."""
    return {row["id"]: row for row in person.get("/api/comparison").json()["statements"]}


def test_each_statement_stands_once_with_its_category(opened: Cast, marit: Phone) -> None:
    page = marit.open("/comparison")
    assert page.status == 200
    rows = page.root.all(data_category=None)
    expected = merged(opened.marit)
    assert len(rows) == 25
    assert {row.attrs["data-statement"]: row.attrs["data-category"] for row in rows} == {
        statement: row["category"] for statement, row in expected.items()
    }
    assert len({row["category"] for row in expected.values()}) >= 6


def test_every_number_drawn_is_also_in_the_text(opened: Cast, marit: Phone) -> None:
    expected = merged(opened.marit)
    for row in marit.open("/comparison").root.all(data_category=None):
        answers = expected[row.attrs["data-statement"]]["answers"].values()
        numbers = [
            [each for each in (answer["status"], answer["ambition"]) if isinstance(each, int)]
            for answer in answers
        ]
        marks = row.all("circle", class_=None) + row.all("polygon", class_=None)
        drawn = [each for each in marks if each.attrs["class"].startswith("mark ")]
        lines = row.one("tbody").all("tr")
        told = [[int(n) for n in re.findall(r"\d+", line_words(line))] for line in lines]
        assert told == numbers
        # Where there is not a number, there is a word and no mark.
        assert len(drawn) == sum(len(each) for each in numbers)
        for line, answer in zip(lines, answers, strict=True):
            for cell, value in zip(line.all("td"), answer.values(), strict=False):
                assert (cell.text == str(value)) == isinstance(value, int)
                assert cell.text


def line_words(line: Node) -> str:
    return " ".join(cell.text for cell in line.all("td"))


def test_marks_stand_at_the_steps_they_mean(opened: Cast, marit: Phone) -> None:
    expected = merged(opened.marit)
    for row in marit.open("/comparison").root.all(data_category=None):
        answers = expected[row.attrs["data-statement"]]["answers"]
        lanes = row.all("g", class_="lane role-0") + row.all("g", class_="lane role-1")
        for lane, answer in zip(lanes, answers.values(), strict=True):
            steps = [float(c.attrs["cx"]) for c in lane.all("circle", class_="lane__step")]
            circles = {c.attrs["class"]: float(c.attrs["cx"]) for c in lane.all("circle")}
            for kind in ("status", "ambition"):
                where = circles.get(f"mark mark--{kind}")
                if where is not None:
                    nearest = min(range(len(steps)), key=lambda i: abs(steps[i] - where))
                    assert nearest + 1 == answer[kind]


def test_the_agenda_is_the_apis(opened: Cast, marit: Phone) -> None:
    agenda = opened.marit.get("/api/comparison").json()["agenda"]
    topics = [
        each.attrs["data-topic"] for each in marit.open("/comparison").root.all(data_topic=None)
    ]
    assert topics == [agenda["opener"], *agenda["topics"]]


def folds(page: Page) -> list[Node]:
    """The statements' fold-outs, in the page's order."""
    return [row.one("details") for row in page.root.all("li", data_category=None)]


def test_a_statement_shows_its_kind_and_numbers_also_when_its_drawing_is_folded_in(
    opened: Cast, marit: Phone
) -> None:
    expected = merged(opened.marit)
    page = marit.open("/comparison")
    assert nb("The numbers are today → in a year.") in page.text
    assert "1 = stemmer ikke, 5 = stemmer helt." in page.text
    for row, fold in zip(page.root.all("li", data_category=None), folds(page), strict=True):
        assert "open" not in fold.attrs
        told = fold.one("summary").one("span", class_="compared__numbers").text
        answers = expected[row.attrs["data-statement"]]["answers"].values()
        values = [v for a in answers for v in (a["status"], a["ambition"])]
        assert [int(n) for n in re.findall(r"\d", told)] == [v for v in values if type(v) is int]
        assert not fold.one("summary").all("svg")


@pytest.mark.parametrize("asked", ["unfolded", "category=different_view"])
def test_who_asks_for_all_drawings_or_one_kind_need_not_fold_them_out(
    marit: Phone, asked: str
) -> None:
    assert "/comparison?unfolded#all" in marit.open("/comparison").links()
    assert all("open" in fold.attrs for fold in folds(marit.open(f"/comparison?{asked}")))


def test_what_the_conversation_needs_next_stands_before_the_long_list(marit: Phone) -> None:
    html = marit.open("/comparison").html
    topics = html.rindex("data-topic")
    onward = html.index("onward-title")
    assert topics < onward < html.index('href="/agreements"', onward) < html.index('id="all"')


def test_the_counts_are_the_apis_and_lead_to_their_statements(opened: Cast, marit: Phone) -> None:
    counts = opened.marit.get("/api/comparison").json()["counts"]
    page = marit.open("/comparison")
    chips = {each.attrs["data-count"]: each for each in page.root.all("a", data_count=None)}
    assert set(chips) == set(counts)
    for category, chip in chips.items():
        assert int(chip.one("b").text) == counts[category]
        filtered = marit.open("/comparison" + chip.attrs["href"])
        rows = filtered.root.all(data_category=None)
        assert [row.attrs["data-category"] for row in rows] == [category] * counts[category]
        assert filtered.root.one("a", aria_current="true", data_count=None) in filtered.root.all(
            data_count=category
        )
        assert "/comparison#all" in filtered.links()


@pytest.mark.parametrize("wanted", ["nonesuch", "", "<script>", "agreed_enough%00", "x" * 3000])
def test_a_category_that_is_not_there_filters_nothing(marit: Phone, wanted: str) -> None:
    page = marit.open(f"/comparison?category={wanted}")
    assert page.status == 200
    assert len(page.root.all(data_category=None)) == 25


def test_both_parties_and_the_facilitator_see_the_same_bytes(
    app: FastAPI, opened: Cast, marit: Phone
) -> None:
    for path in PAGES:
        first = marit.open(path).html
        for person in (opened.kare, opened.fatima):
            phone = Phone(app)
            phone.hold(person.token)
            assert phone.open(path).html == first


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_average_no_decimal_no_judgement(marit: Phone, language: str) -> None:
    for path in PAGES:
        page = marit.open(f"{path}?lang={language}")
        words = page.root.one("body").text
        assert not re.findall(r"\d[.,]\d|%", words)
        assert not re.search(
            r"gjennomsnitt|\bsnitt|average|score|poeng|rangering|blindso", words.lower()
        )


def test_the_map_is_told_as_a_table(opened: Cast, marit: Phone) -> None:
    page = marit.open("/comparison/explore")
    expected = merged(opened.marit)
    rows = page.root.all("tr", data_statement=None)
    assert [row.attrs["data-statement"] for row in rows] == list(expected)
    for row in rows:
        answers = expected[row.attrs["data-statement"]]["answers"].values()
        for cell, answer in zip(row.all("td"), answers, strict=True):
            numbers = [int(n) for n in re.findall(r"\((\d+)\)", cell.text)]
            assert numbers == [
                each for each in (answer["status"], answer["ambition"]) if isinstance(each, int)
            ]


def test_the_map_carries_no_average(opened: Cast, marit: Phone) -> None:
    page = marit.open("/comparison/explore")
    script = page.root.one("script", type="application/json")
    figure = json.loads("".join(str(each) for each in script.inside))
    assert "<" not in "".join(str(each) for each in script.inside)
    answers = [a for row in merged(opened.marit).values() for a in row["answers"].values()]
    whole = [a for a in answers if isinstance(a["status"], int) and isinstance(a["ambition"], int)]
    marks = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert sum(len(trace["x"]) for trace in marks) == len(whole)
    at = sorted(
        (round(x), round(y)) for trace in marks for x, y in zip(trace["x"], trace["y"], strict=True)
    )
    assert at == sorted((a["status"], a["ambition"]) for a in whole)


def test_the_map_may_do_one_thing_more_than_other_pages(marit: Phone) -> None:
    usual = marit.open("/comparison").answer.headers["content-security-policy"]
    policy = marit.open("/comparison/explore").answer.headers["content-security-policy"]
    assert EMPTY_STYLE == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    usual = usual.replace("img-src 'self'", "img-src 'self' blob:")
    assert policy == usual.replace("style-src 'self'", f"style-src 'self' {EMPTY_STYLE}")
    assert "unsafe" not in policy


def test_the_csv_opens_in_excel_with_every_number(opened: Cast, marit: Phone) -> None:
    answer = marit.get("/comparison/export.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].endswith('samspill-sor-oyfjord-runde-1.csv"')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 26
    for line, row in zip(lines[1:], merged(opened.marit).values(), strict=True):
        values = [v for a in row["answers"].values() for v in (a["status"], a["ambition"])]
        assert [line[3], line[5], line[8], line[10]] == [
            str(value) if isinstance(value, int) else "" for value in values
        ]
        assert all(line[n] for n in (4, 6, 9, 11))


def test_the_workbook_says_where_it_comes_from(opened: Cast, marit: Phone) -> None:
    answer = marit.get("/comparison/export.xlsx")
    assert answer.headers["content-disposition"].endswith('samspill-sor-oyfjord-runde-1.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    table, about = book.worksheets
    assert (table.max_row, about["B1"].value) == (26, "Sør-Øyfjord")
    row = merged(opened.marit)["rol-01"]["answers"]
    assert [table.cell(2, column).value for column in (4, 6, 9, 11)] == [
        v for a in row.values() for v in (a["status"], a["ambition"])
    ]
    book.close()


def test_the_json_is_the_apis(opened: Cast, marit: Phone) -> None:
    answer = marit.get("/comparison/export.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == opened.marit.get("/api/comparison").json()


def test_files_speak_the_readers_language(marit: Phone) -> None:
    marit.open("/comparison?lang=en")
    text = marit.get("/comparison/export.csv").content.decode("utf-8-sig")
    assert "Mayor" in text.splitlines()[0]
    assert "Ordfører" not in text


def test_the_page_leads_to_every_file_and_the_map(marit: Phone) -> None:
    links = marit.open("/comparison").links()
    for path in (*(f"/comparison/export.{kind}" for kind in FILES), "/comparison/explore"):
        assert path in links
        assert marit.get(path).status_code == 200


@pytest.mark.parametrize("kind", ["pdf", "exe", "csv.bak", "CSV", "%00"])
def test_a_kind_of_file_there_is_none_of(marit: Phone, kind: str) -> None:
    assert marit.get(f"/comparison/export.{kind}").status_code == 404


def test_before_release_there_is_nothing(app: FastAPI, cast: Cast, phone: Phone) -> None:
    cast.marit.answer_all()
    cast.marit.hand_in()
    phone.hold(cast.marit.token)
    for path in PAGES:
        assert phone.open(path).path == "/waiting"
    for kind in FILES:
        answer = phone.get(f"/comparison/export.{kind}")
        assert (answer.status_code, answer.headers["content-type"]) == (
            403,
            "text/html; charset=utf-8",
        )
        assert "content-disposition" not in answer.headers
        assert nb("The comparison is not open yet.") in answer.text
    kare = Phone(app)
    kare.hold(cast.kare.token)
    assert kare.open("/comparison").path == "/welcome"


def test_a_stranger_an_invitation_and_an_outsider_get_nothing(
    opened: Cast, lillevik: Cast, phone: Phone
) -> None:
    paths = (*PAGES, *(f"/comparison/export.{kind}" for kind in FILES))
    for path in paths:
        assert phone.get(path).status_code == 401
        token = lillevik.invitations["kommunedirektor"].token
        assert phone.get(path, headers={"cookie": f"samspill={token}"}).status_code == 403
    phone.hold(lillevik.marit.token)
    for path in paths:
        answer = phone.get(path)
        assert answer.status_code in {303, 403}
        assert "data-category" not in answer.text


def test_a_facilitator_without_every_yes_gets_nothing(app: FastAPI, phone: Phone) -> None:
    cast = gather(app, facilitator=True)
    answer_apart(cast)
    phone.hold(cast.fatima.token)
    for path in PAGES:
        assert phone.open(path).path == "/waiting"
    for kind in FILES:
        assert phone.get(f"/comparison/export.{kind}").status_code == 403


def test_when_one_party_erases_it_is_closed_for_all(
    app: FastAPI, opened: Cast, marit: Phone
) -> None:
    opened.kare.delete("/api/answers")
    for person in (opened.marit, opened.kare, opened.fatima):
        phone = Phone(app)
        assert phone.enter(person.token).path == "/waiting"
        for path in (*PAGES, *(f"/comparison/export.{kind}" for kind in FILES)):
            page = phone.open(path)
            assert (page.status, page.heading) == (410, nb("The round is closed")), path
            assert "data-category" not in page.html


def test_nothing_comparable_is_said_plainly(app: FastAPI, phone: Phone) -> None:
    cast = gather(app)
    cast.marit.hand_in(anyway=True)
    cast.kare.hand_in(anyway=True)
    phone.hold(cast.marit.token)
    page = phone.open("/comparison")
    assert page.status == 200
    rows = page.root.all(data_category=None)
    assert {row.attrs["data-category"] for row in rows} == {"incomplete"}
    assert (
        nb("There is nothing to propose: too few statements have answers from everyone.")
        in page.text
    )
    assert phone.open("/comparison/explore").status == 200
    for kind in FILES:
        assert phone.get(f"/comparison/export.{kind}").status_code == 200
