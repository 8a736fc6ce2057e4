"""The office's one address: the sample counterparts under `/_`, the HTTP API for the rest."""

import socket
import threading
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from local.engine.aws import GLANCE, LOOPBACK


class PortBusy(OSError):
    """Somebody else listens there."""


class QuietRequests(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class OfficeServer:
    """Has its port from the start (a free one for 0), answers from `start` on."""

    def __init__(self, port: int) -> None:
        self._socket = _listen(port)
        self._counterparts = Flask("office", static_folder=None)
        self._http_api: Any = None
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"

    def mount(self, blueprint: Blueprint) -> None:
        self._counterparts.register_blueprint(blueprint)

    def start(self, http_api: Any) -> None:
        self._http_api = http_api
        self._server = make_server(
            LOOPBACK,
            0,
            self._route,
            threaded=True,
            request_handler=QuietRequests,
            fd=self._socket.fileno(),
        )
        threading.Thread(
            target=self._server.serve_forever, daemon=True, name="office", args=(GLANCE,)
        ).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        self._socket.close()

    def _route(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        ours = environ["PATH_INFO"].startswith("/_")
        application = self._counterparts if ours else self._http_api
        answer: Iterable[bytes] = application(environ, start_response)
        return answer


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise PortBusy(f"Port {port} sedang dipakai program lain: pilih yang lain.") from error
    listening.listen(128)
    return listening
