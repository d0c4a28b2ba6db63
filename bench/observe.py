#!/usr/bin/env python3
"""What an agent sees of a page: tokens, what is missing of what a person could operate, and the time it takes; Playwright's
accessibility snapshot of the same pages in the same run.

Tokens are those of o200k for both. What could be operated is counted in the page by rules of its own
(operable.py), not by those of the program.

`bench/observe.py FOLDER` measures the saved pages (*.html) of a folder of yours instead of our own."""

import argparse
import functools
import http.server
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading

import measuring
import peers
from measuring import HERE, ROOT, Client
from operable import COUNT, share_found
from peers import sight
from peers.counting import Tokens

ROUNDS = 3
TARGET_TOKENS, BUDGET = 3000, 6000
FOLDERS = ("extract", "lite")
FIXTURES = (
    "/shop/", "/shop/search?q=lamp", "/shop/cart", "/news/", "/odd/", "/app/",
)  # fmt: skip
BIG = 10_000  # elements of the page that is made for the time limit

class Pages(http.server.SimpleHTTPRequestHandler):
    extensions_map = {".html": "text/html; charset=utf-8", "": "application/octet-stream"} | {
        end: kind for end, kind in http.server.SimpleHTTPRequestHandler.extensions_map.items() if end not in (".html", "")
    }

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path != "/big":
            return super().do_GET()
        # Rows of a long list: a third of the elements can be operated.
        rows = "".join(f"<li><a href='#{n}'>Entry {n}</a> <span>of the list</span></li>" for n in range(BIG // 3))
        body = f"<!doctype html><title>Long</title><h1>Long</h1><ul>{rows}</ul>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(folder):
    handler = functools.partial(Pages, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def corpus(local, sites):
    pages = [f"{local}/{folder}/{file.name}" for folder in FOLDERS for file in sorted((ROOT / "tests/sites" / folder).glob("*.html"))]
    return pages + [sites + path for path in FIXTURES]


class Ours:
    def __init__(self, port):
        self.client = Client(port)
        self.task = self.client("POST", "/task", {"task": None, "enable_recording": False})["id"]

    def see(self, url):
        act = functools.partial(self.client.act, self.task)
        act("goto", {"url": url})
        before = json.loads(act("evaluate_js", {"js": COUNT}))
        seen = [act("snapshot", {"format": "json"}) for _ in range(ROUNDS)]
        text = act("snapshot", {"format": "text", "max_tokens": BUDGET})
        after = json.loads(act("evaluate_js", {"js": COUNT}))
        # What moved or came while it was looked at stands elsewhere in each of the looks.
        wanted = [box for box in before if box in after]
        return wanted, seen[-1]["nodes"], statistics.median(each["took_ms"] for each in seen), text


class Peer:
    def __init__(self):
        if not shutil.which("npm"):
            raise SystemExit("bench: playwright-core needs node and npm: run tools/setup")
        if not all((HERE / "node_modules" / name).is_dir() for name in ("playwright-core", "gpt-tokenizer")):
            install = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
            subprocess.run(install, cwd=HERE, check=True)
        self.process = subprocess.Popen(
            ["node", str(HERE / "peer_view.js"), "/usr/lib/chromium/chromium", str(ROUNDS), *measuring.YARDSTICK_ARGUMENTS],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def see(self, url):
        self.process.stdin.write(json.dumps({"url": url}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def look_at(urls, ours, peer, tokens):
    """One dict of figures for each page; those that one of the two cannot open are named and left out."""
    figures, missing = [], []
    for url in urls:
        name = pathlib.PurePath(url).name
        try:
            wanted, nodes, took, text = ours.see(url)
            theirs = peer.see(url)
        except (AssertionError, KeyError, json.JSONDecodeError) as problem:
            missing.append(f"{name}: {str(problem)[:200]}")
            continue
        hits, count = share_found(wanted, [node["rect"] for node in nodes if node.get("operable")])
        if hits < count:
            missing.append(f"{name}: {count - hits} of {count}")
        figures.append({
            "tokens": tokens(text), "took": took, "hits": hits, "count": count,
            "peer_tokens": tokens(theirs["text"]), "peer_took": theirs["took"],
        })  # fmt: skip
    return figures, missing


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, help="of saved pages (*.html) instead of our own")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth page")
    parser.add_argument("--peers", action="store_true", help="beside other tools, fetched at need; only that table")
    return parser.parse_args()


def pages_of(asked, local, sites):
    urls = [f"{local}/{file.name}" for file in sorted(asked.folder.glob("*.html"))] if asked.folder else corpus(local, sites)
    return urls[:: asked.every]


def main():
    asked = options()
    saved = asked.folder
    if asked.peers:
        with measuring.sites() as sites:
            sight.beside(pages_of(asked, serve(saved or ROOT / "tests/sites"), sites), peers.EYES)
        return 0
    table = measuring.Table("What an agent sees of a page (medians over the pages)")
    local = serve(saved or ROOT / "tests/sites")
    with measuring.sites() as sites, measuring.program.Server() as server:
        ours, peer = Ours(server.port), Peer()
        urls = pages_of(asked, local, sites)
        with Tokens(HERE) as tokens:
            figures, missing = look_at(urls, ours, peer, tokens)
        column = lambda name: [page[name] for page in figures]  # noqa: E731
        found, all_wanted = sum(column("hits")), sum(column("count"))
        table.row(
            f"tokens a page, {len(figures)} pages", statistics.median(column("tokens")), "", TARGET_TOKENS,
            peer=statistics.median(column("peer_tokens")),
        )  # fmt: skip
        table.row("tokens, the largest page", max(column("tokens")), "", BUDGET, peer=max(column("peer_tokens")))
        table.row(f"of {all_wanted} things to operate, found", 100 * found / all_wanted, "%", 99, at_least=True)
        table.row("milliseconds a page", statistics.median(column("took")), "ms", 15, peer=statistics.median(column("peer_took")))
        if not saved:
            _, _, took, _ = ours.see(local + "/big")
            table.row(f"milliseconds, a page of {BIG:,} elements", took, "ms", 80, peer=peer.see(local + "/big")["took"])
        if missing:
            print("  not found: " + "; ".join(missing[:12]))
        peer.close()
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
