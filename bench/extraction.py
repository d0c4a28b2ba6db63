#!/usr/bin/env python3
"""How much of what a page says is extracted without a model: precision, recall and their mean (F1) over the values of all answers,
against the truth written by hand in tests/sites/extract/*.json. A value counts where it stands under the right field, in any place of
its list. Questions that a page does not answer have to end in an error."""

import collections
import functools
import http.server
import json
import sys
import threading

import measuring
from measuring import ROOT, Client

PAGES = ROOT / "tests/sites/extract"
TARGET_LISTS, TARGET_OTHERS = 0.9, 0.85


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def values(answer, path=""):
    """Every value of an answer with the names of the fields above it."""
    if isinstance(answer, dict):
        for name, each in answer.items():
            yield from values(each, f"{path}/{name}")
    elif isinstance(answer, list):
        for each in answer:
            yield from values(each, f"{path}/*")
    elif answer is not None:
        yield path, float(answer) if isinstance(answer, (int, float)) and not isinstance(answer, bool) else answer


class Score:
    def __init__(self):
        self.right = self.told = self.true = self.questions = 0

    def add(self, told, true):
        told, true = collections.Counter(values(told)), collections.Counter(values(true))
        self.right += sum((told & true).values())
        self.told += sum(told.values())
        self.true += sum(true.values())
        self.questions += 1

    def f1(self):
        return 2 * self.right / max(1, self.told + self.true)


def main():
    table = measuring.Table("Data of pages by schema, without a model")
    handler = functools.partial(Quiet, directory=str(PAGES))
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{pages.server_port}"
    lists, others, refused, to_refuse = Score(), Score(), 0, 0
    with measuring.program.Server() as server:
        client = Client(server.port)
        task = client("POST", "/task", {"task": None, "enable_recording": False})["id"]
        for file in sorted(PAGES.glob("*.json")):
            for case in json.loads(file.read_text().replace("{base}", base)):
                client.act(task, "goto", {"url": f"{base}/{file.stem}.html"})
                question = {"schema": case["schema"], **({"prompt": case["prompt"]} if case.get("prompt") else {})}
                try:
                    told = client.act(task, "extract", question)
                except AssertionError:
                    told = None
                if "expected" not in case:
                    to_refuse += 1
                    refused += told is None
                    continue
                kind = lists if any("*" in path for path, _ in values(case["expected"])) else others
                kind.add(told, case["expected"])
    table.row(f"F1 of lists and tables, {lists.questions} questions", lists.f1(), "", TARGET_LISTS, at_least=True)
    table.row(f"F1 of articles and single things, {others.questions} questions", others.f1(), "", TARGET_OTHERS, at_least=True)
    table.row(f"of {to_refuse} questions without an answer, refused", 100 * refused / max(1, to_refuse), "%", 100, at_least=True)
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
