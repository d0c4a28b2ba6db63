#!/usr/bin/env python3
"""How long until a page can be used: cold, warm, and with a ready-made context; puppeteer-core in the same run, in turns."""

import sys

import measuring
from measuring import Client, clock, median

ROUNDS = 15
COLD_ROUNDS = 5


def open_page(client, **spec):
    """(task, milliseconds) from POST /task until the page has answered the first action."""
    started = clock()
    task = client("POST", "/task", {"task": None, "enable_recording": False, **spec})["id"]
    client.act(task, "evaluate_js", {"js": "1"})
    return task, clock() - started


def close_page(client, task):
    client("DELETE", f"/task/{task}")
    measuring.quiet_moment()


def warm(engine, spares):
    """Milliseconds of ours and of the yardstick, measured in turns."""
    use_stealth = measuring.ENGINES[engine][0]
    ours, peer = [], []
    with measuring.program.Server("--spare-contexts", str(spares)) as server, measuring.Yardstick(engine) as yardstick:
        client = Client(server.port)
        yardstick("launch")
        yardstick("session")
        close_page(client, open_page(client, use_stealth=use_stealth)[0])
        for _ in range(ROUNDS):
            task, took = open_page(client, use_stealth=use_stealth)
            close_page(client, task)
            ours.append(took)
            peer.append(yardstick("session")["took"])
            measuring.quiet_moment()
    return median(ours), median(peer)


def cold_ours(use_stealth):
    server = measuring.program.Server()
    started = clock()
    server.launch()
    while True:
        try:
            client = Client(server.port)
            client("GET", "/task?l=1")
            break
        except OSError:
            measuring.time.sleep(0.001)
    task, _ = open_page(client, use_stealth=use_stealth)
    took = clock() - started
    close_page(client, task)
    server.stop()
    return took


def main():
    table = measuring.Table("A page that can be used, milliseconds (medians)")
    for engine, name in (("light", "light browser"), ("full", "full browser")):
        ours, peer = warm(engine, spares=2)
        table.row(
            f"POST /task, ready-made context, {name}", ours, "ms", target=10 if engine == "light" else None, peer=peer
        )
        ours, peer = warm(engine, spares=0)
        table.row(f"POST /task, context made for it, {name}", ours, "ms", target=peer / 2, peer=peer)
    for engine, name in (("light", "light browser"), ("full", "full browser")):
        ours, peer = [], []
        for _ in range(COLD_ROUNDS):
            ours.append(cold_ours(measuring.ENGINES[engine][0]))
            with measuring.Yardstick(engine) as yardstick:
                peer.append(yardstick("cold")["took"])
        table.row(
            f"cold: server and browser to the first page, {name}",
            median(ours),
            "ms",
            target=median(peer),
            peer=median(peer),
        )
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
