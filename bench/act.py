#!/usr/bin/env python3
"""The ten steps of a to-do list through the API: how long an action takes until the page has settled, and a look at the page after it.
`--peers` does the same through other tools, in the same run."""

import re
import sys

import measuring
import peers
from measuring import Client, clock, median
from peers import steps

ROUNDS = 5
THINGS = ["Water the plants", "Call Ida", "Buy stamps", "Return books", "Book a table"]


class Page:
    """One session, seen and operated like an agent does: look, act by reference, look again."""

    def __init__(self, client, url):
        self.client = client
        self.task = client("POST", "/task", {"task": None, "enable_recording": False, "use_stealth": False})["id"]
        self.acts, self.looks = [], []
        client.act(self.task, "goto", {"url": url})
        self.look()

    def look(self):
        started = clock()
        self.text = self.client.act(self.task, "snapshot", {})
        self.looks.append(clock() - started)

    def do(self, action, role, name, **input):
        line = next(line for line in self.text.splitlines() if f" {role} " in line and name in line)
        element = re.search(r"\be\d+\b", line)[0]
        started = clock()
        self.client.act(self.task, action, {"element": element, **input})
        self.acts.append(clock() - started)
        self.look()


def ten_steps(page):
    for thing in THINGS:
        page.do("fill", "textbox", "What needs to be done", value=thing, submit=True)
    for thing in THINGS[:3]:
        page.do("check", "checkbox", thing)
    page.do("click", "button", "Clear completed")
    page.do("check", "checkbox", THINGS[3])
    assert THINGS[0] not in page.text and THINGS[4] in page.text, page.text


def main():
    if peers.asked_for():
        with measuring.sites() as sites:
            steps.beside(f"{sites}/static/todo.html", peers.HANDS)
        return 0
    table = measuring.Table("Ten steps on a to-do list, through the API")
    with measuring.sites() as sites, measuring.program.Server() as server:
        client = Client(server.port)
        acts, looks, whole = [], [], []
        for round in range(ROUNDS + 1):
            measuring.quiet_moment()
            page = Page(client, f"{sites}/static/todo.html")
            ten_steps(page)
            client("DELETE", f"/task/{page.task}")
            if round == 0:
                continue  # warm
            acts += page.acts
            looks += page.looks[1:]
            whole += [act + look for act, look in zip(page.acts, page.looks[1:])]
        table.row("an action until nothing moves, median", median(acts), "ms", target=10)
        table.row("a look at the page, median", median(looks), "ms")
        table.row("act and look, median of a step", median(whole), "ms", target=20)
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
