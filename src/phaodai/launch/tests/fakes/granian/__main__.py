"""A web server that answers every page with its process number."""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())

    def log_message(self, *_: object) -> None:
        return


if os.environ.get("FAKE_WEB") == "broken":
    sys.exit("ImportError: no application")
words = sys.argv
address = (words[words.index("--host") + 1], int(words[words.index("--port") + 1]))
ThreadingHTTPServer(address, Page).serve_forever()
