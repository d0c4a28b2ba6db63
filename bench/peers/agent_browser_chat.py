"""agent-browser's chat: a model calls its one tool with commands. Acts, Enter and the look after it go in one command (`batch`), which its
guide recommends: one question a step, as few as it can do with. A real model would load that guide first, at some thousand tokens more in
each question; the scripted one does not."""

import json
import re
import subprocess

from peers import agent_browser, thinking


class AgentBrowserChat(thinking.Agent):
    NAME = "agent-browser"
    PACKAGE = "agent-browser"
    LOOKS_FIRST = 1

    def __init__(self, brain):
        super().__init__(brain)
        self.browser = agent_browser.AgentBrowser()

    def work(self, url):
        self.browser.goto(url)
        gateway = {"AI_GATEWAY_URL": self.brain.address.removesuffix("/v1"), "AI_GATEWAY_API_KEY": "sk-of-the-provider"}
        done = subprocess.run(
            [self.browser.program, "--model", "openai/gpt-4o", "chat", thinking.TASK],
            cwd=self.folder, env=self.browser.environment | gateway, capture_output=True, text=True, timeout=thinking.WITHIN_S,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError((done.stderr or done.stdout)[-300:])
        return self.browser.run(thinking.LEFT)

    def ten_steps(self, question):
        todo = thinking.steps()
        if question.number == 1:
            return command("snapshot -i")
        if question.number - 2 == len(todo):
            return "2 left"
        what, thing = todo[question.number - 2]
        if what == "add":
            field = reference(question, "textbox", "What needs")
            return batch(f"fill {field} '{thing}'", "press Enter", "snapshot -i")
        if what == "tick":
            return batch(f"check {reference(question, 'checkbox', thing)}", "snapshot -i")
        return batch(f"click {reference(question, 'button', 'Clear completed')}", "snapshot -i")

    def look(self, question):
        return command("snapshot") if question.number == 1 else "seen"

    def close(self):
        self.browser.close()
        super().close()


def command(words):
    return [("agent_browser", {"command": "agent-browser " + words})]


def batch(*commands):
    return command("batch " + " ".join(json.dumps(each) for each in commands))


def reference(question, role, name):
    lines = [line for line in question.last.splitlines() if f"- {role} " in line and name in line]
    return "@" + re.search(r"ref=(e\d+)", lines[-1])[1]
