#!/usr/bin/env python3
"""Polls: how many short ones a second, how soon a held one wakes, and what thousands of held ones weigh."""

import re
import shutil
import socket
import subprocess
import sys
import time

import measuring
from measuring import median

CONNECTIONS = 64
SECONDS = 5
RUNS = 3
HELD = 5000
WAKES = 60


def polls_per_second(port, task):
    """(requests a second, p99 in ms) of GET /task/{id}, best of a few runs: the rest is what else the machine does."""
    best = (0.0, 0.0)
    for _ in range(RUNS):
        said = subprocess.run(
            [
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{SECONDS}s",
                "--latency",
                "-H",
                f"apikey: {measuring.program.KEY}",
                f"http://127.0.0.1:{port}/api/v1/task/{task}",
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "Non-2xx" not in said, said
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
        best = max(best, (rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]))
    return best


def hold(port, task, cursor):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(
        f"GET /api/v1/task/{task}?event_t={cursor} HTTP/1.1\r\nHost: x\r\napikey: {measuring.program.KEY}\r\n\r\n".encode()
    )
    return connection


def wake_times(api, session):
    """Milliseconds from an action's end, as its event says, until a held poll has the answer."""
    times = []
    for number in range(WAKES):
        last = api.events(session.id)[-1]["timestamp"]
        with hold(api.port, session.id, last) as held:
            # Takes longer than sending it: the poll is held when the action ends.
            id = api.send(session.id, "evaluate_js", {"js": f"new Promise(done => setTimeout(done, 30, {number}))"})
            assert id.encode() in held.recv(65536)
            arrived = time.time() * 1000
        times.append(arrived - api.events(session.id)[-1]["timestamp"])
    return times


def main():
    import processes
    import rest

    if not shutil.which("wrk"):
        raise SystemExit("bench: wrk is not installed: run tools/setup")
    table = measuring.Table("Polls")
    with measuring.program.Server("--log-level", "warn") as server, rest.Session(server.api) as session:
        session.js("1")
        rate, p99 = polls_per_second(server.port, session.id)
        table.row(f"GET /task/ID a second, {CONNECTIONS} connections", rate, "/s", target=32_000, at_least=True)
        table.row("   its 99th percentile", p99, "ms", target=12)

        times = sorted(wake_times(server.api, session))
        table.row("from an action's end to the held poll's answer, median", median(times), "ms", target=10)
        table.row("   its 95th percentile", times[int(len(times) * 0.95)], "ms")

        before = processes.proportional_memory(server.process.pid)
        last = server.api.events(session.id)[-1]["timestamp"]
        held = [hold(server.port, session.id, last) for _ in range(HELD)]
        server.api.get(session.id)
        after = processes.proportional_memory(server.process.pid)
        for connection in held:
            connection.close()
        table.row(f"memory of {HELD:,} held polls", (after - before) / 2**20, "MB", target=60)
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
