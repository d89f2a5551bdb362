"""Running the server: one uvicorn process, a log without paths or addresses."""

from __future__ import annotations

import logging

import uvicorn

from app.main import create_app
from app.settings import Settings


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until stopped. Our own access log replaces uvicorn's, which would show links."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("alembic", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    app = create_app(settings)
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        # We have none, and uvicorn writes the address of whoever asks for one into the log.
        ws="none",
    )
