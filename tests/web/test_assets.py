"""The built files: addresses, encodings, caching, and nothing served beside them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.web.assets import AssetError, AssetFiles, Assets, accepted_codings

CSS = b"body{color:canvastext}" * 40
PICTURE = b"\x89PNG not really"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as the build leaves it, with a secret lying beside it."""
    dist = tmp_path / "dist"
    (dist / "icons").mkdir(parents=True)
    (dist / "app.0123456789ab.css").write_bytes(CSS)
    (dist / "app.0123456789ab.css.gz").write_bytes(gzip.compress(CSS))
    (dist / "app.0123456789ab.css.br").write_bytes(b"as brotli")
    (dist / "icons" / "app.ba9876543210.png").write_bytes(PICTURE)
    (dist / "app.css").write_bytes(CSS)
    (dist / "manifest.json").write_text(
        '{"app.css": "app.0123456789ab.css", "icons/app.png": "icons/app.ba9876543210.png"}'
    )
    (tmp_path / "secret.txt").write_text("not for anyone")
    return dist


@pytest.fixture
def assets(built: Path) -> Assets:
    return Assets.load(built)


@pytest.fixture
def client(assets: Assets) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/static", AssetFiles(assets))]))


def test_a_page_gets_the_hashed_address(assets: Assets) -> None:
    assert assets.url("app.css") == "/static/app.0123456789ab.css"
    assert assets.url("icons/app.png") == "/static/icons/app.ba9876543210.png"
    assert assets.path("app.css").read_bytes() == CSS


def test_an_unknown_name_says_what_there_is(assets: Assets) -> None:
    with pytest.raises(AssetError, match=r"'print\.css'; there is app\.css, icons/app\.png"):
        assets.url("print.css")


def test_a_missing_build_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"node frontend/build\.mjs"):
        Assets.load(tmp_path)


@pytest.mark.parametrize(
    ("accept", "coding", "body"),
    [
        ("gzip, deflate, br, zstd", "br", b"as brotli"),
        ("gzip", "gzip", CSS),
        ("br;q=0, gzip;q=0.5", "gzip", CSS),
        ("*", "br", b"as brotli"),
        ("identity", None, CSS),
        ("", None, CSS),
    ],
)
def test_the_smallest_accepted_encoding_is_sent(
    built: Path, client: TestClient, accept: str, coding: str | None, body: bytes
) -> None:
    with client.stream(
        "GET", "/static/app.0123456789ab.css", headers={"Accept-Encoding": accept}
    ) as response:
        sent = b"".join(response.iter_raw())
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == coding
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Content-Length"] == str(len(sent))
    assert (gzip.decompress(sent) if coding == "gzip" else sent) == body


def test_what_has_no_twin_goes_as_it_is(client: TestClient) -> None:
    response = client.get("/static/icons/app.ba9876543210.png", headers={"Accept-Encoding": "br"})
    assert response.content == PICTURE
    assert response.headers["Content-Type"] == "image/png"
    assert "Content-Encoding" not in response.headers
    assert "Vary" not in response.headers


def test_head_tells_the_size_and_sends_nothing(client: TestClient) -> None:
    response = client.head("/static/app.0123456789ab.css", headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(len(b"as brotli"))
    assert response.content == b""


def test_a_known_etag_is_answered_without_a_body(client: TestClient) -> None:
    first = client.get("/static/icons/app.ba9876543210.png")
    again = client.get(
        "/static/icons/app.ba9876543210.png", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "app.css",
        "manifest.json",
        "app.0123456789ab.css.br",
        "app.ffffffffffff.css",
        "icons",
        "",
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "icons/../app.css",
        "%00",
    ],
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_writing_is_not_possible(client: TestClient) -> None:
    assert client.post("/static/app.0123456789ab.css").status_code == 405


def test_a_garbled_header_takes_nothing() -> None:
    assert accepted_codings("br;q=much, ,;") == frozenset()
