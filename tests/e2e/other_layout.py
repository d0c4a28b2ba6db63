"""Shows a site in another layout, at the same address: other classes, another order, half of the labels in other words, other data.

Stands before the fixture sites as a reverse proxy. What it changes is what a redesign changes; addresses and the names of fields
stay, as they do when a server stays the same.
"""

import hashlib
import http.client
import http.server
import re
import threading
import urllib.parse

# Every second wording of the sites' labels, as somebody else would have put it.
WORDINGS = {
    "User name": "Login",
    "Sign in": "Log in",
    "Recipient": "Payee",
    "Amount in €": "How much (€)",
    "Send transfer": "Make transfer",
    "Account balance": "Available funds",
    "Search products": "Find products",
    "New transfer": "Transfer money",
}


def other_words(html):
    for before, after in WORDINGS.items():
        html = re.sub(rf'(>|aria-label="){re.escape(before)}(<|")', rf"\g<1>{after}\g<2>", html)
    return html


def other_classes(html):
    return re.sub(
        r'class="([^"]+)"', lambda match: f'class="c{hashlib.md5(match.group(1).encode()).hexdigest()[:6]}"', html
    )


def other_order(html):
    """Fields of a form, links of a navigation and tiles of a page, each from the last to the first."""
    field = r"<label for=[^>]*>[^<]*</label><input[^>]*>"
    html = re.sub(rf"(?:{field}\s*){{2,}}", lambda match: "".join(reversed(re.findall(field, match.group()))), html)
    link = r"<a [^>]*>[^<]*</a>"
    html = re.sub(
        rf"(<nav[^>]*>\s*)((?:{link}\s*)+)", lambda m: m.group(1) + "".join(reversed(re.findall(link, m.group(2)))), html
    )
    tile = r'<section class="card"><h2>(?:(?!</section>).)*</section>'
    html = re.sub(rf"(?:{tile}\s*){{3,}}", lambda match: "".join(reversed(re.findall(tile, match.group()))), html)
    return html.replace("<body>", "<body><div><p>We look different now. Welcome to our new pages!</p></div>")


class OtherLayout:
    def __init__(self, site):
        self.site = urllib.parse.urlsplit(site)
        self.is_changed = False
        self.data = {}  # figures of the pages, in other figures
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                front.pass_on(self)

            do_POST = do_HEAD = do_GET

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def pass_on(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        onward = http.client.HTTPConnection(self.site.netloc, timeout=30)
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in ("connection", "accept-encoding")}
        onward.request(handler.command, handler.path, body, headers)
        answer = onward.getresponse()
        content = answer.read()
        if "text/html" in (answer.getheader("Content-Type") or ""):
            content = self.change(content.decode()).encode()
        handler.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(content)
        onward.close()

    def change(self, html):
        for before, after in self.data.items():
            html = html.replace(before, after)
        return other_words(other_classes(other_order(html))) if self.is_changed else html

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
