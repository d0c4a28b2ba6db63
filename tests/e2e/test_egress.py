"""Where browsers may go: allowed_urls, proxies, advertisements, private networks, the network log."""

import hashlib
import hmac
import json
import re
import socket

import counterparts
import pytest
import rest
import server as program
import ways_out
from waiting import wait_until

NAMES = ("outside.test", "inside.test", "ads.doubleclick.net", "ib.adnxs.com", "metadata.test=169.254.169.254")


@pytest.fixture(scope="module")
def server():
    rules = [rule for name in NAMES for rule in ("--resolve", name if "=" in name else f"{name}=127.0.0.1")]
    with program.Server(*rules) as running:
        yield running


@pytest.fixture
def datagrams():
    """A UDP port of this machine; what came is there to be received."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.setblocking(False)
        yield listening


@pytest.fixture
def web(datagrams):
    with counterparts.Web() as running:
        running.pages = ways_out.pages_of(running, udp=datagrams.getsockname()[1])
        yield running


def assert_nothing_came(datagrams):
    with pytest.raises(BlockingIOError):
        datagrams.recv(1)


def refusals(session):
    return [e["payload"] for e in session.api.events(session.id) if e["name"] == "request_refused"]


def try_all(session, web, *kinds):
    for kind in kinds:
        session.goto(web.url("/ways"))
        tried = session.js(f"window.go('{kind}')")
        assert len(tried) > 5, tried


ONLY_INSIDE = ["http://localhost:*/*", "http://127.0.0.1:*/*"]


def test_a_page_cannot_get_documents_or_frames_past_allowed_urls(api, web):
    with rest.Session(api, allowed_urls=ONLY_INSIDE) as session:
        try_all(session, web, "frames", "windows", "pages", "parts")
        wait_until(lambda: "/part/image" in web.paths("outside.test"), "pictures of other sites load")

        assert [path for path in web.paths("outside.test") if path.startswith("/doc/")] == []
        assert {"/part/script", "/part/style", "/part/fetch"} <= set(web.paths("outside.test"))
        told = {refusal["url"].rpartition("/")[2] for refusal in refusals(session)}
        assert {"iframe", "popup", "popup-alone", "location", "redirected", "link", "form", "refreshed"} <= told
        assert all(refusal["kind"] == "allowed_urls" for refusal in refusals(session))


PEERS = """async (port) => {
    const [one, two] = [new RTCPeerConnection({iceServers: [{urls: `stun:127.0.0.1:${port}`}]}), new RTCPeerConnection()];
    const told = [];
    one.onicecandidate = (event) => event.candidate && told.push(event.candidate.candidate);
    const gathered = new Promise((done) => { one.onicegatheringstatechange = () => one.iceGatheringState === 'complete' && done(); });
    one.createDataChannel('x');
    await one.setLocalDescription(await one.createOffer());
    await two.setRemoteDescription(one.localDescription);
    await two.setLocalDescription(await two.createAnswer());
    await one.setRemoteDescription(two.localDescription);
    await one.addIceCandidate({candidate: `candidate:1 1 udp 2122260223 127.0.0.1 ${port} typ host`, sdpMid: '0'});
    await gathered;
    await new Promise((done) => setTimeout(done, 500));  // the checks of a connection go out every 50 ms
    return told;
}"""


@pytest.mark.parametrize("stealth", [True, False])
def test_no_datagram_leaves_a_browser(api, web, datagrams, stealth):
    """WebRTC would go round the proxy, and with it round everything that the gateway holds."""
    with rest.Session(api, use_stealth=stealth) as session:
        session.goto(web.url("/"))

        assert session.js(f"({PEERS})({datagrams.getsockname()[1]})") == [], "no addresses of this machine either"
        assert_nothing_came(datagrams)


def test_nothing_at_all_gets_past_strict_allowed_urls(api, web, datagrams):
    spec = {"allowed_urls": ONLY_INSIDE, "experimental_features": {"allowed_urls": "strict"}}
    with rest.Session(api, **spec) as session:
        try_all(session, web, "parts", "frames", "windows", "pages")

        assert web.paths("outside.test") == []
        assert_nothing_came(datagrams)
        assert {"/shared.js", "/reporting"} <= set(web.paths("localhost")), "what is allowed loads"
        assert {"/part/fetch", "/part/websocket"} & {
            "/" + refusal["url"].partition("/part/")[1].strip("/") + "/" + refusal["url"].rpartition("/")[2]
            for refusal in refusals(session)
        }


def test_paths_bind_every_request_in_strict_mode(api, web):
    web.pages |= {"/app/page": "<img src=/app/a.png><img src=/secret.png><script>fetch('/secret')</script>"}
    spec = {"allowed_urls": ["http://localhost:*/app/*"], "experimental_features": {"allowed_urls": "strict"}}
    with rest.Session(api, **spec) as session:
        session.goto(web.url("/app/page"))

        assert session.js("fetch('/secret').catch(() => 'refused')") == "refused"
        for path in ("/secret-socket", "/app/socket"):
            socket = f"new WebSocket('{web.url(path).replace('http', 'ws')}')"
            session.js(f"new Promise(done => {{ {socket}.onerror = done; }}).then(() => 'over')")
        assert "/app/socket" in web.paths("localhost")
        assert set(web.paths("localhost")) <= {"/app/page", "/app/a.png", "/app/socket"}
        assert any("/secret-socket" in refusal["reason"] for refusal in refusals(session))


def test_an_address_that_is_not_allowed_is_refused_before_and_after_redirects(api, web):
    with rest.Session(api, allowed_urls=ONLY_INSIDE) as session:
        session.goto(web.url("/"))
        at_once = session.act("goto", {"url": web.url("/doc/x", "outside.test")})
        redirected = session.act("goto", {"url": web.url("/to?" + web.url("/doc/x", "outside.test"))})

        for payload in (at_once, redirected):
            assert payload["code"] == 400
            assert "outside.test" in payload["output"] and "is not in allowed_urls" in payload["output"]
        assert session.js("document.title") == "home", "the page stays as it was"
        assert web.paths("outside.test") == []


def test_a_click_that_leads_out_says_why_nothing_happened(api, web):
    with rest.Session(api, allowed_urls=ONLY_INSIDE) as session:
        session.goto(web.url("/ways"))
        element = re.search(r"\[(e\d+)\] link \"out\"|(e\d+) link \"out\"", session.output("snapshot"))
        effect = session.output("click", {"element": element[1] or element[2]})

        assert "is not in allowed_urls" in effect["text"]
        assert effect["url"] == web.url("/ways")


@pytest.mark.parametrize("scheme", ["http://", "", "socks5://"])
def test_a_proxy_with_credentials(api, web, scheme):
    kind = counterparts.SocksProxy if scheme.startswith("socks") else counterparts.HttpProxy
    web.pages["/"] = "<title>through</title><script>new WebSocket('ws://127.0.0.1:%d/socket')</script>" % web.port
    with kind("lena", "s3:cret") as proxy:
        spec = {
            "proxy_server": f"{scheme}127.0.0.1:{proxy.port}",
            "proxy_username": "lena",
            "proxy_password": "s3:cret",
        }
        with rest.Session(api, **spec) as session:
            session.goto(f"http://known.to.the.proxy:{web.port}/")
            assert session.js("document.title") == "through"
            wait_until(lambda: f"127.0.0.1:{web.port}" in proxy.targets, "the socket goes through the proxy too")
        assert f"known.to.the.proxy:{web.port}" in proxy.targets


@pytest.mark.parametrize("scheme", ["http://", "", "socks5://"])
def test_a_proxy_without_credentials(api, web, scheme):
    kind = counterparts.SocksProxy if scheme.startswith("socks") else counterparts.HttpProxy
    web.pages["/"] = "<title>through</title>"
    with kind() as proxy, rest.Session(api, proxy_server=f"{scheme}127.0.0.1:{proxy.port}") as session:
        session.goto(f"http://known.to.the.proxy:{web.port}/")

        assert session.js("document.title") == "through"
        assert f"known.to.the.proxy:{web.port}" in proxy.targets


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("target", ["http", "https"])
def test_wrong_credentials_are_named(api, web, scheme, target):
    kind = counterparts.SocksProxy if scheme == "socks5" else counterparts.HttpProxy
    with kind("lena", "right") as proxy:
        spec = {
            "proxy_server": f"{scheme}://127.0.0.1:{proxy.port}",
            "proxy_username": "lena",
            "proxy_password": "wrong",
        }
        with rest.Session(api, **spec) as session:
            payload = session.act("goto", {"url": f"{target}://somewhere.test:{web.port}/"})
    assert payload["code"] == 400
    assert "refused the credentials" in payload["output"]
    assert "wrong" not in payload["output"]


@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
@pytest.mark.parametrize("target", ["http", "https"])
def test_a_dead_proxy_is_named(api, scheme, target):
    port = program.free_port()
    with rest.Session(api, proxy_server=f"{scheme}://127.0.0.1:{port}") as session:
        payload = session.act("goto", {"url": f"{target}://somewhere.test/"})
    assert payload["code"] == 400
    assert f"the proxy cannot be used: 127.0.0.1:{port}" in payload["output"]


def test_advertisements_do_not_leave_the_machine_unless_wanted(api, web):
    ads = [web.url("/ad.js", "ads.doubleclick.net"), web.url("/collect", "ib.adnxs.com")]
    web.pages["/news"] = "<title>news</title>" + "".join(f"<script src='{url}'></script>" for url in ads)
    hosts = ("ads.doubleclick.net", "ib.adnxs.com")

    with rest.Session(api) as session:
        session.goto(web.url("/news"))
        assert session.js("document.title") == "news"
    assert [web.paths(host) for host in hosts] == [[], []]

    with rest.Session(api, use_adblock=False) as session:
        session.goto(web.url("/news"))
    assert all(web.paths(host) for host in hosts)


def test_an_advertisers_site_can_be_visited_on_purpose(api, web):
    with rest.Session(api) as session:
        session.goto(web.url("/", "ads.doubleclick.net"))
        assert session.js("document.title") == "home"


def test_the_servers_own_port_and_cloud_metadata_are_out_of_reach(api, server, web):
    with rest.Session(api) as session:
        for url in (server.address + "/healthz", "http://metadata.test/latest/", "http://169.254.169.254/latest/"):
            payload = session.act("goto", {"url": url})
            assert payload["code"] == 400, (url, payload)
        session.goto(web.url("/"))
        assert {refusal["kind"] for refusal in refusals(session)} == {"own_server", "metadata"}


def test_private_networks_can_be_closed(web):
    with program.Server("--private-networks", "block", "--resolve", "inside.test=127.0.0.1") as running:
        with rest.Session(running.api) as session:
            for host in ("127.0.0.1", "localhost", "inside.test", "127.1", "2130706433", "[::1]"):
                payload = session.act("goto", {"url": web.url("/", host)})
                assert payload["code"] == 400, (host, payload)
                assert "may not reach" in payload["output"]
    assert web.asked == []


def test_the_network_log_tells_what_was_asked_for(api, web):
    web.pages["/page"] = f"<img src='{web.url('/ad.gif', 'ads.doubleclick.net')}'>"
    with rest.Session(api) as session:
        session.goto(web.url("/page"))
        log = wait_until(
            lambda: (found := api.request("GET", f"/task/{session.id}/network").json)["totals"]["refused"] and found,
            "the advertisement is in the log",
        )
        by_url = {entry["url"]: entry for entry in log["r"]}
        page = by_url[web.url("/page")]
        assert (page["status"], page["verdict"], page["address"]) == (200, "allowed", "127.0.0.1")
        assert page["received"] > 0 and log["totals"]["received"] >= page["received"]
        assert by_url[web.url("/ad.gif", "ads.doubleclick.net")]["verdict"] == "advertisement"
    api.wait_final(session.id)

    archive = api.request("GET", f"/task/{session.id}/network?format=har").json["log"]
    assert archive["version"] == "1.2"
    assert web.url("/page") in [entry["request"]["url"] for entry in archive["entries"]]
    assert api.request("GET", f"/task/{session.id}/network?format=xml").status == 400
    assert api.request("GET", "/task/nobody/network").status == 404

    assert api.request("DELETE", f"/task/{session.id}/data").r is True
    assert api.request("GET", f"/task/{session.id}/network").r == []


def test_a_webhook_tells_of_the_end(api, web):
    web.pages["/hook"] = "taken"
    with rest.Session(api, webhook_url=web.url("/hook", "inside.test")) as session:
        session.goto(web.url("/"))
        assert web.posted == []

    path, headers, body = wait_until(lambda: web.posted and web.posted[0], "the webhook comes")
    told = json.loads(body)
    assert (path, told["event"], told["task"]["id"]) == ("/hook", "task.ended", session.id)
    assert told["task"]["status"] == "cancelled"
    time, _, signature = headers["Lissom-Signature"].removeprefix("t=").partition(",v1=")
    secret = hashlib.sha256(program.KEY.encode()).hexdigest().encode()
    assert signature == hmac.new(secret, f"{time}.".encode() + body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"experimental_features": {"allowed_urls": "maybe"}}, "experimental_features.allowed_urls"),
        ({"proxy_server": "ftp://proxy.test:1"}, "proxy_server"),
        ({"proxy_server": "self"}, "proxy_server"),
    ],
)
def test_what_cannot_be_is_refused_at_once(api, spec, said):
    answer = api.request("POST", "/task", {"task": None, **spec})
    assert answer.status in (400, 422)
    assert said in answer.detail
