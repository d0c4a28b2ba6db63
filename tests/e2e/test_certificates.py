"""Client certificates: given to the sites that ask for one, without a dialog; a wrong password is told at once."""

import base64
import http.server
import shutil
import ssl
import subprocess
import threading

import counterparts
import pytest
import rest
import server as program

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command makes the certificates")


def openssl(*arguments, cwd):
    subprocess.run(["openssl", *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """An authority, a site's certificate by it, and a visitor's as p12 with the password `open sesame`."""
    folder = tmp_path_factory.mktemp("papers")
    new = ("req", "-newkey", "rsa:2048", "-nodes", "-sha256")
    openssl(*new, "-x509", "-days", "30", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", cwd=folder)
    for name, subject, extension in (
        ("site", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        ("visitor", "/CN=lena", "extendedKeyUsage=clientAuth"),
    ):
        openssl(*new, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject, cwd=folder)
        (folder / f"{name}.ext").write_text(extension)
        openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", f"{name}.ext", "-out", f"{name}.pem", cwd=folder,
        )  # fmt: skip
    openssl(
        "pkcs12", "-export", "-in", "visitor.pem", "-inkey", "visitor.key", "-certfile", "ca.pem",
        "-passout", "pass:open sesame", "-out", "visitor.p12", cwd=folder,
    )  # fmt: skip
    return folder


class Site:
    """A site over TLS that tells its visitors who they are, by their certificate."""

    def __init__(self, papers, wants_certificate, asks_late=False):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if asks_late:  # only for what is asked for, not for the connection
                    self.connection.verify_client_post_handshake()
                certificate = self.connection.getpeercert()
                name = dict(part[0] for part in certificate["subject"])["commonName"] if certificate else "nobody"
                body = f"<title>{name}</title>".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(papers / "site.pem", papers / "site.key")
        if wants_certificate:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(papers / "ca.pem")
        if asks_late:
            context.post_handshake_auth = True
            context.load_verify_locations(papers / "ca.pem")
            context.verify_mode = ssl.CERT_REQUIRED

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a visitor without a certificate

            def finish_request(self, request, address):
                super().finish_request(context.wrap_socket(request, server_side=True), address)

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"https://localhost:{self.server.server_address[1]}/"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def api(papers):
    # Chromium is told to take the test's site for what it is; the gateway knows its authority.
    with program.Server(
        "--browser-argument", "--ignore-certificate-errors", variables={"SSL_CERT_FILE": str(papers / "ca.pem")}
    ) as running:
        yield running.api


def certificate(papers, password="open sesame", file=None):
    content = file or (papers / "visitor.p12").read_bytes()
    return [{"file": base64.b64encode(content).decode(), "password": password, "filters": None}]


def test_a_site_that_asks_gets_the_certificate(api, papers):
    with Site(papers, True) as site, rest.Session(api, certificates=certificate(papers)) as session:
        for _ in range(2):
            session.goto(site.url)
            assert session.js("document.title") == "lena"
        assert session.js("fetch('/again').then(answer => answer.status)") == 200


def test_a_site_that_does_not_ask_learns_nothing(api, papers):
    with Site(papers, False) as site, rest.Session(api, certificates=certificate(papers)) as session:
        session.goto(site.url)
        assert session.js("document.title") == "nobody"


def test_without_a_certificate_the_site_is_closed_and_nothing_hangs(api, papers):
    with Site(papers, True) as site, rest.Session(api) as session:
        assert session.act("goto", {"url": site.url}, within=25)["code"] == 400


def test_a_site_that_asks_after_the_handshake_is_an_answer_not_a_wait(api, papers):
    """Chromium offers no such asking (RFC 8446, 4.2.6), and HTTP/2 forbids it: these sites take no browser of its kind."""
    with Site(papers, False, asks_late=True) as site, rest.Session(api, certificates=certificate(papers)) as session:
        payload = session.act("goto", {"url": site.url}, within=25)

        assert payload["code"] == 400 and "localhost" in payload["output"], payload


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_proxy_over_tls(api, papers, is_trusted):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    name = "site" if is_trusted else "ca"  # that one is nobody's certificate called localhost
    context.load_cert_chain(papers / f"{name}.pem", papers / f"{name}.key")
    with counterparts.Web() as web, counterparts.HttpProxy("lena", "pw", tls=context) as proxy:
        web.pages["/"] = "<title>through</title>"
        spec = {
            "proxy_server": f"https://localhost:{proxy.port}",
            "proxy_username": "lena",
            "proxy_password": "pw",
        }
        with rest.Session(api, **spec) as session:
            payload = session.act("goto", {"url": web.url("/", "known.to.the.proxy")})
            if is_trusted:
                assert payload["code"] == 200, payload
                assert session.js("document.title") == "through"
                assert set(proxy.targets) == {f"known.to.the.proxy:{web.port}"}
            else:
                assert payload["code"] == 400
                assert "cannot be used over TLS" in payload["output"]


@pytest.mark.parametrize(
    ("password", "file", "said"),
    [("wrong", None, "password is wrong"), ("", None, "password is wrong"), ("x", b"no archive at all", "PKCS")],
)
def test_what_cannot_be_opened_is_refused_at_once(api, papers, password, file, said):
    body = {"task": None, "certificates": certificate(papers, password, file)}
    answer = api.request("POST", "/task", body)
    assert answer.status == 400
    assert "certificates[0]" in answer.detail and said in answer.detail
