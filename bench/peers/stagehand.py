"""stagehand: one `act` in plain words after the other, each a question to the model about the page as it is. It has no act that fills and
presses Enter, so these are two. The last act finds nothing to do: the question before it closes the step."""

import json
import re

import measuring
import peers
from peers import browsing, thinking

NOTHING = {"action": None, "twoStep": False}


class Stagehand(thinking.Agent):
    NAME = "stagehand"
    PACKAGE = "@browserbasehq/stagehand"

    def __init__(self, brain):
        super().__init__(brain)
        settings = {
            "folder": str(peers.FOLDER), "address": brain.address, "chromium": browsing.CHROMIUM,
            "arguments": measuring.YARDSTICK_ARGUMENTS, "width": browsing.WIDTH, "height": browsing.HEIGHT, "left": thinking.LEFT,
        }  # fmt: skip
        command = ["node", str(peers.HERE / "stagehand.mjs")]
        self.driver = thinking.Driver(command, self.folder, self.environment, settings)
        self.acts = self.look_acts = [("Tell how many are left", lambda question: NOTHING)]
        self.todo = [act for what, thing in thinking.steps() for act in acts_of(what, thing)] + self.acts

    def work(self, url):
        acts = self.todo if self.brain.script == self.ten_steps else self.look_acts
        return self.driver(url=url, acts=[words for words, _ in acts])

    def ten_steps(self, question):
        return json.dumps(self.todo[question.number - 1][1](question))

    def look(self, question):
        return json.dumps(NOTHING)

    def close(self):
        self.driver.close()
        super().close()


def acts_of(what, thing):
    """(what is said to it, what the model answers)"""
    field = lambda question: element(question, "textbox", "What needs")  # noqa: E731
    if what == "add":
        return [
            (f"type '{thing}' into the field", lambda question: action(field(question), "fill", thing)),
            ("press Enter in the field", lambda question: action(field(question), "press", "Enter")),
        ]
    if what == "tick":
        return [(f"tick '{thing}'", lambda question: action(element(question, "checkbox", thing), "click"))]
    return [("clear what is completed", lambda question: action(element(question, "button", "Clear completed"), "click"))]


def element(question, role, name):
    for line in question.last.splitlines():
        if (match := re.match(rf"\s*\[(\d+-\d+)\] (?:\w+, )?{role}\b", line)) and name in line:
            return match[1]
    raise LookupError(f"no {role} {name!r} in {question.last[-1500:]}")


def action(element, method, *arguments):
    return {"action": {"elementId": element, "description": "the element", "method": method, "arguments": list(arguments)}, "twoStep": False}
