"""The OpenAPI document against the running server, by properties: whatever a client may send, valid or not, the answer is one that the
document tells of, in the shape it tells of, and never a fault of the server.
"""

import contextlib
import pathlib
import subprocess
import sys
import threading

import pytest

import server as program

SECONDS = 40
# Not among them: that all that fits its schema is accepted. What a file or a certificate must be, a schema cannot say.
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
]


@pytest.fixture
def server():
    """A server of its own: it gets thousands of odd requests."""
    with program.Server("--max-sessions", "2", "--max-waiting", "4") as running:
        yield running


@contextlib.contextmanager
def tasks_end_soon(api):
    """Tasks made at random wait for ever: ends them in passing, so that later ones find a browser."""
    stopped = threading.Event()

    def end_them():
        while not stopped.wait(0.3):
            for task in api.request("GET", "/task?status=waiting,running").r:
                api.delete(task["id"])

    thread = threading.Thread(target=end_them)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(30)


def test_every_answer_is_one_the_document_tells_of(server, api, tmp_path):
    command = [str(pathlib.Path(sys.executable).with_name("st")), "run", f"{server.address}/openapi.json"]
    command += ["--url", f"{server.address}/api/v1", "--header", f"apikey: {program.KEY}", "--checks", ",".join(CHECKS)]
    # The seed makes a failure come again; the old routes that wait for a live_url need the longer time-out. One worker: the
    # parser of Python 3.11 gives up now and then when several threads use it.
    command += ["--seed", "20", "--max-time", str(SECONDS), "--request-timeout", "25", "--workers", "1", "--no-color"]
    command += ["--max-examples", "20", "--continue-on-failure"]

    with tasks_end_soon(api):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS + 60)

    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert api.request("GET", "/healthz", prefix="").status == 200
    assert "a handler threw" not in server.log.read_text(errors="replace")


@pytest.fixture
def api(server):
    return server.api
