"""What the benchmarks share: the program, the sites, the yardstick, medians and a table."""

import contextlib
import http.client
import itertools
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT / "tests/e2e")]

import server as program  # noqa: E402

ENGINES = {  # our session's field, puppeteer's headless mode, where the browser is
    "light": (False, "shell", "/usr/lib/chromium/chromium-headless-shell"),
    "full": (True, "new", "/usr/lib/chromium/chromium"),
}
ANSWER_WITHIN_S = 90  # an action has its own, shorter limits
# Ours runs sandboxed where the machine allows it; a root user's puppeteer cannot.
YARDSTICK_ARGUMENTS = ["--no-sandbox", "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup", program.HOST_RULES]


@contextlib.contextmanager
def sites():
    process = subprocess.Popen([sys.executable, str(ROOT / "tests/sites/serve.py")], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


class Client:
    """The API over one kept-alive connection, as a client has it: what it costs itself is not to be measured."""

    numbers = itertools.count(1)

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.seen = {}  # by task: the time of the newest event, as the SDK keeps it

    def __call__(self, method, path, body=None):
        self.connection.request(
            method,
            "/api/v1" + path,
            json.dumps(body) if body is not None else None,
            {"apikey": program.KEY, "Content-Type": "application/json"},
        )
        return json.loads(self.connection.getresponse().read())["r"]

    def act(self, task, action, input):
        """One action of a session, followed by long polls until its result is there; fails when it does not come."""
        started = time.monotonic()
        id = f"bench-{next(self.numbers)}"
        self("POST", f"/task/{task}/event", {"name": "browser_action", "id": id, "payload": {"name": action, "input": input}})
        while time.monotonic() - started < ANSWER_WITHIN_S:
            events = self("GET", f"/task/{task}?event_t={self.seen.get(task, 1)}")["events"]
            self.seen[task] = max([self.seen.get(task, 1), *(event["timestamp"] for event in events)])
            for event in events:
                if event["id"] == id and "code" in event["payload"]:
                    assert event["payload"]["code"] == 200, event
                    return event["payload"]["output"]["output"]
        raise AssertionError(f"no result of {action} within {ANSWER_WITHIN_S} s")


class Yardstick:
    """puppeteer-core in a process of its own."""

    def __init__(self, engine):
        if not shutil.which("npm"):
            raise SystemExit("bench: puppeteer-core needs node and npm: run tools/setup")
        if not (HERE / "node_modules/puppeteer-core").is_dir():
            print("bench: fetching puppeteer-core", file=sys.stderr)
            subprocess.run(
                ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True
            )
        _, mode, path = ENGINES[engine]
        self.process = subprocess.Popen(
            ["node", str(HERE / "yardstick.js"), path, mode, *YARDSTICK_ARGUMENTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, command, **more):
        self.process.stdin.write(json.dumps({"do": command, **more}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self("close")
        self.process.stdin.close()
        self.process.wait(20)


def clock():
    return time.perf_counter() * 1000


def median(values):
    return statistics.median(values)


def quiet_moment(seconds=0.4):
    """Lets background work (a spare context being made, a browser being closed) come to its end between two measurements."""
    time.sleep(seconds)


class Table:
    """Prints figures as they come: what, ours, the target, the peer, and whether the target is met."""

    def __init__(self, title):
        self.missed = 0
        # A figure means little without these: what was measured, and what else the machine was doing.
        print(f"\n{title}\n  {program.binary()}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"  {'figure':<58}{'ours':>12}{'target':>14}{'peer':>12}")

    def row(self, figure, ours, unit, target=None, at_least=False, peer=None):
        met = None if target is None else (ours >= target if at_least else ours <= target)
        self.missed += met is False
        bound = "" if target is None else f"{'≥' if at_least else '≤'} {number(target)} {unit}"
        print(
            f"  {figure:<58}{number(ours) + ' ' + unit:>12}{bound:>14}{'' if peer is None else number(peer) + ' ' + unit:>12}"
            f"{'' if met is None else '  met' if met else '  MISSED'}",
            flush=True,
        )


def number(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
