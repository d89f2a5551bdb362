"""Which browser the tests and the bench drive: the one place that decides.

``python tests/browser/chromium.py`` prints its path; ``--install`` first gets one if there is
none: Debian's through apt where that is possible, else Playwright's own. Uses only the standard
library until Playwright is needed.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

WITHOUT_WINDOWS = "chromium-headless-shell"
"""Debian's Chromium without its own windows: the same engine, and a third less to wait."""

NAMES = (
    WITHOUT_WINDOWS,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, since containers run as root; none of the browser's own traffic."""


def find() -> str | None:
    """Return the browser's path: the one asked for, the machine's, or Playwright's."""
    asked_for = os.environ.get("SAMSPILL_CHROMIUM")
    if asked_for:
        path = shutil.which(asked_for)
        if path is None:
            sys.exit(f"samspill: SAMSPILL_CHROMIUM={asked_for} is not a program")
        return path
    for name in NAMES:
        path = shutil.which(name, path=f"/usr/bin{os.pathsep}{os.environ.get('PATH', '')}")
        if path is not None:
            return path
    return playwrights_own()


def playwrights_own() -> str | None:
    """Return the browser that ``playwright install chromium`` left, if it did."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> str:
    """Return a browser's path, getting the best there is first; exits if there is none."""
    asked_for = os.environ.get("SAMSPILL_CHROMIUM")
    if not asked_for and can_use_apt() and shutil.which(WITHOUT_WINDOWS) is None:
        print("samspill: installing Debian's chromium for the tests", file=sys.stderr)
        apt_get(WITHOUT_WINDOWS)
        if find() is None:
            apt_get("chromium")
    if find() is None:
        print("samspill: installing Playwright's chromium for the tests", file=sys.stderr)
        own = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(own, stdout=sys.stderr, check=False)
    found = find()
    if found is None:
        sys.exit(
            "samspill: found no Chromium and could get none. Install one (on Debian: apt-get "
            "install chromium) or say where it is: SAMSPILL_CHROMIUM=/path/to/chromium"
        )
    return found


def install_others() -> None:
    """Get the second and third engine where that is possible; their tests are skipped elsewhere."""
    webkit = Path("/usr/bin/WebKitWebDriver").exists() and shutil.which("Xvfb")
    wanted = [] if webkit else ["webkit2gtk-driver", "xvfb"]
    wanted += [] if shutil.which("firefox-esr") else ["firefox-esr"]
    if wanted and can_use_apt():
        print(f"samspill: installing Debian's {', '.join(wanted)} for the tests", file=sys.stderr)
        apt_get(*wanted)


def apt_get(*packages: str) -> None:
    """Install Debian's packages; whether that went well is for the caller to see."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
    subprocess.run([*get, "update"], env=quiet, stdout=sys.stderr, check=False)
    wanted = [*get, "install", "--no-install-recommends", "-y", *packages]
    subprocess.run(wanted, env=quiet, stdout=subprocess.DEVNULL, check=False)


def can_use_apt() -> bool:
    """Only Debian's own package is a browser (Ubuntu's is a pointer to a snap), only for root."""
    try:
        debian = platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        debian = False
    return debian and os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__":
    path = install() if "--install" in sys.argv else find()
    if "--install" in sys.argv:
        install_others()
    print(path or "")
    sys.exit(path is None)
