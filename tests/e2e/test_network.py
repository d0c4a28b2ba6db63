"""What GET /task/{id}/network and the HAR say of requests over TLS, with a real TLS server."""

import shutil

import counterparts
import pytest
import rest
import server as program
from waiting import wait_until
from websockets.sync.server import serve

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command makes the certificate")

PAGE = """<title>Secure</title><link rel=icon href=data:,><img src=/picture.svg>
<script>
  fetch('/to?/final');
  fetch('/gone', {method: 'POST', body: 'x'.repeat(500)});
  new Worker('/worker.js');
</script>"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return counterparts.self_signed(tmp_path_factory.mktemp("tls"), "localhost", "ads.doubleclick.net")


@pytest.fixture(scope="module")
def api(tls):
    # Chromium is told to take the certificate for what it is; the gateway, where it looks inside, knows its maker.
    arguments = ("--browser-argument", "--ignore-certificate-errors", "--resolve", "ads.doubleclick.net=127.0.0.1")
    with program.Server(*arguments, variables={"SSL_CERT_FILE": str(tls.certificate)}) as running:
        yield running.api


@pytest.fixture
def web(tls):
    with counterparts.Web(tls=tls) as running:
        running.pages |= {
            "/": PAGE,
            "/picture.svg": ("image/svg+xml", PICTURE),
            "/final": ("application/json", "{}"),
            "/worker.js": ("text/javascript", "fetch('/from-worker').then(() => postMessage(1))"),
            "/from-worker": "w",
        }
        yield running


def rows(api, task, path):
    found = api.request("GET", f"/task/{task}/network").json["r"]
    return [row for row in found if row["url"].endswith(path)]


def row(api, task, path):
    def ended():
        found = rows(api, task, path)
        return found[-1] if found and not found[-1]["open"] else None

    return wait_until(ended, f"{path} is in the log")


@pytest.mark.parametrize("stealth", [True, False])
def test_requests_over_tls_are_known_in_full(api, web, stealth):
    with rest.Session(api, use_stealth=stealth) as session:
        session.goto(web.url("/?q=1&r=two"))

        page = row(api, session.id, "/?q=1&r=two")
        assert page["url"] == web.url("/?q=1&r=two")
        assert (page["method"], page["status"], page["type"]) == ("GET", 200, "text/html")
        assert page["seen_by"] == "browser" and page["verdict"] == "allowed" and page["address"] == "127.0.0.1"
        assert page["received"] >= len(PAGE) and page["took_ms"] >= page["waited_ms"] >= 0
        assert row(api, session.id, "/picture.svg")["type"] == "image/svg+xml"
        assert row(api, session.id, "/to?/final")["status"] == 302
        assert row(api, session.id, "/final")["status"] == 200
        gone = row(api, session.id, "/gone")
        assert (gone["method"], gone["status"]) == ("POST", 404)
        assert row(api, session.id, "/from-worker")["status"] == 200
        tunnels = [r for r in api.request("GET", f"/task/{session.id}/network").json["r"] if r["method"] == "CONNECT"]
        assert tunnels and all(tunnel["seen_by"] == "gateway" for tunnel in tunnels)
        assert len(rows(api, session.id, "/picture.svg")) == 1


def test_the_archive_has_requests_in_place_of_tunnels(api, web):
    with rest.Session(api) as session:
        session.goto(web.url("/?q=1&r=two"))
        row(api, session.id, "/final")
    api.wait_final(session.id)

    entries = api.request("GET", f"/task/{session.id}/network?format=har").json["log"]["entries"]
    assert "CONNECT" not in {entry["request"]["method"] for entry in entries}
    page = next(entry for entry in entries if entry["request"]["url"] == web.url("/?q=1&r=two"))
    assert page["request"]["queryString"] == [{"name": "q", "value": "1"}, {"name": "r", "value": "two"}]
    assert page["response"]["status"] == 200 and page["response"]["content"]["mimeType"] == "text/html"
    assert page["time"] == sum(page["timings"].values())


def test_what_was_refused_is_there_with_its_address(api, web):
    refused = web.url("/banner", "ads.doubleclick.net")
    with rest.Session(api, allowed_urls=["https://localhost:*/*"]) as session:
        session.goto(web.url("/"))
        session.js(f"fetch('{refused}').catch(() => 0)")
        session.js(f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{refused}?frame'}}))")

        assert row(api, session.id, "/banner")["verdict"] == "advertisement"
        assert row(api, session.id, "/banner?frame")["verdict"] == "allowed_urls"
        assert len(rows(api, session.id, "/banner?frame")) == 1


def test_a_socket_over_tls(api, web, tls):
    with serve(lambda socket: [socket.send(word) for word in socket], "127.0.0.1", 0, ssl=tls) as server:
        with counterparts.running(server):
            place = f"wss://localhost:{server.socket.getsockname()[1]}/talk?room=1"
            with rest.Session(api) as session:
                session.goto(web.url("/"))
                said = session.js(
                    f"new Promise(done => {{ const s = new WebSocket('{place}'); s.onopen = () => s.send('hello');"
                    " s.onmessage = m => { s.close(); done(m.data); } })"
                )

                assert said == "hello"
                assert row(api, session.id, "/talk?room=1")["url"] == place
                assert row(api, session.id, "/talk?room=1")["status"] == 101


def test_strict_allowed_urls_bind_the_path_of_a_socket_over_tls(api, web, tls):
    came = []
    web.pages |= {"/app/page": "<title>App</title><img src=/app/a.svg>", "/app/a.svg": ("image/svg+xml", PICTURE)}

    def talk(socket):
        came.append(socket.request.path)
        for word in socket:
            socket.send(word)

    with serve(talk, "127.0.0.1", 0, ssl=tls) as server, counterparts.running(server):
        port = server.socket.getsockname()[1]
        spec = {"allowed_urls": ["https://localhost:*/app/*"], "experimental_features": {"allowed_urls": "strict"}}
        with rest.Session(api, **spec) as session:
            session.goto(web.url("/app/page"))
            tried = (
                f"path => new Promise(done => {{ const s = new WebSocket('wss://localhost:{port}' + path);"
                " s.onopen = () => s.send('hello'); s.onmessage = m => done(m.data); s.onerror = () => done('refused'); })"
            )
            assert session.js(f"({tried})('/app/talk')") == "hello"
            assert session.js(f"({tried})('/secret')") == "refused"

            assert came == ["/app/talk"]
            assert {"/app/page", "/app/a.svg"} <= set(web.paths("localhost")), "what is allowed loads"
            assert row(api, session.id, "/secret")["verdict"] == "allowed_urls"
            assert len(rows(api, session.id, "/secret")) == 1
            refused = [e["payload"] for e in api.events(session.id) if e["name"] == "request_refused"]
            # Chromium asks for things of its own, too.
            assert [r["url"] for r in refused if "secret" in r["url"]] == [f"wss://localhost:{port}/secret"]
