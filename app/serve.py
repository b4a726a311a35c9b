"""`docklore serve`: bind first, load the index, answer `/readyz`, then say where."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from app.progress import progress_bar, say
from app.service import open_assistant
from app.settings import load_settings, quiet_libraries
from corpus import DockloreError


def serve(index: Path | None, host: str | None, port: int | None) -> int:
    """Serve until stopped. Raises :class:`DockloreError` when the port is taken, naming a free one."""
    quiet_libraries()
    settings = load_settings()
    host, port = host or settings.host, port or settings.port
    with contextlib.closing(_bind(host, port)) as listener:
        with progress_bar("Embedding") as progress:
            assistant = open_assistant(settings, index, say, progress)
        import uvicorn

        from app.server import create_app

        config = uvicorn.Config(create_app(assistant, settings), log_level="warning", access_log=False, server_header=False)
        server = _Server(config, f"http://{_shown(host)}:{port}")
        server.run(sockets=[listener])
    return 0


def _Server(config, address: str):  # type: ignore[no-untyped-def]  # noqa: N802
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets=None) -> None:  # type: ignore[no-untyped-def]
            await super().startup(sockets)
            print(f"Docklore is ready: {address}", flush=True)

    return Server(config)


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else f"[{host}]" if ":" in host else host


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise DockloreError(
            f"Port {port} on {host} cannot be used: {error.strerror}.", f"Try: docklore serve --port {_free(host)}"
        ) from error
    listener.listen(128)
    return listener


def _free(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return 8080
        return int(probe.getsockname()[1])
