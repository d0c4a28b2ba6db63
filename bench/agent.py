#!/usr/bin/env python3
"""The agent with a model, against a scripted provider on loopback: what a step costs beside the model, how much of a prompt the
provider has seen before, tokens a step, and how much faster the same task is the second time, by its script. `--peers` does such
steps with other agents, in the same run.
"""

import json
import sys

import measuring
import peers
from measuring import median

sys.path[:0] = [str(measuring.ROOT / "tests/sites")]

import provider as models  # noqa: E402
from peers import minds  # noqa: E402
from provider import call, done  # noqa: E402

ROUNDS = 3
MODEL_S = 0.5  # what the model of the comparison takes for an answer
THINGS = ["Water the plants", "Call Ida", "Buy stamps", "Return books", "Book a table"]
TASK = "Add five things to the list, tick the first three, clear what is completed and tell how many are left"
PAGES = ["/shop/", "/shop/search?q=lamp", "/shop/category/mugs", "/news/", "/news/section/world", "/app/login", "/odd/form", "/odd/huge"]


def ten_steps(question):
    """One action an answer, ten answers."""
    number = question.number
    if number <= 5:
        return [call("fill", element=question.ref("What needs to be done"), value=THINGS[number - 1], submit=True)]
    if number <= 8:
        return [call("check", element=question.ref(f'"{THINGS[number - 6]}"', "checkbox"))]
    if number == 9:
        return [call("click", element=question.ref('"Clear completed"', "button"))]
    return [done("2 left")]


def run(api, brain, url, script, replay="off"):
    brain.restart(script)
    spec = {"task": TASK, "url": url, "enable_recording": False, "use_stealth": False}
    task = api.submit(**spec, experimental_features={"replay": replay})["id"]
    reading = api.wait_final(task, within=120)
    assert reading["status"] == "done" and not brain.errors, (reading, brain.errors)
    return reading, api.request("GET", f"/task/{task}/trace").r


def took(trace):
    return next(line["took_ms"] for line in trace if line["kind"] == "result")


def unchanged_share(before, after):
    said, now = (json.dumps([question.body.get("tools"), question.messages])[:-2] for question in (before, after))
    same = next((i for i, (a, b) in enumerate(zip(said, now)) if a != b), min(len(said), len(now)))
    return same / len(now)


def main():
    if peers.asked_for():
        with measuring.sites() as sites:
            minds.beside(sites, peers.AGENTS)
        return 0
    table = measuring.Table("The agent with a model (scripted, on loopback)")
    with (
        measuring.sites() as sites,
        models.Provider() as brain,
        measuring.program.Server(variables=brain.variables) as server,
    ):
        api, url = server.api, f"{sites}/static/todo.html"
        run(api, brain, url, ten_steps)  # warm
        between, own, tokens, shares = [], [], [], []
        for _ in range(ROUNDS):
            measuring.quiet_moment()
            _, trace = run(api, brain, url, ten_steps)
            gaps = [(came - went) * 1000 for went, came in zip(brain.answered_at, brain.at[1:])]
            acts = [line["took_ms"] for line in trace if line["kind"] == "step" and line["action"] != "goto"]
            between += gaps
            own += [gap - act for gap, act in zip(gaps, acts)]
            tokens += [len(body) / 4 for body in brain.bodies]
            shares += [unchanged_share(*pair) for pair in zip(brain.questions, brain.questions[1:])]
        table.row("a step, from an answer to the next question (median)", median(between), "ms", target=20)
        table.row("of it outside the action: looking, telling, sending (median)", median(own), "ms")
        table.row("unchanged beginning of a prompt (lowest of ten steps)", min(shares) * 100, "%", target=80, at_least=True)
        table.row("prompt of a step of the todo task (median, letters / 4)", median(tokens), "tok")
        for path in PAGES:
            brain.restart(lambda question: [done("seen")])
            task = api.submit(task="Look", url=sites + path, enable_recording=False, use_stealth=False)["id"]
            api.wait_final(task)
            page = sum(len(text) for text in list(brain.questions[0].texts)[1:]) / 4
            table.row(f"page and task of a first step, {path}", page, "tok", target=6500)

        brain.delay = MODEL_S
        first = took(run(api, brain, url, ten_steps, "auto")[1])
        again = []
        for _ in range(ROUNDS):
            reading, trace = run(api, brain, url, lambda question: [done("asked")], "auto")
            assert reading["output"] == "2 left" and not brain.questions, (reading, len(brain.questions))
            again.append(took(trace))
        table.row("ten steps with a model of 500 ms", first, "ms")
        table.row("the same by its script, without the model", median(again), "ms")
        table.row("how many times faster", first / median(again), "×", target=20, at_least=True)
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
