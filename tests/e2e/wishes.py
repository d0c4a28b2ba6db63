#!/usr/bin/env python3
"""What people wish for on a site, and whether it came true (tests/sites/wishes/*.json).

Each wish is judged by what the agent said (`answer`, `has`, `has_any`, `not`, `want` of a response model), by what the site knows
afterwards (`js` in the page, `state` of the visitor) or by where the browser is (`url`). `refused` is one that cannot be fulfilled: the
only right answer is an error. By hand: `wishes.py NAME…` prints each outcome and how many came true, failed clearly and were answered wrongly.
"""

import concurrent.futures
import dataclasses
import json
import pathlib
import re
import sys

import rest

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "sites/wishes"
AT_ONCE = 3  # browsers a small machine can work


@dataclasses.dataclass
class Outcome:
    kind: str  # "fulfilled", "refused" (a clear error) or "wrong"
    said: object
    why: str = ""


def names():
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def value_at(state, path):
    for key in path.split("."):
        try:
            state = state[int(key) if re.fullmatch(r"-?\d+", key) else key]
        except (KeyError, IndexError):
            return None
    return state


def differs(found, wanted):
    """A sentence about the first difference; of an object only what is wanted counts."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return next((f"{key}: {found.get(key)!r}" for key in wanted if str(found.get(key)) != str(wanted[key])), "")
    return "" if found == wanted else f"{found!r}"


def failing(wish, said, session, site):
    """Why a wish did not come true; empty when it did."""
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    if "answer" in wish and text.strip().rstrip(".") != wish["answer"].rstrip("."):
        return "another answer"
    for part in wish.get("has", []):
        if part not in text:
            return f"nothing of {part!r}"
    if "has_any" in wish and not any(part in text for part in wish["has_any"]):
        return "none of what it may say"
    for part in wish.get("not", []):
        if part in text:
            return f"says {part!r}"
    if "want" in wish and said != wish["want"]:
        return "other data"
    if "js" in wish:
        code = f"try {{ return {wish['js']} }} catch (error) {{ return String(error) }}"
        if (found := session.js(code)) != wish["is"]:
            return f"the page has {found!r}"
    if "state" in wish:
        state = session.js(f"return fetch({json.dumps(site['state'])}).then((answer) => answer.json())")
        if why := differs(value_at(state, wish["state"]), wish["is"]):
            return f"the site has {why}"
    if "url" in wish and not (found := session.js("return location.href")).endswith(wish["url"]):
        return f"is at {found}"
    return ""


def outcome_of(api, sites, site, wish):
    with rest.Session(api) as session:
        session.goto(sites + wish.get("start", site["start"]))
        more = {"response_model": wish["schema"]} if "schema" in wish else {}
        payload = session.run_task(wish["text"].replace("{site}", sites), agent="smooth-lite", **more)
        if payload["code"] != 200:
            return Outcome("refused", payload["output"])
        said = payload["output"]["output"]
        if wish.get("refused"):
            return Outcome("wrong", said, "cannot be done")
        why = failing(wish, said, session, site)
        return Outcome("wrong" if why else "fulfilled", said, why)


class Asked:
    """All wishes of a site, worked off at once; an answer is waited for when it is asked for."""

    def __init__(self, api, sites, name, only=None):
        self.site = load(name)
        self.pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)
        self.outcomes = {
            number: self.pool.submit(outcome_of, api, sites, self.site, wish)
            for number, wish in enumerate(self.site["wishes"])
            if only is None or number in only
        }

    def close(self):
        self.pool.shutdown(cancel_futures=True)


def main(arguments):
    import subprocess

    import server

    process = subprocess.Popen(
        [sys.executable, str(FOLDER.parent / "serve.py"), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        sites = process.stdout.readline().strip()
        with server.Server() as running:
            for argument in arguments or names():
                name, _, numbers = argument.partition(":")
                only = {int(number) for number in numbers.split(",")} if numbers else None
                asked = Asked(running.api, sites, name, only)
                counts = {"fulfilled": 0, "refused": 0, "wrong": 0}
                for number, future in asked.outcomes.items():
                    wish, outcome = asked.site["wishes"][number], future.result()
                    if wish.get("refused") and outcome.kind == "refused":
                        outcome.kind = "fulfilled"
                    counts[outcome.kind] += 1
                    print(f"{number:3} {outcome.kind:9} {wish['text']}")
                    if outcome.kind != "fulfilled":
                        print(f"        {outcome.why}  <<{str(outcome.said)[:400]}>>")
                print(f"{name}: {counts}", flush=True)
                asked.close()
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER.parent))
    main(sys.argv[1:])
