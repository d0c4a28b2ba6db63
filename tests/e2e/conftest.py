"""Starts the real program, the fixture sites, and hands out clients."""

import concurrent.futures
import os
import pathlib
import signal
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "sites")]

import live_viewer  # noqa: E402
import provider  # noqa: E402
import rest  # noqa: E402
import server as program  # noqa: E402

# Read once, when the SDK is imported. Its telemetry stays on: a self-hosted server receives it.
os.environ.pop("SMOOTH_BASE_URL", None)


@pytest.fixture(scope="session")
def sites():
    """The address of the fixture sites."""
    process = subprocess.Popen(
        [sys.executable, str(HERE.parent / "sites/serve.py"), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    yield process.stdout.readline().strip()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


@pytest.fixture(scope="session")
def common_server():
    """One server for all tests that do not break it."""
    with program.Server() as running:
        yield running


@pytest.fixture(scope="module")
def brain():
    """A model that says what the test wants."""
    with provider.Provider() as running:
        yield running


@pytest.fixture(scope="module")
def server(common_server):
    """Files whose tests break their server, or want another, have one of their own under this name."""
    return common_server


@pytest.fixture(scope="module")
def api(server):
    return server.api


@pytest.fixture
def session(api):
    with rest.Session(api) as opened:
        yield opened


@pytest.fixture
def shop(session, sites):
    """A session on the shop's front page."""
    session.goto(f"{sites}/shop/")
    return session


@pytest.fixture
def page(session, sites):
    """A session on a page with a field."""
    session.goto(f"{sites}/odd/landing")
    session.js(live_viewer.FIELD)
    return session


@pytest.fixture
def client(server):
    """The published SDK, pointed at our server."""
    from smooth import SmoothClient

    with SmoothClient(api_key=program.KEY, base_url=f"{server.address}/api") as made:
        yield made


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """A failed test shows the end of the server's log."""
    report = (yield).get_result()
    running = getattr(item, "funcargs", {}).get("server")
    if report.failed and running:
        report.sections.append(("server log", running.said()))


@pytest.fixture(scope="session", autouse=True)
def slow_answers(request):
    """What takes the server's own time limits to be answered. Begun first and collected last, so that nobody waits for it."""
    if not any(item.get_closest_marker("slow_answers") for item in request.session.items):
        yield {}
        return
    # Not `api`: that is another server's where the first test of the run breaks its own.
    api, sites = request.getfixturevalue("common_server").api, request.getfixturevalue("sites")
    with (
        concurrent.futures.ThreadPoolExecutor() as pool,
        rest.Session(api) as hanging,
        rest.Session(api) as idle,
        rest.Session(api) as pictures,
    ):
        hang = pool.submit(hanging.act, "goto", {"url": f"{sites}/odd/hang"}, within=90)
        idle.js("1")
        last = api.events(idle.id)[-1]["timestamp"]
        yield {
            "hang": hang,
            "after the hang": pool.submit(
                lambda: hang.result() and hanging.act("goto", {"url": f"{sites}/odd/landing"})
            ),
            "held": pool.submit(api.get, idle.id, last),
            "pictures": pool.submit(
                lambda: (
                    pictures.goto(f"{sites}/odd/images") or pictures.js("document.querySelector('button').textContent")
                )
            ),
        }
