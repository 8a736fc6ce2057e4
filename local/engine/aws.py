"""AWS on a free loopback port: moto, with a door that counts calls and strikes with faults."""

import os
import socket
import threading
from collections.abc import Iterable
from typing import Any

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from moto.core.base_backend import BackendDict
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from local.engine.calls import Calls, call_of
from local.engine.expansion import REGION
from local.engine.faults import Faults, Lost
from local.engine.uploads import Uploads

LOOPBACK = "127.0.0.1"
ENGINE_KEY = "LocalEngine"
MOTO_KEY = "ak"
GLANCE = 0.1
"""Seconds until a server sees that it is to stop."""


class QuietMoto(MotoRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class LocalAws:
    """One at a time in a process: moto keeps its state in module variables."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.faults = Faults()
        self._moto = DomainDispatcherApplication(create_backend_app)
        self.uploads = Uploads(self._moto)
        self._server = make_server(LOOPBACK, 0, self._door, True, request_handler=QuietMoto)
        self._thread = threading.Thread(
            target=self._server.serve_forever, daemon=True, name="aws", args=(GLANCE,)
        )
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._session = boto3.Session(ENGINE_KEY, "secret", region_name=REGION)
        self._session_lock = threading.Lock()
        self._clients: dict[str, BaseClient] = {}

    def start(self) -> None:
        BackendDict.reset()
        os.environ["MOTO_PORT"] = str(self._server.server_port)
        _call_directly()
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        for client in self._clients.values():
            client.close()
        BackendDict.reset()

    def client(self, service: str) -> Any:
        """The engine's own, one for each service: its calls count under `ENGINE_KEY`."""
        with self._session_lock:
            if service not in self._clients:
                self._clients[service] = self._session.client(  # type: ignore[call-overload]
                    service,
                    endpoint_url=self.url,
                    config=Config(
                        proxies={}, max_pool_connections=50, retries={"total_max_attempts": 1}
                    ),
                )
            return self._clients[service]

    def _door(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self.uploads.is_one(environ):
            return self.uploads(environ, start_response)
        call = call_of(environ)
        if call is None or call.function in (ENGINE_KEY, MOTO_KEY):
            return self._moto(environ, start_response)  # type: ignore[no-any-return]
        self.calls.add(call)
        try:
            self.faults.strike_before(call)
            answer: Iterable[bytes] = self._moto(environ, start_response)
            self.faults.strike_after(call)
        except Lost:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise
        return answer


def _call_directly() -> None:
    """moto's state machine calls its own server: never by way of a proxy."""
    hosts = [each for each in os.environ.get("NO_PROXY", "").split(",") if each]
    os.environ["NO_PROXY"] = ",".join(dict.fromkeys([*hosts, "localhost", LOOPBACK]))
