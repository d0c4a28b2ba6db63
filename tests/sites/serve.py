#!/usr/bin/env python3
"""Serves the fixture sites on loopback: /shop, /news, /app, /inn and /odd. Prints its address, then serves until SIGTERM.

The data is the same in every run; what a visitor changes (cart, account, …) belongs to that visitor's cookie and is
forgotten at /SITE/reset. `localhost` at the same port is the same server, and to a browser another site.
"""

import argparse
import http.server
import signal
import socket
import sys
import threading
import traceback
import urllib.parse

import app
import inn
import news
import odd
import shop
import web

SITES = {site.name: site for site in (shop.site, news.site, app.site, inn.site, odd.site)}
MAX_BODY = 64 << 20

INDEX = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fixture sites</title></head><body>
<h1>Fixture sites</h1><ul>
<li><a href="/shop/">Harbour &amp; Home, a shop</a></li>
<li><a href="/news/">The Meridian Post, a newspaper</a></li>
<li><a href="/app/">Ledgerline, an app behind a login</a></li>
<li><a href="/inn/">Quayside, hotels made of plain pages</a></li>
<li><a href="/odd/">The cabinet of odd pages</a></li>
</ul></body></html>"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Fixture"
    sys_version = ""

    def log_message(self, *_):
        pass

    def do_GET(self):
        try:
            response = self.find()
        except Exception:  # a bug in a page: shown to whoever looks, and to the browser as what it is
            traceback.print_exc()
            response = web.html("<!doctype html><title>Error</title><h1>Something went wrong</h1>", 500)
        self.respond(response)

    do_POST = do_HEAD = do_PUT = do_DELETE = do_PATCH = do_GET

    def find(self):
        parts = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(parts.path)
        body = self.read_body()
        if body is None:
            self.close_connection = True
            return web.html("<h1>Too large</h1>", 413)
        if path == "/":
            return web.html(INDEX)
        if path == "/favicon.ico":
            return web.Response(b"", 204)
        if path.startswith("/static/"):
            return web.static(path.removeprefix("/static/")) or web.html("<h1>Not found</h1>", 404)
        site = SITES.get(path.split("/")[1])
        if site is None:
            return web.html("<!doctype html><title>Not found</title><h1>No such site</h1>", 404)
        if path == f"/{site.name}":
            return web.redirect(f"/{site.name}/", 301)
        method = "GET" if self.command == "HEAD" else self.command
        query = urllib.parse.parse_qs(parts.query, keep_blank_values=True)
        request = web.Request(method, parts.path, query, self.headers, body, self.server.server_address[1])
        return site.answer(request)

    def read_body(self):
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if length <= MAX_BODY else None

    def respond(self, response):
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if not any(name.lower() == "cache-control" for name, _ in response.headers):
            self.send_header("Cache-Control", "no-cache")
        if response.chunks is not None:
            self.close_connection = True  # the end of the connection is the end of the body
            self.send_header("Connection", "close")
            self.end_headers()
            for chunk in response.chunks:
                self.wfile.write(chunk)
                self.wfile.flush()
            return
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD" and response.status not in (204, 304):
            self.wfile.write(response.body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True  # a page that never ends must not keep the server alive
    request_queue_size = 256

    def handle_error(self, request, client_address):
        # Browsers drop connections all the time: a tab was closed, a page was left.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().server_bind()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes any free port")
    arguments = parser.parse_args()

    server = Server(("127.0.0.1", arguments.port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    # Blocked before any thread starts, so that every thread leaves them to sigwait.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    sys.exit(main())
