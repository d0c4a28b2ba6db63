"""The cabinet of odd pages: everything that makes a browser, or whoever drives it, stumble."""

import base64
import time

import web

site = web.Site("odd", lambda: {"visits": 0, "uploads": [], "sent": []})
LONGEST_WAIT_S = 60
HUGE_ROWS = 5000

PAGES = {
    "frames": "Frames of the same and of another site",
    "shadow": "Shadow roots, open and closed",
    "popups": "Pages that open pages",
    "dialogs": "alert, confirm, prompt, leave?",
    "storage": "Storage of every kind",
    "worker": "A service worker",
    "downloads": "Downloads",
    "upload": "Uploads",
    "huge": "A page of 5,000 rows",
    "late": "Elements that come late, move or are covered",
    "widgets": "Home-made widgets",
    "hover": "A menu that opens on hover",
    "drag": "Drag and drop",
    "canvas": "A canvas",
    "editor": "An editable area",
    "restless": "A page that never rests",
    "endless": "A list without an end",
    "rerender": "A list that is rebuilt all the time",
    "keys": "Keyboard",
    "hidden": "Text nobody can see",
    "form": "A form with every kind of field",
    "history": "A single-page app",
    "unload": "A page that asks before it is left",
    "busy": "A page that hangs its own thread",
    "images": "A page whose picture never arrives",
    "console": "A page that throws",
}


def show(request, name, /, **values):
    values.setdefault("title", PAGES.get(name, name))
    # The same server under its other name is another site to the browser.
    name_, _, port = request.host.partition(":")
    other = f"http://{'localhost' if name_ == '127.0.0.1' else '127.0.0.1'}:{port or request.port}"
    return site.page(name, other=other, rows=HUGE_ROWS, **values)


@site.get("/")
def index(request):
    return show(request, "index", title="The cabinet of odd pages", pages=PAGES)


@site.get("/inner")
def inner(request):
    return show(
        request, "inner", title="Inner page", name=request.get("name", "inner"), depth=request.number("depth", 0)
    )


@site.get("/popup")
def popup(request):
    return show(request, "popup", title="Popup", name=request.get("name", "popup"))


# -- answers that are late, wrong, or elsewhere --


@site.get("/slow")
def slow(request):
    """Answers after ?ms=."""
    wait(request.number("ms", 1000) / 1000)
    return show(request, "plain", title="Slow page", text="This answer took its time.")


@site.get("/never")
def never(request):
    """A document that never ends: its beginning is there, the rest never comes."""

    def body():
        yield b"<!doctype html><title>Never</title><h1>This page never ends</h1><button>A button</button>" + b" " * 1024
        while True:
            wait(5)
            yield b" "

    return web.Response(headers=[("Content-Type", "text/html; charset=utf-8")], chunks=body())


@site.get("/hang")
def hang(request):
    """Accepts the request, and says nothing for as long as anyone waits."""
    wait(LONGEST_WAIT_S * 10, LONGEST_WAIT_S * 10)
    return web.html("too late")


@site.get("/drip")
def drip(request):
    """Sends a page in pieces, over ?ms=."""
    pause = min(request.number("ms", 1000), LONGEST_WAIT_S * 1000) / 5000

    def body():
        yield b"<!doctype html><title>Drip</title><h1>Drip</h1>"
        for number in range(5):
            wait(pause)
            yield f"<p>Piece {number + 1} of 5</p>".encode()

    return web.Response(headers=[("Content-Type", "text/html; charset=utf-8")], chunks=body())


def wait(seconds, longest=LONGEST_WAIT_S):
    time.sleep(min(max(0.0, seconds), longest))


@site.get("/status/<code>")
def status(request, code):
    number = int(code) if code.isdigit() and 200 <= int(code) <= 599 else 400
    if number in (204, 304):
        return web.Response(status=number)
    response = show(request, "plain", title=f"Status {number}", text=f"This page was answered with {number}.")
    response.status = number
    return response


@site.get("/redirect/<count>")
def redirect(request, count):
    left = int(count) if count.isdigit() else 0
    code = request.number("code", 302)
    if left <= 0:
        return web.redirect(request.get("to") or "/odd/landing", code)
    rest = f"?to={request.get('to')}" if request.get("to") else ""
    return web.redirect(f"/odd/redirect/{left - 1}{rest}", code)


@site.get("/landing")
def landing(request):
    return show(request, "plain", title="Landing", text="You have arrived.")


@site.get("/loop")
def loop(request):
    return web.redirect("/odd/loop")


@site.get("/refresh")
def refresh(request):
    return web.html(
        '<!doctype html><title>Moving</title><meta http-equiv="refresh" content="0; url=/odd/landing"><p>Moving …</p>'
    )


@site.get("/script-redirect")
def script_redirect(request):
    return web.html("<!doctype html><title>Moving</title><script>location.replace('/odd/landing')</script>")


@site.get("/not-html")
def not_html(request):
    kind = request.get("type", "application/json")
    return web.Response(b'{"answer": 42, "list": [1, 2, 3]}', headers=[("Content-Type", kind)])


@site.get("/private")
def private(request):
    """Behind HTTP basic authentication: demo/secret."""
    expected = "Basic " + base64.b64encode(b"demo:secret").decode()
    if request.headers.get("Authorization") != expected:
        return web.html("<h1>Who are you?</h1>", 401).with_header("WWW-Authenticate", 'Basic realm="odd"')
    return show(request, "plain", title="Private", text="You are demo.")


@site.get("/strict")
def strict(request):
    """A page whose content security policy forbids all scripts that are not its own."""
    response = show(request, "plain", title="Strict", text="Only scripts of this site run here.")
    return response.with_header("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'")


@site.get("/broken")
def broken(request):
    """Promises more than it sends."""
    return web.Response(
        headers=[("Content-Type", "text/html"), ("Content-Length", "5000")],
        chunks=[b"<!doctype html><title>Broken</title><h1>Half a p"],
    )


# -- data for the pages, and what they tell the server --


@site.get("/echo")
def echo(request):
    return web.as_json({"path": request.path, "query": request.query, "headers": dict(request.headers.items())})


@site.post("/echo")
def echo_post(request):
    form = {
        name: value if isinstance(value, str) else f"{value.name} ({len(value.body)} bytes)"
        for name, value in request.form.items()
    }
    request.state["sent"].append(form)
    return show(request, "echo", title="Received", form=form) if not request.wants_json else web.as_json(form)


@site.get("/sent.json")
def sent(request):
    return web.as_json(request.state["sent"])


@site.post("/upload")
def upload(request):
    files = [value for value in request.form.values() if isinstance(value, web.Upload) and value.name]
    request.state["uploads"] += [
        {
            "name": file.name,
            "type": file.content_type,
            "size": len(file.body),
            "text": file.body[:200].decode("utf-8", "replace"),
        }
        for file in files
    ]
    return web.redirect("/odd/upload")


@site.get("/upload")
def uploads(request):
    return show(request, "upload", uploads=request.state["uploads"])


@site.get("/file/<name>")
def file(request, name):
    """A download of ?size= bytes, over ?ms=."""
    size = min(max(0, request.number("size", 64)), 16 << 20)
    pause = request.number("ms", 0) / 10_000
    body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    response = web.attachment(name, body)
    if pause:
        step = max(1, size // 10)

        def pieces():
            for start in range(0, size, step):
                wait(pause)
                yield body[start : start + step]

        response.headers.append(("Content-Length", str(size)))
        response.chunks = pieces()
    return response


@site.get("/worker.js")
def worker(request):
    script = (
        "addEventListener('install', event => skipWaiting());\n"
        "addEventListener('activate', event => event.waitUntil(clients.claim()));\n"
        "addEventListener('fetch', event => {\n"
        "  if (new URL(event.request.url).pathname === '/odd/from-worker')\n"
        "    event.respondWith(new Response('answered by the worker', {headers: {'Content-Type': 'text/plain'}}));\n"
        "});\n"
    )
    return web.Response(script.encode(), headers=[("Content-Type", "text/javascript")])


@site.get("/events")
def events(request):
    """Server-sent events: a number every ?ms=, ten of them."""
    pause = request.number("ms", 50) / 1000

    def body():
        for number in range(10):
            yield f"data: {number}\n\n".encode()
            wait(pause)

    return web.Response(headers=[("Content-Type", "text/event-stream")], chunks=body())


@site.get("/items")
def items(request):
    start = max(0, request.number("from", 0))
    return web.as_json([f"Item {number}" for number in range(start + 1, start + 21)])


@site.get("/cookies")
def cookies(request):
    """Sets a session cookie and a lasting one, and shows what came in."""
    request.state["visits"] += 1
    response = show(
        request,
        "plain",
        title="Cookies",
        text=f"visits: {request.state['visits']}; lasting: {request.cookie('lasting')}; session: {request.cookie('passing')}",
    )
    response.with_header("Set-Cookie", "lasting=yes; Path=/odd; Max-Age=86400")
    return response.with_header("Set-Cookie", "passing=yes; Path=/odd")


@site.get("/<name>")
def page(request, name):
    return show(request, name) if name in PAGES else site.not_found(request)
