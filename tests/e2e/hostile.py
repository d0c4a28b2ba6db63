"""A site that attacks whoever reads it, on two origins: `bank` is where the task is, `thief` is where nothing may arrive."""

import http.server
import threading
import urllib.parse


class Hostile:
    def __init__(self):
        self.pages = {}  # (who, path): html, with {bank} and {thief}, or the bytes of a PDF
        self.requests = []  # (who, method, path, body)
        self.servers = {name: self.serve(name) for name in ("bank", "thief")}

    def serve(self, name):
        hostile = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = urllib.parse.unquote(self.path)
                hostile.requests.append((name, self.command, path, body))
                page = hostile.pages.get((name, self.path.partition("?")[0]), "<title>Page</title><h1>Thank you</h1>")
                is_file = isinstance(page, bytes)
                content = page if is_file else f"<!doctype html><meta charset=utf-8>{hostile.filled(page)}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/pdf" if is_file else "text/html")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def filled(self, text):
        for each in ("bank", "thief"):
            text = text.replace("{%s}" % each, self.address(each))
        return text.replace("{thief host}", self.address("thief").removeprefix("http://"))

    def address(self, name):
        return f"http://127.0.0.1:{self.servers[name].server_port}"

    def arrived(self, name):
        """Everything that was sent there, in one text."""
        return "\n".join(
            f"{path}\n{body.decode(errors='replace')}"
            for who, _, path, body in self.requests
            if who == name and "favicon" not in path
        )

    def set(self, **pages):
        self.pages = {(name, "/"): html for name, html in pages.items()}
        self.requests.clear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.servers.values():
            server.shutdown()
            server.server_close()
