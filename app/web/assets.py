"""Our style sheets, scripts and pictures: built once, named by their content, kept forever.

``frontend/build.mjs`` writes them to ``app/static/dist`` with a manifest. A page asks
``Assets`` for the address of ``app.css``; ``AssetFiles`` serves exactly the names that the
manifest holds, in the smallest encoding the browser takes. Since a name changes with its
content, browsers need never ask again.
"""

from __future__ import annotations

import json
import mimetypes
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

BUILT: Final = Path(__file__).resolve().parents[1] / "static" / "dist"
"""Where the build leaves its files."""

MOUNTED_AT: Final = "/static"
FOREVER: Final = "public, max-age=31536000, immutable"
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
"""Content codings with the ending of their files, the smallest first."""

TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Named here because what ``mimetypes`` knows differs from machine to machine."""


class AssetError(LookupError):
    """A file that the build did not make was asked for, or nothing was built."""


@dataclass(frozen=True)
class Assets:
    """What the build made: logical names (``app.css``) to hashed ones (``app.1a2b3c.css``)."""

    directory: Path
    names: Mapping[str, str]

    @classmethod
    def load(cls, directory: Path = BUILT) -> Assets:
        """Read the manifest in ``directory``; ``AssetError`` if there is none."""
        manifest = directory / "manifest.json"
        try:
            names = json.loads(manifest.read_text(encoding="utf-8"))
        except FileNotFoundError:
            message = f"{manifest} is missing: build the assets with `node frontend/build.mjs`"
            raise AssetError(message) from None
        return cls(directory, names)

    def url(self, name: str) -> str:
        """Return the address of the file called ``name``; ``AssetError`` if it was not built."""
        return f"{MOUNTED_AT}/{self._hashed(name)}"

    def path(self, name: str) -> Path:
        """Return where ``name`` lies on disk, for what a page carries inside itself."""
        return self.directory / self._hashed(name)

    def _hashed(self, name: str) -> str:
        try:
            return self.names[name]
        except KeyError:
            known = ", ".join(sorted(self.names)) or "nothing"
            raise AssetError(f"no asset is called {name!r}; there is {known}") from None


class AssetFiles(StaticFiles):
    """Serve the built files and nothing else: no manifest, no twin, no other path."""

    def __init__(self, assets: Assets) -> None:
        super().__init__(directory=assets.directory)
        self._served = frozenset(assets.names.values())

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer GET and HEAD for a hashed name; 404 for all else, 405 for other methods."""
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        name = path.replace(os.sep, "/")
        if name not in self._served:
            raise HTTPException(404)
        headers = Headers(scope=scope)
        return await anyio.to_thread.run_sync(self._choose, name, headers)

    def _choose(self, name: str, request_headers: Headers) -> Response:
        coding, full_path, found = self._best_twin(name, request_headers)
        headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
        if self.lookup_path(name + ENCODINGS[0][1])[1] is not None:
            headers["Vary"] = "Accept-Encoding"
        if coding is not None:
            headers["Content-Encoding"] = coding
        media_type = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
        response = FileResponse(
            full_path,
            headers=headers,
            media_type=media_type or "application/octet-stream",
            stat_result=found,
        )
        for name in ("last-modified", "accept-ranges"):  # the name says all: see FOREVER
            del response.headers[name]
        if self.is_not_modified(response.headers, request_headers):
            return NotModifiedResponse(response.headers)
        return response

    def _best_twin(
        self, name: str, request_headers: Headers
    ) -> tuple[str | None, str, os.stat_result]:
        accepted = accepted_codings(request_headers.get("accept-encoding", ""))
        for coding, ending in ENCODINGS:
            if coding in accepted:
                full_path, found = self.lookup_path(name + ending)
                if found is not None and stat.S_ISREG(found.st_mode):
                    return coding, full_path, found
        full_path, found = self.lookup_path(name)
        if found is None:
            raise HTTPException(404)
        return None, full_path, found


def accepted_codings(header: str) -> frozenset[str]:
    """Which of our codings an ``Accept-Encoding`` header takes, ``q=0`` and ``*`` heeded."""
    said: dict[str, bool] = {}
    for part in header.lower().split(","):
        coding, _, rest = part.partition(";")
        quality = rest.partition("q=")[2].strip() or "1"
        try:
            said[coding.strip()] = float(quality) > 0
        except ValueError:
            said[coding.strip()] = False
    other = said.get("*", False)
    return frozenset(coding for coding, _ in ENCODINGS if said.get(coding, other))
