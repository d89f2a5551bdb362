"""The front end's build: what it drops, what it keeps, and how light the result is."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from app.web.assets import Assets

ROOT = Path(__file__).resolve().parents[2]

BUILD = """
const { buildCss } = await import(process.argv[1]);
process.stdout.write(await buildCss(process.argv[2], process.argv[3], {
  assetUrl: (file) => "pic.12.svg",
}));
"""

THEME = """
:root { --ds-used: red; --ds-through: var(--ds-deep); --ds-deep: 1px; --ds-unused: blue;
  --ds-from-script: 2px; }
@keyframes ds-shown { from { opacity: 0 } }
@keyframes ds-not-shown { from { opacity: 0 } }
.ds-button { color: var(--ds-used); font-size: 1.3em; font-size: round(down, 1.3em, 1px);
  animation: ds-shown 1s; }
.ds-button[data-color="danger"], .ds-button[data-color="info"] { color: var(--ds-used, red) }
.ds-button[data-size="lg"] { padding: var(--ds-through) }
.ds-button[data-size="xl"] { padding: 9px }
.ds-card { animation: ds-not-shown 1s; color: var(--ds-unused) }
.ours { background: url("./pic.svg") }
"""


def build(tmp_path: Path, sources: str) -> str:
    """Build a small sheet in two layers, as used by ``sources``."""
    (tmp_path / "theme.css").write_text(THEME)
    sheet = tmp_path / "app.css"
    sheet.write_text('@layer theme, ours;\n@import "./theme.css" layer(theme);\n')
    script = str(ROOT / "frontend" / "css.mjs")
    node = [str(ROOT / "scripts" / "with-node.sh"), "node", "--input-type=module", "-e", BUILD]
    done = subprocess.run(
        [*node, script, str(sheet), sources], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    page = """<button class="ds-button" data-color="danger" data-size="lg">--ds-from-script"""
    return build(tmp_path_factory.mktemp("css"), page)


@pytest.mark.parametrize(
    "kept",
    [
        "--ds-used:red",
        "--ds-through:",
        "--ds-deep:",
        "--ds-from-script:",
        "[data-color=danger]",
        "[data-size=lg]",
        "font-size:1.3em;font-size:round(",
        "@keyframes ds-shown",
        "url(pic.12.svg)",
        "@layer theme",
    ],
)
def test_what_a_page_uses_stays(sheet: str, kept: str) -> None:
    assert kept in sheet


@pytest.mark.parametrize(
    "dropped",
    ["--ds-unused", "data-color=info", "data-size=xl", "ds-card", "ds-not-shown", ".css", "  "],
)
def test_what_no_page_uses_goes(sheet: str, dropped: str) -> None:
    assert dropped not in sheet


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, sheet: str) -> None:
    page = """<button class="ds-button" data-color="danger" data-size="lg">--ds-from-script"""
    assert build(tmp_path, page) == sheet


def test_every_built_name_carries_its_hash_and_its_twins() -> None:
    assets = Assets.load()
    assert {"app.css", "plotly.js", "third-party.txt"} <= set(assets.names)
    for name, hashed in assets.names.items():
        assert re.fullmatch(r"[\w/-]+\.[0-9a-f]{12}\.\w+", hashed), name
        if name.endswith((".css", ".js", ".svg")):
            for ending in (".gz", ".br"):
                assert assets.path(name).with_name(Path(hashed).name + ending).stat().st_size


def test_the_style_sheet_stays_light() -> None:
    path = Assets.load().path("app.css")
    assert path.with_name(f"{path.name}.gz").stat().st_size <= 12_000


def test_the_licences_of_what_is_served_are_served_too() -> None:
    notices = Assets.load().path("third-party.txt").read_text(encoding="utf-8")
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name in (
        "@digdir/designsystemet-css",
        "@ks-digital/designsystem-themes",
        "plotly.js-basic-dist-min",
    ):
        package = f"node_modules/{name}"
        assert f"{name} {locked[package]['version']}\n" in notices
        assert (ROOT / package / "LICENSE").read_text(encoding="utf-8").strip() in notices


def test_the_lock_holds_hashes_and_no_download_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert all("integrity" in each and "resolved" not in each for each in packages.values())
    for file in ROOT.glob("requirements*.txt"):
        text = file.read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_our_own_script_for_answering_stays_small() -> None:
    """With the worker's: at most 12 kB compressed, and no framework."""
    assets = Assets.load()
    paths = [assets.path(name) for name in ("answering.js", "sw.js")]
    assert sum(path.with_name(f"{path.name}.gz").stat().st_size for path in paths) <= 12_000
