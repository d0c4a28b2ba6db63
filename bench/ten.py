#!/usr/bin/env python3
"""Ten sessions at once: each opens, goes to a page, reads it and closes. puppeteer-core does the same with ten contexts."""

import concurrent.futures
import sys

import measuring
from measuring import Client, clock, median

SESSIONS = 10
ROUNDS = 5
READ = "document.body.innerText.length"


def visit(port, url, use_stealth):
    client = Client(port)
    task = client("POST", "/task", {"task": None, "enable_recording": False, "use_stealth": use_stealth})["id"]
    client.act(task, "goto", {"url": url})
    read = client.act(task, "evaluate_js", {"js": READ})
    client("DELETE", f"/task/{task}")
    return read


def main():
    table = measuring.Table("Ten sessions at once, milliseconds in all (medians)")
    with measuring.sites() as sites:
        url = f"{sites}/shop/"
        for engine, name in (("light", "light browser"), ("full", "full browser")):
            use_stealth = measuring.ENGINES[engine][0]
            ours, peer = [], []
            with (
                measuring.program.Server("--max-sessions", "16", "--spare-contexts", "2") as server,
                measuring.Yardstick(engine) as yardstick,
                concurrent.futures.ThreadPoolExecutor(SESSIONS) as pool,
            ):
                yardstick("launch")
                yardstick("visit", url=url, count=1)
                visit(server.port, url, use_stealth)
                for _ in range(ROUNDS):
                    measuring.quiet_moment(1.0)
                    started = clock()
                    read = list(pool.map(lambda _: visit(server.port, url, use_stealth), range(SESSIONS)))
                    ours.append(clock() - started)
                    measuring.quiet_moment(1.0)
                    theirs = yardstick("visit", url=url, count=SESSIONS)
                    peer.append(theirs["took"])
                    assert min(read) > 500 and min(theirs["read"]) > 500, "a page was not read"
            table.row(
                f"ten sessions go to a page and read it, {name}",
                median(ours),
                "ms",
                target=median(peer),
                peer=median(peer),
            )
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
