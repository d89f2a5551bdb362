"""Reading the bundled files: all of them good, or a start that says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.question_set_problems import QuestionSetProblems
from app.questions.catalogue import BUNDLED, BadQuestionSet, Catalogue
from app.questions.reading import read, read_question_set
from app.questions.schema import SCHEMA_FILE, schema_text

SAMSPILL = (BUNDLED / "samspill.v1.json").read_text(encoding="utf-8")


def document(**changes: Any) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(SAMSPILL) | changes
    return changed


def write(directory: Path, name: str, content: Any) -> None:
    (directory / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def test_the_program_comes_with_samspill_and_keeps_its_text() -> None:
    catalogue = Catalogue.load()
    assert [each.version for each in catalogue.versions("samspill")][:1] == [1]
    assert catalogue.bundled["samspill", 1].body == SAMSPILL
    assert catalogue.versions("finnes-ikke") == []


def test_versions_come_oldest_first(tmp_path: Path) -> None:
    for version in (10, 2, 1):
        write(tmp_path, f"samspill.v{version}.json", document(version=version))
    loaded = Catalogue.load(tmp_path)
    assert [each.version for each in loaded.versions("samspill")] == [1, 2, 10]


def test_every_file_and_every_fault_is_named(tmp_path: Path) -> None:
    write(tmp_path, "samspill.v1.json", document(version=0, title={"nb": "A"}))
    write(tmp_path, "samspill.v7.json", document(version=2))
    (tmp_path / "odd.v1.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadQuestionSet) as refusal:
        Catalogue.load(tmp_path)
    told = str(refusal.value)
    assert "odd.v1.json: This is not JSON: something is wrong near line 1, column 2." in told
    assert "samspill.v1.json: version: This must be at least 1." in told
    assert "samspill.v1.json: title.nn: The text is missing in this language: nn." in told
    assert "samspill.v7.json: the file must be called samspill.v2.json" in told


def test_a_version_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "samspill.v1.json", document())
    write(tmp_path, "samspill.v01.json", document())
    with pytest.raises(BadQuestionSet, match="stands in another file too"):
        Catalogue.load(tmp_path)


def test_bundled_versions_are_held_against_each_other(tmp_path: Path) -> None:
    write(tmp_path, "samspill.v1.json", document())
    changed = document(version=2)
    changed["roles"][0]["id"] = "varaordforer"
    write(tmp_path, "samspill.v2.json", changed)
    with pytest.raises(BadQuestionSet, match="roles: The roles must be those"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"\xff\xfe", "The file is not saved as UTF-8."),
        (b"", "near line 1, column 1"),
        (b'{"id": NaN}', "This is not JSON that"),
        (b"[" * 100_000, "This is not JSON that"),
        (b'{"version": ' + b"9" * 5000 + b"}", "This is not JSON that"),
    ],
)
def test_what_is_no_json_is_one_fault(body: bytes, told: str) -> None:
    with pytest.raises(QuestionSetProblems) as refusal:
        read(body)
    [problem] = refusal.value.problems
    assert told in problem.text()


def test_a_key_written_twice_is_told_with_the_rest() -> None:
    body = SAMSPILL.replace('"version": 1,', '"version": 0, "version": 0,')
    with pytest.raises(QuestionSetProblems) as refusal:
        read_question_set(body)
    assert [problem.line() for problem in refusal.value.problems] == [
        "This key stands twice in the same object: version.",
        "version: This must be at least 1.",
    ]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_question_set(b"\xef\xbb\xbf" + SAMSPILL.encode()).id == "samspill"


def test_the_schema_kept_is_the_one_made_from_the_types() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m app questions schema > app/questions/question-set.schema.json"
    )
