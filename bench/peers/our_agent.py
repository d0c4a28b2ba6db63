"""Our agent with a model, through the API, in the same browser as the peers."""

import re

import measuring
from peers import thinking
from provider import call, done


class OurAgent(thinking.Agent):
    NAME = "ours"
    LIKE_A_PERSON = True  # in the full browser, as the peers

    def __init__(self, brain):
        super().__init__(brain)
        self.server = measuring.program.Server(variables=brain.variables).start()

    @classmethod
    def missing(cls):
        return ""

    @classmethod
    def version(cls):
        return "this one"

    def work(self, url):
        task = self.server.api.submit(task=thinking.TASK, url=url, enable_recording=False, use_stealth=self.LIKE_A_PERSON)["id"]
        reading = self.server.api.wait_final(task, within=thinking.WITHIN_S)
        if reading["status"] != "done":
            raise RuntimeError(str(reading)[:300])
        return self.left()

    def left(self):
        """The page is gone with the task: what the model was told of it at last counts."""
        last = self.brain.questions[-1]
        gone = re.search(r"^gone: (.*)$", last.last, re.M)
        names = gone[1].split(", ") if gone else []
        shown = [thing for thing in thinking.THINGS if f'checkbox "{thing}"' in last.text]
        return [thing for thing in shown if last.ref(f'"{thing}"', "checkbox") not in names]

    def ten_steps(self, question):
        todo = thinking.steps()
        if question.number > len(todo):
            return [done("2 left")]
        what, thing = todo[question.number - 1]
        if what == "add":
            return [call("fill", element=question.ref("What needs to be done"), value=thing, submit=True)]
        if what == "tick":
            return [call("check", element=question.ref(f'"{thing}"', "checkbox"))]
        return [call("click", element=question.ref('"Clear completed"', "button"))]

    def look(self, question):
        return [done("seen")]

    def close(self):
        self.server.stop()
        super().close()


class Light(OurAgent):
    """In the light browser, which a task that does not ask for more gets."""

    NAME = "ours, light"
    LIKE_A_PERSON = False
