"""AWS's Lambda Runtime API for one worker process: what wakes it, and what it answers.

Each worker has one of its own, so that a dead worker's hanging request never takes an event.
"""

import threading
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from socket import create_connection
from typing import Any

from local.engine.answers import Answer

_INVOCATION = "/2018-06-01/runtime/invocation/"
_INIT_ERROR = "/2018-06-01/runtime/init/error"


@dataclass(frozen=True)
class Invocation:
    """`deadline` in milliseconds since 1970."""

    request_id: str
    function_arn: str
    payload: bytes
    deadline: int
    answer: Future[Answer] = field(default_factory=Future)

    def settle(self, answer: Answer) -> None:
        """The first answer counts: a worker may be killed just when it gives one."""
        with suppress(InvalidStateError):
            self.answer.set_result(answer)


class RuntimeApi:
    """`ready` is set when the worker first asks for work."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.init_error: Answer | None = None
        self._waiting: SimpleQueue[Invocation | None] = SimpleQueue()
        self._current: Invocation | None = None
        self._open = True
        self._server = _Server(self)
        threading.Thread(target=self._serve, daemon=True, name="runtime-api").start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def hand_over(self, invocation: Invocation) -> None:
        self._waiting.put(invocation)

    def next(self) -> Invocation | None:
        """Waits for it; None when this worker is to have no more."""
        self.ready.set()
        self._current = self._waiting.get()
        return self._current

    def answer(self, request_id: str, answer: Answer) -> None:
        if self._current and self._current.request_id == request_id:
            self._current.settle(answer)

    def close(self) -> None:
        """A connection to itself wakes the server, so that it sees that it is closed."""
        if self._open:
            self._open = False
            self._waiting.put(None)
            create_connection(("127.0.0.1", self._server.server_port)).close()

    def _serve(self) -> None:
        while self._open:
            self._server.handle_request()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.api = api

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that was killed leaves its connections broken: nothing to say about it."""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        invocation = self.server.api.next()
        if invocation is None:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", invocation.request_id)
        self.send_header("Lambda-Runtime-Deadline-Ms", str(invocation.deadline))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", invocation.function_arn)
        self._finish(invocation.payload)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == _INIT_ERROR:
            self.server.api.init_error = Answer(body, errored=True)
        else:
            request_id, _, kind = self.path.removeprefix(_INVOCATION).partition("/")
            self.server.api.answer(request_id, Answer(body, errored=kind == "error"))
        self.send_response(202)
        self._finish(b'{"status":"OK"}')

    def _finish(self, body: bytes) -> None:
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass
