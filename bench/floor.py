"""The floor: the least a server of our kind can do, run the way ours is.

It gives back the very bytes it was handed (``PUT`` then ``GET``), and saves one answer with one
durable commit and nothing else. ``python -m bench.floor PORT DATABASE``.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SAVE = """INSERT INTO answer (statement, status, at) VALUES (?, ?, ?)
ON CONFLICT (statement) DO UPDATE SET status = excluded.status, at = excluded.at
WHERE excluded.at >= answer.at"""


def build(database: str) -> Starlette:
    """Return the application."""
    kept: dict[str, Response] = {}
    turn = threading.Lock()
    connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS answer (statement TEXT PRIMARY KEY, status INTEGER, at TEXT)"
    )

    async def page(request: Request) -> Response:
        name = request.path_params["name"]
        if request.method == "PUT":
            headers = {"Content-Type": request.headers["content-type"]}
            if "x-encoding" in request.headers:
                headers["Content-Encoding"] = request.headers["x-encoding"]
            kept[name] = Response(await request.body(), headers=headers)
            return Response(status_code=204)
        return kept.get(name) or Response(status_code=404)

    def save(statement: str, status: int, at: str) -> None:
        with turn:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(SAVE, (statement, status, at))
            connection.execute("COMMIT")

    async def commit(request: Request) -> Response:
        change = (await request.json())["answers"][0]
        await run_in_threadpool(save, change["statement"], change["status"], change["at"])
        return JSONResponse({"saved": 1})

    return Starlette(
        routes=[
            Route("/readyz", lambda _: Response("ok")),
            Route("/kept/{name}", page, methods=["GET", "PUT"]),
            Route("/commit", commit, methods=["PATCH"]),
        ]
    )


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    uvicorn.run(
        build(sys.argv[2]),
        port=int(sys.argv[1]),
        access_log=False,
        log_config=None,
        server_header=False,
    )
