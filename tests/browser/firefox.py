"""Firefox ESR from Debian, driven by puppeteer-core (WebDriver BiDi) in a Node process."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.browser.server import ROOT

PROGRAM = "firefox-esr"
DRIVER = Path(__file__).with_suffix(".mjs")
PACKAGE = ROOT / "tests" / "node_modules" / "puppeteer-core"


def missing() -> str | None:
    """Why it cannot be driven here, or ``None``."""
    if shutil.which(PROGRAM) is None:
        return "Firefox is not installed (Debian: firefox-esr)"
    if not PACKAGE.exists():
        return "puppeteer-core is not installed (`make test` installs it)"
    return None


class Firefox:
    """A window; what its driver could not do is a ``RuntimeError``."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders = orders
        self._answers = answers
        self._given = 0

    def open(self, url: str) -> None:
        self._do("open", url=url)

    def run(self, body: str, *args: object) -> Any:
        return self._do("run", body=body, args=args)

    def click(self, selector: str) -> None:
        self._do("click", selector=selector)

    def forget(self) -> None:
        self._do("forget")

    @property
    def address(self) -> str:
        return str(self._do("address"))

    @property
    def title(self) -> str:
        return str(self._do("title"))

    def _do(self, order: str, **told: object) -> Any:
        self._given += 1
        self._orders.write(json.dumps({"id": self._given, "order": order, **told}) + "\n")
        self._orders.flush()
        line = self._answers.readline()
        answer = json.loads(line) if line else {"error": "Firefox's driver has ended"}
        if "error" in answer:
            raise RuntimeError(f"{order}: {answer['error']}")
        return answer["value"]


@contextmanager
def browser() -> Iterator[Firefox]:
    """A Firefox window."""
    command = [str(ROOT / "scripts" / "with-node.sh"), "node", str(DRIVER)]
    command.append(str(shutil.which(PROGRAM)))
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as driver:
        assert driver.stdin
        assert driver.stdout
        yield Firefox(driver.stdin, driver.stdout)
        driver.stdin.close()  # its sign to close Firefox and end
        driver.wait(timeout=30)
