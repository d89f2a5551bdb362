"""What Lighthouse says of the first pages that people meet, as on its slow phone."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import httpx

from bench.rows import Row
from tests.browser import chromium
from tests.browser.api import Api
from tests.browser.server import ROOT, Server

LIGHTHOUSE = ROOT / "tests" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
FULL = 100


def measure(server: Server, folder: Path) -> list[Row]:
    """Return each page's points in each category, as points short of full."""
    api = Api(server.url)
    mayor = api.open_seats()["ordforer"]
    api.close()
    with httpx.Client(follow_redirects=True, trust_env=False) as browser:
        browser.get(mayor.url)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    pages = {"Start page": ("/", ""), "Answering page": ("/answer", cookies)}
    rows = []
    for name, (path, sent) in pages.items():
        found = judge(server.url + path, sent, folder / "lighthouse.json")
        for category in CATEGORIES:
            points = round(found["categories"][category]["score"] * FULL)
            rows.append(
                Row(f"{name}, Lighthouse {category}, short of 100", "pts", FULL - points, limit=0)
            )
    return rows


def judge(url: str, cookies: str, report: Path) -> dict[str, Any]:
    """Return Lighthouse's report on a page; ``CalledProcessError`` when it cannot look at it."""
    command = [
        *(str(ROOT / "scripts" / "with-node.sh"), "node", str(LIGHTHOUSE), url, "--quiet"),
        *("--output=json", f"--output-path={report}"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(chromium.ARGUMENTS)}",
        f"--extra-headers={json.dumps({'Cookie': cookies} if cookies else {})}",
    ]
    machine = os.environ | {"CHROME_PATH": chromium.find() or ""}
    subprocess.run(command, cwd=ROOT, env=machine, check=True)
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found
