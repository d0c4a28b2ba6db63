"""Ours, through the API as a client has it, in the same browser as the peers."""

import json
import re

import measuring
from peers import browsing


class Ours(browsing.Browser):
    NAME = "ours"
    LIKE_A_PERSON = True  # in the full browser, as the peers
    BUDGET = 6000  # the tokens that our agents give a page
    REFERENCE = re.compile(r"\[(e\d+)\]")

    def __init__(self):
        super().__init__()
        self.server = measuring.program.Server().start()
        self.client = measuring.Client(self.server.port)
        spec = {"task": None, "enable_recording": False, "use_stealth": self.LIKE_A_PERSON}
        self.task = self.client("POST", "/task", spec)["id"]

    @classmethod
    def missing(cls):
        return ""

    @classmethod
    def version(cls):
        return "this one"

    def act(self, action, **input):
        try:
            return self.client.act(self.task, action, input)
        except AssertionError as problem:
            raise browsing.Failure(str(problem)[:400]) from None

    def goto(self, url):
        self.act("goto", url=url)

    def look(self):
        return self.act("snapshot", format="text", max_tokens=self.BUDGET)

    def run(self, script):
        return json.loads(self.act("evaluate_js", js=f"JSON.stringify({script})"))

    def boxes(self, text):
        # Only what the text shows: that the rest can be asked for does not count here.
        shown = set(self.references(text))
        return [node["rect"] for node in self.act("snapshot", format="json")["nodes"] if node.get("operable") and node["ref"] in shown]

    def enter(self, reference, value):
        self.act("fill", element=reference, value=value, submit=True)

    def click(self, reference):
        self.act("click", element=reference)

    def tick(self, reference):
        self.act("check", element=reference)

    def close(self):
        self.client("DELETE", f"/task/{self.task}")
        self.server.stop()
        super().close()


class Whole(Ours):
    """With as much room as the peers take: nothing is folded or left out."""

    NAME = "ours, whole"
    BUDGET = 200_000


class Light(Ours):
    """In the light browser, which a session that does not ask for more gets."""

    NAME = "ours, light"
    LIKE_A_PERSON = False
