"""A receiver of webhooks on this machine, for tests: answers what it is told to, keeps what it got."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """``answers`` are taken one after the other, then ``usual`` is given; ``got`` holds (headers, body)."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.usual = 200
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.on_request: Any = None
        self.url = ""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver on a free port."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append((dict(self.headers), body))
            if state.on_request:
                state.on_request()
            status = state.answers.pop(0) if state.answers else state.usual
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", state.url + "elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/nhan"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
