"""What a peer that is driven by a model can do. The model is a scripted provider, the same for all, that answers at once: what passes between
an answer and the next question is the agent's own time."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import peers

THINGS = ["Water the plants", "Call Ida", "Buy stamps", "Return books", "Book a table"]
TASK = "Add five things to the list, tick the first three, clear what is completed and tell how many are left"
# What the page holds when all has been done, asked of the page itself.
LEFT = "[...document.querySelectorAll('#list li')].map(line => line.innerText.trim())"
WITHIN_S = 180


def steps():
    """What there is to do, one after the other: ("add", thing), ("tick", thing), ("clear", None)."""
    return [("add", thing) for thing in THINGS] + [("tick", thing) for thing in THINGS[:3]] + [("clear", None)]


class Agent:
    """One agent with one browser that stays. `work` lets it do a task on a page and answers what LEFT says there afterwards; `ten_steps`
    and `look` are what its model answers to a question (see tests/e2e/provider.py)."""

    NAME = ""
    PACKAGE = ""  # in node_modules
    LOOKS_FIRST = 0  # questions before the first one that holds the page

    def __init__(self, brain):
        self.brain = brain
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lissom-peer-"))
        self.environment = os.environ | {"HOME": str(self.folder), "NO_COLOR": "1"}

    @classmethod
    def missing(cls):
        return "" if (peers.FOLDER / "node_modules" / cls.PACKAGE).is_dir() else "not fetched"

    @classmethod
    def version(cls):
        return json.loads((peers.FOLDER / "node_modules" / cls.PACKAGE / "package.json").read_text())["version"]

    def work(self, url):
        raise NotImplementedError

    def ten_steps(self, question):
        raise NotImplementedError

    def look(self, question):
        """Ends the task with the first question that holds the page."""
        raise NotImplementedError

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Driver:
    """A small program of ours in the peer's own language that does what JSON lines say, one answer a line."""

    def __init__(self, command, folder, environment, settings):
        self.log = open(folder / "log", "w+")
        self.process = subprocess.Popen(
            [*command, json.dumps(settings)],
            cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )  # fmt: skip

    def __call__(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        while line := self.process.stdout.readline():
            if line.startswith('{"answer"'):  # tools like to print
                answer = json.loads(line)
                if problem := answer.get("problem"):
                    raise RuntimeError(problem)
                return answer["answer"]
        self.log.seek(0)
        raise RuntimeError(f"it has ended: {self.log.read()[-600:]}")

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
