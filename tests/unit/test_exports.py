"""The files to take along."""

import csv
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from app.domain.question_set import QuestionSet
from app.exports import Meta, comparison_document, table, to_csv, to_json, to_xlsx
from app.i18n import translator
from tests.comparing import compared, published, with_roles

META = Meta("d1", 2, {"Kommune": "Sør-Øyfjord"})
MIXED = compared(
    published(),
    {
        "rol-01": ("2,5,5,5", "O"),
        "rol-02": "?,4,3,3",
        "rol-03": "x,x,1,2",
        "til-01": "3,4,3,4",
        "til-02": "-,-,4,4",
    },
)


def hostile() -> QuestionSet:
    changed = published().model_dump(by_alias=True)
    changed["statements"][0]["text"]["nb"] = '=HYPERLINK("http://x";"y")'
    changed["statements"][1]["text"]["nb"] = 'Semikolon; og "anførsel"'
    changed["statements"][2]["text"]["nb"] = "@SUM(A1)"
    changed["statements"][3]["text"]["nb"] = " +1"
    return QuestionSet.model_validate(changed)


def lines_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def test_the_csv_opens_in_a_norwegian_excel() -> None:
    file = to_csv(published(), MIXED, "nb", translator("nb"), META)
    assert file.startswith(b"\xef\xbb\xbf")
    header, *lines = lines_of(file)
    assert header[:5] == ["Nr.", "Tema", "Påstand", "Ordfører: i dag (trinn)", "Ordfører: i dag"]
    assert len(lines) == 25
    assert lines[0] == [
        "1",
        "Roller og ansvar",
        "Vi har avklart hvem av oss som gjør hva.",
        *("2", "Stemmer i liten grad", "5", "Stemmer helt", "Ja"),
        *("5", "Stemmer helt", "5", "Stemmer helt", ""),
        "Vi ser det ulikt",
    ]


def test_what_is_not_a_number_is_an_empty_cell_and_words() -> None:
    _, *lines = lines_of(to_csv(published(), MIXED, "nn", translator("nn"), META))
    assert lines[1][3:5] == ["", "Veit ikkje"]
    assert lines[2][3:7] == ["", "Ikkje aktuelt for oss", "", "Ikkje aktuelt for oss"]
    assert lines[5][3:7] == ["", "Ikkje svart", "", "Ikkje svart"]
    assert all("0" not in line[3:] for line in lines)


def test_no_cell_of_the_csv_becomes_a_formula() -> None:
    question_set = hostile()
    comparison = compared(question_set, {})
    _, *lines = lines_of(to_csv(question_set, comparison, "nb", translator("nb"), META))
    assert lines[0][2].startswith("'=")
    assert lines[1][2] == 'Semikolon; og "anførsel"'
    assert lines[2][2].startswith("'@")
    assert lines[3][2].startswith("' +")


def test_the_workbook_holds_the_same_table() -> None:
    t = translator("nb")
    book = load_workbook(io.BytesIO(to_xlsx(published(), MIXED, "nb", t, META)))
    sheet = book.worksheets[0]
    assert sheet.title == "Sammenstilling"
    assert sheet.freeze_panes == "A2"
    read = [["" if cell is None else cell for cell in row] for row in sheet.values]
    assert read == table(published(), MIXED, "nb", t)
    assert 20 <= sheet.column_dimensions["C"].width <= 62
    assert [list(row) for row in book.worksheets[1].values] == [["Kommune", "Sør-Øyfjord"]]


def test_no_cell_of_the_workbook_becomes_a_formula_or_a_link() -> None:
    question_set = hostile()
    file = to_xlsx(question_set, compared(question_set, {}), "nb", translator("nb"), META)
    book = load_workbook(io.BytesIO(file))
    cell = book.worksheets[0]["C2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("roles", [2, 3, 4])
def test_every_line_has_every_column(roles: int) -> None:
    question_set = with_roles(roles)
    lines = table(question_set, compared(question_set, {}), "en", translator("en"))
    assert {len(line) for line in lines} == {3 + 5 * roles + 1}
    assert to_xlsx(question_set, compared(question_set, {}), "en", translator("en"), Meta("d", 1))


def test_the_document_is_the_apis_comparison() -> None:
    document = comparison_document("d1", 2, published(), MIXED)
    assert list(document) == [
        "dialogue",
        "round",
        "question_set",
        "roles",
        "statements",
        "counts",
        "agenda",
    ]
    assert document["question_set"] == {"id": "samspill", "version": 1}
    assert document["statements"][0] == {
        "id": "rol-01",
        "theme": "rol",
        "answers": {
            "ordforer": {"status": 2, "ambition": 5, "talk": True},
            "kommunedirektor": {"status": 5, "ambition": 5, "talk": False},
        },
        "category": "different_view",
        "flags": ["opposite_sides"],
        "rank": 1,
    }
    assert document["statements"][1]["answers"]["ordforer"]["status"] == "unknown"
    assert document["statements"][5]["answers"]["ordforer"]["status"] is None
    assert document["counts"]["incomplete"] == 21
    assert document["agenda"] == {"opener": "til-01", "topics": ["rol-01", "rol-02"]}


def test_the_json_file_is_that_document() -> None:
    file = to_json(published(), MIXED, "nb", translator("nb"), META)
    assert json.loads(file) == comparison_document("d1", 2, published(), MIXED)
