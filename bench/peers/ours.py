"""Ours, through the API as a client has it, in the same browser as the peers."""

import json
import re

import measuring
from peers import browsing

BUDGET = 6000


class Ours(browsing.Browser):
    NAME = "ours"
    LIKE_A_PERSON = True  # in the full browser, as the peers
    REFERENCE = re.compile(r"\b(e\d+)\b")

    def __init__(self):
        super().__init__()
        self.server = measuring.program.Server().start()
        self.client = measuring.Client(self.server.port)
        self.task = self.client("POST", "/task", {"task": None, "enable_recording": False, "use_stealth": self.LIKE_A_PERSON})["id"]

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
        return self.act("snapshot", format="text", max_tokens=BUDGET)

    def run(self, script):
        return json.loads(self.act("evaluate_js", js=f"JSON.stringify({script})"))

    def boxes(self, text):
        # All references there are: those that the budget left out of the text can be asked for.
        return [node["rect"] for node in self.act("snapshot", format="json")["nodes"] if node.get("operable")]

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


class Light(Ours):
    """In the light browser, which a session that does not ask for more gets."""

    NAME = "ours, light"
    LIKE_A_PERSON = False
