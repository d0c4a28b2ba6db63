#!/usr/bin/env python3
"""What the way through the egress gateway costs a page: its load in a session, and in the same browser under puppeteer-core without any proxy, in turns."""

import statistics
import sys

import measuring
from measuring import median

sys.path[:0] = [str(measuring.ROOT / "tests/e2e")]
import counterparts  # noqa: E402
import rest  # noqa: E402

ROUNDS = 40
TARGET = 1.03  # of the time without
SCRIPTS = 80
LOADED = "(() => { const [n] = performance.getEntriesByType('navigation'); return n.loadEventStart - n.startTime; })()"


def pages():
    """A page of many small parts, and one of a single large part."""
    script = ("text/javascript", "//" + "x" * 20_000)
    return {
        "/many": "<title>many</title>" + "".join(f"<script async src='/part?{i}'></script>" for i in range(SCRIPTS)),
        "/part": script,
        "/large": "<title>large</title><script src='/megabytes'></script>",
        "/megabytes": ("text/javascript", "//" + "x" * 8_000_000),
    }


def main():
    missed = False
    with counterparts.Web() as web, measuring.program.Server() as server, measuring.Yardstick("light") as yardstick:
        web.pages = pages()
        yardstick("launch")
        with rest.Session(server.api, use_stealth=False) as session:
            for path in ("/many", "/large"):
                with_gateway, without = [], []
                for turn in range(ROUNDS):
                    url = f"http://127.0.0.1:{web.port}{path}?{turn}"
                    session.goto(url)
                    with_gateway.append(session.js(LOADED))
                    without.append(yardstick("load", url=url)["took"])
                ratio = median(with_gateway) / median(without)
                spread = statistics.quantiles(without, n=4)
                print(
                    f"page load {path:7} with the gateway {median(with_gateway):7.1f} ms, without {median(without):7.1f} ms"
                    f" (quartiles {spread[0]:.1f}–{spread[2]:.1f}), ratio {ratio:.3f}, target {TARGET}"
                )
                missed |= ratio > TARGET
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
