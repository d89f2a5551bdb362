"""The command line, as an editor and an operator type it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.__main__ import program
from app.questions.catalogue import BUNDLED
from app.questions.schema import SCHEMA_FILE

CONTENT = Path(__file__).parents[1] / "content"
SAMSPILL = BUNDLED / "samspill.v1.json"
SEVEN = CONTENT / "seven-step.v1.json"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAMSPILL_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(program, [str(each) for each in arguments])
    assert result.exit_code == status, result.output
    return result


def only_in(languages: list[str], part: Any) -> Any:
    """A document, or any part of one, without its texts in other languages."""
    if isinstance(part, list):
        return [only_in(languages, each) for each in part]
    if isinstance(part, dict):
        left_out = {"nb", "nn", "en"} - {*languages}
        return {key: only_in(languages, each) for key, each in part.items() if key not in left_out}
    return part


def test_help_names_every_command() -> None:
    told = run("--help").output
    for command in ("serve", "questions", "backup", "restore", "purge"):
        assert command in told
    told = run("questions", "--help").output
    for command in ("check", "publish", "schema", "list"):
        assert command in told


def test_check_passes_good_files() -> None:
    lines = run("questions", "check", SAMSPILL, SEVEN).output.splitlines()
    assert [line.split()[0] for line in lines] == ["OK", "OK"]
    assert "25 statements, roles ordforer kommunedirektor" in lines[0]


def test_check_lists_every_fault_of_every_file(tmp_path: Path) -> None:
    document = json.loads(SEVEN.read_text(encoding="utf-8"))
    del document["statements"][3]["text"]["nn"]
    document["thresholds"]["far"] = 7
    (tmp_path / "bad.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "worse.json").write_text("{", encoding="utf-8")
    told = run(
        "questions", "check", tmp_path / "bad.json", SEVEN, tmp_path / "worse.json", status=1
    ).output
    assert "bad.json: statements[3].text.nn: The text is missing in this language: nn." in told
    assert "bad.json: thresholds.far: This must be at most 6." in told
    assert f"OK {SEVEN}" in told
    assert "worse.json: This is not JSON" in told


def test_schema() -> None:
    assert run("questions", "schema").output == SCHEMA_FILE.read_text(encoding="utf-8")


def test_publish_is_for_once_and_for_good() -> None:
    assert "OK, not published" in run("questions", "publish", "--dry-run", SEVEN).output
    assert "seven-step" not in run("questions", "list").output
    assert "Published: seven-step version 1" in run("questions", "publish", SEVEN).output
    listed = run("questions", "list").output.splitlines()
    assert next(line for line in listed if line.startswith("samspill")).endswith("with the program")
    assert next(line for line in listed if line.startswith("seven-step")).endswith("published here")
    again = run("questions", "publish", SEVEN, status=1)
    assert "Version 1 of seven-step is published and cannot change." in again.stderr


@pytest.mark.parametrize("reworded", [False, True])
def test_an_editor_is_told_that_another_scale_ends_the_comparison(
    tmp_path: Path, reworded: bool
) -> None:
    document = json.loads(SEVEN.read_text(encoding="utf-8")) | {"version": 2}
    if reworded:
        document["scale"][1]["label"]["nn"] += " nok"
    second = tmp_path / "seven-step.v2.json"
    second.write_text(json.dumps(document), encoding="utf-8")
    note = "Note: the scale is another than that of version 1"
    assert note not in run("questions", "publish", SEVEN).output
    for dry_run in (["--dry-run"], []):
        told = run("questions", "publish", *dry_run, second).output
        assert "seven-step version 2" in told
        assert (note in told) is reworded


def test_an_editor_is_told_that_no_common_language_ends_the_comparison(tmp_path: Path) -> None:
    document = json.loads(SEVEN.read_text(encoding="utf-8"))
    note = "Note: no language in common with version 1: answers on the two will not be compared."
    for version, languages in ((1, ["nb"]), (2, ["nn", "en"])):
        file = tmp_path / f"seven-step.v{version}.json"
        changed = only_in(languages, document) | {"version": version, "languages": languages}
        file.write_text(json.dumps(changed), encoding="utf-8")
        assert (note in run("questions", "publish", file).output) is (version == 2)


def test_publish_tells_every_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"id": 5}', encoding="utf-8")
    told = run("questions", "publish", tmp_path / "bad.json", status=1).stderr
    assert "bad.json: id: This must be text" in told
    assert "bad.json: statements: This is missing." in told


def test_backup_restore_and_purge(tmp_path: Path) -> None:
    run("questions", "publish", SEVEN)
    copy = tmp_path / "copy.sqlite3"
    assert "Backed up to" in run("backup", copy).output
    assert "exists already" in run("backup", copy, status=1).stderr
    told = run("restore", copy).output
    assert "The previous database is kept as" in told
    assert "seven-step version 1" in run("questions", "list").output
    assert "Closed 0 rounds and deleted 0 answer sheets" in run("purge").output
    assert "there is no file" in run("restore", tmp_path / "none", status=1).stderr


def test_a_bad_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPILL_DATABASE_URL", "mysql://x")
    told = run("purge", status=1).stderr
    assert told.splitlines() == [
        "SAMSPILL_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://"
    ]


def test_serving_without_a_build_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.main.BUILT", tmp_path / "dist")
    told = run("serve", status=1).stderr
    assert "manifest.json is missing" in told
    assert "make serve" in told
    assert len(told.splitlines()) == 1


def test_a_database_of_a_newer_program_is_one_line(data_dir: Path) -> None:
    run("purge")
    with closing(sqlite3.connect(data_dir / "samspill.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    told = run("purge", status=1).stderr
    assert told.splitlines() == ["The database was made by a newer program; update this one"]
