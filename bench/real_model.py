#!/usr/bin/env python3
"""How many simple tasks a real model finishes, honestly: `bench/real_model.py MODEL ADDRESS [--small]`, where ADDRESS is any server that speaks
OpenAI's Chat Completions, as llama.cpp's does:

    python -m llama_cpp.server --model FILE.gguf --port 8081 --n_ctx 8192
    bench/real_model.py openai-compatible:FILE http://127.0.0.1:8081/v1 --small

Whether a task was done is seen from what its actions did and where it ended, not from what the model says of it."""

import argparse
import re
import sys
import time

import measuring
from measuring import median

MAX_STEPS = 4
WITHIN_S = 1200  # a model of a few hundred million parameters on two cores, a long page


def says(words):
    """A task that ended well, with the words in its answer."""
    return lambda reading, trace: reading["status"] == "done" and re.search(rf"\b{words}\b", str(reading["output"]), re.I)


def did(action, words):
    """An action of that name ("": of any) that did not fail, and whose effect tells of the words."""
    return lambda reading, trace: any(
        line["kind"] == "step" and line["action"].startswith(action) and not line["failed"] and words.lower() in line["effect"].lower()
        for line in trace
    )


def ends_at(path):
    return lambda reading, trace: (trace[-1].get("url") or "").split("?")[0].endswith(path)


TASKS = (
    ("Tell the main heading of this page.", "/static/todo.html", says("Things to do")),
    ("Tell the main heading of this page.", "/app/login", says("Sign in to Ledgerline")),
    ("How many things are left on the list?", "/static/todo.html", says("0")),
    ("Click the button Clear completed.", "/static/todo.html", did("click", "Clear completed")),
    ("Type milk into the text field.", "/static/todo.html", did("fill", '= "milk"')),
    ("Enter the user name ida.", "/app/login", did("fill", '= "ida"')),
    ("Open the category Lamps.", "/shop/", ends_at("/shop/category/lamps")),
    ("Go to the cart.", "/shop/", ends_at("/shop/cart")),
    # Not looked at while the prompts were made.
    ("What is the name of this shop?", "/shop/", says("Harbour")),
    ("Search for lamp.", "/shop/", ends_at("/shop/search")),
    ("Tick the box Keep me signed in.", "/app/login", did("", 'checkbox "Keep me signed in"; it is now checked')),
    ("Add bread to the list.", "/static/todo.html", did("click", "bread")),
    ("Open the section Business.", "/news/", ends_at("/news/section/business")),
    ("What can one sign in to here?", "/app/login", says("Ledgerline")),
)


def one(api, task, url):
    started = time.monotonic()
    spec = {"task": task, "url": url, "agent": "smooth", "max_steps": MAX_STEPS, "enable_recording": False, "use_stealth": False}
    id = api.submit(**spec, experimental_features={"replay": "off"})["id"]
    reading = api.wait_final(id, within=WITHIN_S)
    return reading, api.request("GET", f"/task/{id}/trace").r, time.monotonic() - started


def told(line):
    return f"{line['action']} {line['params']} → {line['effect']}"[:150]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="as in --model of the server")
    parser.add_argument("address")
    parser.add_argument("--small", action="store_true", help="short prompts, one action a call")
    asked = parser.parse_args()
    variables = {
        "LISSOM_MODEL": asked.model, "LISSOM_MODEL_BASE_URL": asked.address, "LISSOM_MODEL_KEY": "none",
        "LISSOM_MODEL_SIZE": "small" if asked.small else "large", "LISSOM_MODEL_SILENCE_SECONDS": str(WITHIN_S),
    }  # fmt: skip
    table = measuring.Table(f"Simple tasks with {asked.model}")
    finished, seconds, steps, usable = 0, [], 0, 0
    with measuring.sites() as sites, measuring.program.Server(variables=variables) as server:
        for task, path, is_done in TASKS:
            reading, trace, took = one(server.api, task, sites + path)
            its_own = [line for line in trace if line["kind"] == "step" and line["thinking_ms"] > 0]
            good = is_done(reading, trace)
            print(f"  {'yes' if good else 'no ':<4}{task} {path} ({reading['status']}, {took:.0f} s): {str(reading['output'])[:100]}", flush=True)
            for line in its_own:
                print(f"        {told(line)}")
            finished += bool(good)
            steps += len(its_own)
            usable += sum(not line["failed"] for line in its_own)
            seconds.append(took)
    table.row(f"of {len(TASKS)} tasks, done", finished, "")
    table.row(f"of {steps} steps of the model, could be carried out", usable, "")
    table.row("seconds a task, median", median(seconds), "s")
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
