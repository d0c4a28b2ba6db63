"""agent-browser: a command that talks to a daemon of its own, one process a call."""

import json
import platform
import re
import subprocess

from peers import browsing

WITHIN_S = 90
MACHINE = {"aarch64": "arm64"}.get(platform.machine(), "x64")


class AgentBrowser(browsing.Browser):
    """The whole snapshot: text and references."""

    NAME = "agent-browser"
    PACKAGE = "agent-browser"
    REFERENCE = re.compile(r"\bref=(e\d+)\b")
    SNAPSHOT = ("snapshot",)

    def __init__(self):
        super().__init__()
        (self.folder / "s").mkdir()
        self.environment |= {
            "AGENT_BROWSER_SOCKET_DIR": str(self.folder / "s"),
            "AGENT_BROWSER_EXECUTABLE_PATH": browsing.CHROMIUM,
            "AGENT_BROWSER_ARGS": "\n".join(browsing.chromium_arguments()),
        }
        # The program itself: what lies in .bin is a script that starts it, a tenth of a second later.
        self.program = str(browsing.program("agent-browser").resolve().with_name(f"agent-browser-linux-{MACHINE}"))
        self.say("open", "about:blank")
        self.say("set", "viewport", str(browsing.WIDTH), str(browsing.HEIGHT))

    def say(self, *words, input=None):
        done = subprocess.run(
            [self.program, *words], cwd=self.folder, env=self.environment, input=input, capture_output=True, text=True, timeout=WITHIN_S
        )
        if done.returncode != 0:
            raise browsing.Failure(f"{words[0]}: {(done.stderr or done.stdout)[:400]}")
        return done.stdout

    def batch(self, *commands):
        return self.say("batch", "--json", "--omit-command", input=json.dumps(commands))

    def goto(self, url):
        self.say("open", url)

    def look(self):
        return self.say(*self.SNAPSHOT)

    def run(self, script):
        return json.loads(self.say("eval", script))

    def boxes(self, text):
        found = self.references(text)
        if not found:
            return []
        # It exits with a failure when one of many is gone, and answers all the same.
        done = subprocess.run(
            [self.program, "batch", "--json", "--omit-command"],
            cwd=self.folder, env=self.environment, text=True, capture_output=True, timeout=WITHIN_S,
            input=json.dumps([["get", "box", "@" + reference] for reference in found]),
        )  # fmt: skip
        boxes = [each["result"] for each in json.loads(done.stdout) if each["success"]]
        return [[box["x"], box["y"], box["width"], box["height"]] for box in boxes]

    def enter(self, reference, value):
        self.batch(["fill", "@" + reference, value], ["press", "Enter"])

    def click(self, reference):
        self.say("click", "@" + reference)

    def tick(self, reference):
        self.say("check", "@" + reference)

    def close(self):
        self.say("close")
        super().close()


class Interactive(AgentBrowser):
    """Only what can be operated: no text to read."""

    NAME = "agent-browser -i"
    SNAPSHOT = ("snapshot", "-i")
