"""browser-use: its agent, one answer a step; typing and Enter are two actions of one answer. Without pictures, and without its judge."""

import json
import re

import measuring
import peers
from peers import browsing, thinking


class BrowserUse(thinking.Agent):
    NAME = "browser-use"
    PYTHON = peers.FOLDER / "venv/bin/python"

    def __init__(self, brain):
        super().__init__(brain)
        settings = {
            "address": brain.address, "chromium": browsing.CHROMIUM, "arguments": measuring.YARDSTICK_ARGUMENTS,
            "width": browsing.WIDTH, "height": browsing.HEIGHT, "left": thinking.LEFT, "task": thinking.TASK,
        }  # fmt: skip
        # -P: what lies beside the driver has names of packages that it uses.
        command = [str(self.PYTHON), "-P", str(peers.HERE / "browseruse_driver.py")]
        self.driver = thinking.Driver(command, self.folder, self.environment, settings)

    @classmethod
    def folder_of_package(cls):
        return next(iter(peers.FOLDER.glob("venv/lib/python3*/site-packages/browser_use-*.dist-info")), None)

    @classmethod
    def missing(cls):
        return "" if cls.folder_of_package() else "not fetched"

    @classmethod
    def version(cls):
        return cls.folder_of_package().name.removesuffix(".dist-info").split("-")[1]

    def work(self, url):
        return self.driver(url=url)

    def ten_steps(self, question):
        todo = thinking.steps()
        if question.number > len(todo):
            return self.look(question)
        what, thing = todo[question.number - 1]
        if what == "add":
            field = index(question, r"<input [^>]*name=what", "")
            return answer({"input": {"index": field, "text": thing, "clear": True}}, {"send_keys": {"keys": "Enter"}})
        if what == "tick":
            return answer({"click": {"index": index(question, "<input [^>]*type=checkbox", thing)}})
        return answer({"click": {"index": index(question, "<button", "Clear completed")}})

    def look(self, question):
        return answer({"done": {"text": "2 left", "success": True, "files_to_display": []}})

    def close(self):
        self.driver.close()
        super().close()


def answer(*actions):
    said = {"thinking": "", "evaluation_previous_goal": "", "memory": "", "next_goal": ""}
    return json.dumps({**said, "current_plan_item": None, "plan_update": None, "action": list(actions)})


def index(question, tag, name):
    """Of the element with such a tag; what it is called stands in its line or in the one below."""
    state = [text for text in question.texts if "<browser_state>" in text][-1]
    lines = state.splitlines()
    for line, below in zip(lines, lines[1:] + [""]):
        if (match := re.search(rf"\[(\d+)\]{tag}", line)) and name in line + below:
            return int(match[1])
    raise LookupError(f"no {tag} {name!r} in {state[-1500:]}")
