"""What the fixture sites share: requests, responses, routes, and a state of its own for every visitor."""

import dataclasses
import email.parser
import email.policy
import http.cookies
import itertools
import json
import pathlib
import re
import secrets
import threading
import urllib.parse

import template

STATIC = pathlib.Path(__file__).resolve().parent / "static"
MAX_VISITORS = 10_000  # the oldest are forgotten; a test run has a few hundred


@dataclasses.dataclass
class Upload:
    name: str
    content_type: str
    body: bytes


@dataclasses.dataclass
class Request:
    method: str
    path: str
    query: dict
    headers: object
    body: bytes
    port: int
    state: dict = None

    @property
    def host(self):
        return self.headers.get("Host", f"127.0.0.1:{self.port}")

    @property
    def wants_json(self):
        return "application/json" in self.headers.get("Accept", "")

    def cookie(self, name):
        jar = http.cookies.SimpleCookie()
        try:
            jar.load(self.headers.get("Cookie", ""))
        except http.cookies.CookieError:
            return None
        return jar[name].value if name in jar else None

    def all(self, name):
        """Every value of a query parameter."""
        return self.query.get(name, [])

    def get(self, name, default=""):
        values = self.query.get(name)
        return values[0] if values else default

    def number(self, name, default, kind=int):
        try:
            return kind(self.get(name))
        except ValueError:
            return default

    @property
    def form(self):
        """The fields of a form post, the last of several; files are Upload."""
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("application/json"):
            return json.loads(self.body or b"{}")
        if not kind.startswith("multipart/form-data"):
            return dict(urllib.parse.parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body)
        fields = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            body = part.get_payload(decode=True)
            file_name = part.get_filename()
            fields[name] = (
                body.decode("utf-8", "replace")
                if file_name is None
                else Upload(file_name, part.get_content_type(), body)
            )
        return fields


@dataclasses.dataclass
class Response:
    body: bytes = b""
    status: int = 200
    headers: list = dataclasses.field(default_factory=list)
    chunks: object = None  # when set: an iterator of bytes, sent as they come

    def with_header(self, name, value):
        self.headers.append((name, value))
        return self


def html(text, status=200):
    return Response(text.encode(), status, [("Content-Type", "text/html; charset=utf-8")])


def as_json(value, status=200):
    return Response(json.dumps(value).encode(), status, [("Content-Type", "application/json")])


def redirect(where, status=303):
    return Response(b"", status, [("Location", where)])


def attachment(name, body, kind="application/octet-stream"):
    quoted = urllib.parse.quote(name)
    return Response(
        body,
        200,
        [
            ("Content-Type", kind),
            ("Content-Disposition", f"attachment; filename=\"{name}\"; filename*=UTF-8''{quoted}"),
        ],
    )


class Site:
    """One site: its address below the server, its routes, and what it remembers of each visitor (by cookie)."""

    def __init__(self, name, new_state=dict):
        self.name = name
        self.new_state = new_state
        self.routes = []
        self.visitors = {}
        self.lock = threading.Lock()

    def route(self, method, path):
        pattern = re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path) + "$")

        def add(handler):
            self.routes.append((method, pattern, handler))
            return handler

        return add

    def get(self, path):
        return self.route("GET", path)

    def post(self, path):
        return self.route("POST", path)

    def page(self, name, /, status=200, **values):
        return html(template.page(f"{self.name}/{name}.html", f"{self.name}/layout.html", **values), status)

    def answer(self, request):
        path = request.path.removeprefix(f"/{self.name}") or "/"
        if path == "/reset":
            return self.reset(request)
        allowed = set()
        for method, pattern, handler in self.routes:
            if match := pattern.match(path):
                if method == request.method:
                    return self.with_state(request, handler, match.groupdict())
                allowed.add(method)
        if allowed:
            return html("<h1>Method not allowed</h1>", 405).with_header("Allow", ", ".join(sorted(allowed)))
        return self.not_found(request)

    def not_found(self, request):
        return html("<!doctype html><title>Not found</title><h1>Page not found</h1>", 404)

    def with_state(self, request, handler, arguments):
        cookie = f"{self.name}_session"
        visitor = request.cookie(cookie)
        with self.lock:
            is_new = visitor not in self.visitors
            if is_new:
                visitor = secrets.token_hex(12)
                self.visitors[visitor] = self.new_state()
                while len(self.visitors) > MAX_VISITORS:
                    self.visitors.pop(next(iter(self.visitors)))
            request.state = self.visitors[visitor]
        response = handler(request, **{k: urllib.parse.unquote(v) for k, v in arguments.items()})
        if is_new:
            response.with_header("Set-Cookie", f"{cookie}={visitor}; Path=/{self.name}; HttpOnly; SameSite=Lax")
        return response

    def reset(self, request):
        """Forgets this visitor; with ?all=1 every visitor."""
        with self.lock:
            if request.get("all"):
                self.visitors.clear()
            else:
                self.visitors.pop(request.cookie(f"{self.name}_session"), None)
        return redirect(f"/{self.name}/")


def static(path):
    """A file of static/, or None."""
    file = (STATIC / path).resolve()
    if STATIC not in file.parents or not file.is_file():
        return None
    kinds = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
    return Response(file.read_bytes(), 200, [("Content-Type", f"{kinds[file.suffix]}; charset=utf-8")])


def pages_of(items, page, size):
    """(items of that page, pages in all), the page number brought into range by the caller's links only."""
    count = max(1, -(-len(items) // size))
    return list(itertools.islice(items, (page - 1) * size, page * size)), count
