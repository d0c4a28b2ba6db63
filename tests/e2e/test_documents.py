"""PDFs and text files: what agents and clients read of them, however they came."""

import http.server
import threading

import pytest

import rest
import server as program
from documents import pdf
from provider import call, done

INVOICE = pdf("Invoice 7 (copy)\nTotal          1,204.50 EUR", "Thank you")
PAGE = b"<!doctype html><title>Bills</title><a href=/invoice.pdf>Invoice</a> <a href=/notes.txt download>Notes</a> <a href=/x.bin download>Rest</a>"
FILES = {
    "/": ("text/html", PAGE),
    "/invoice.pdf": ("application/pdf", INVOICE),
    "/broken.pdf": ("application/pdf", INVOICE[:200]),
    "/notes.txt": ("text/plain", "Grüße, Zoë".encode()),
    "/x.bin": ("application/octet-stream", bytes(range(256))),
}


@pytest.fixture(scope="module")
def server(brain):
    with program.Server(variables=brain.variables) as running:
        yield running


@pytest.fixture(scope="module")
def site():
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            kind, content = FILES.get(self.path, ("text/plain", b""))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("use_stealth", [False, True])
def test_a_task_that_begins_at_a_pdf_reads_it(api, brain, site, use_stealth):
    """The light browser downloads it, the full one shows it; the model is told which, and what reads it."""

    def script(question):
        if question.number == 1:
            return [call("read_file" if "read_file tells" in question.last else "read")]
        return [done("1,204.50") if "Total   1,204.50 EUR" in question.text and "(page 2)\nThank you" in question.text else done("?")]

    brain.restart(script)
    id = api.submit(task="Tell the total", url=site + "/invoice.pdf", use_stealth=use_stealth, enable_recording=False)["id"]

    ended = api.wait_final(id)

    assert not brain.errors, brain.errors
    assert (ended["status"], ended["output"]) == ("done", "1,204.50"), ended
    assert ("is a PDF" in brain.questions[0].text) == use_stealth


def test_a_client_reads_what_was_downloaded_and_what_it_gave(api, site):
    given = api.request(
        "POST",
        "/file",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\na;b\r\n--b--\r\n',
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    ).r["id"]
    with rest.Session(api, files=[given], use_stealth=False, agent="smooth-lite") as session:
        session.goto(site + "/")
        for words in ("Invoice", "Notes"):
            assert session.run_task(f'Click "{words}"')["code"] == 200

        assert session.output("read_file", {"file": "notes.txt"})["value"] == "Grüße, Zoë"
        assert session.output("read_file", {"file": "invoice.pdf"})["value"].startswith("Invoice 7 (copy)\nTotal   1,204.50")
        assert session.output("read_file", {"file": "list.csv"})["value"] == "a;b"
        rest_of_it = session.output("read_file", {"file": "invoice.pdf", "from": 8})["value"]
        assert rest_of_it.startswith("7 (copy)")


@pytest.mark.parametrize("name", ["/etc/passwd", "../local-key", "nothing.pdf"])
def test_no_other_file_is_read(api, site, name):
    with rest.Session(api) as session:
        refused = session.act("read_file", {"file": name})

    assert refused["code"] == 400 and "there is no file" in refused["output"], refused


def test_what_cannot_be_read_says_why(api, site):
    with rest.Session(api, use_stealth=False) as session:
        session.goto(site + "/")
        session.goto(site + "/x.bin")
        binary = session.act("read_file")
        session.goto(site + "/broken.pdf")
        broken = session.act("read_file", {"file": "broken.pdf"})

    assert binary["code"] == 400 and "neither text nor a PDF" in binary["output"], binary
    assert broken["code"] == 400 and "damaged" in broken["output"], broken
