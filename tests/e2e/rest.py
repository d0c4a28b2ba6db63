"""The Smooth API over plain HTTP, as somebody without an SDK would call it."""

import contextlib
import dataclasses
import http.client
import itertools
import json
import time
import urllib.parse

from waiting import wait_until

FINAL = ("done", "failed", "cancelled")
_numbers = itertools.count(1)


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict  # lower-case names
    text: str
    seconds: float

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def r(self):
        assert 200 <= self.status < 300, f"{self.status}: {self.text[:500]}"
        return self.json["r"]

    @property
    def detail(self):
        """The sentence of an error; a body of any other shape is a failure."""
        body = self.json
        assert isinstance(body.get("detail"), str) and body["detail"], self.text[:500]
        return body["detail"]


class Api:
    def __init__(self, port, key, prefix="/api/v1"):
        self.port, self.key, self.prefix = port, key, prefix

    def request(self, method, path, body=None, *, key=..., headers=None, prefix=None, timeout=40):
        """One request on a connection of its own. A str or bytes body goes as it is, anything else as JSON."""
        headers = dict(headers or {})
        if (key := self.key if key is ... else key) is not None:
            headers["apikey"] = key
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(
                method,
                (self.prefix if prefix is None else prefix) + path,
                body.encode() if isinstance(body, str) else body,
                headers,
            )
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                text,
                time.monotonic() - started,
            )
        finally:
            connection.close()

    def submit(self, **spec):
        return self.request("POST", "/task", spec).r

    def get(self, task, event_t=None, **query):
        if event_t is not None:
            query["event_t"] = event_t
        return self.request("GET", f"/task/{task}" + (f"?{urllib.parse.urlencode(query)}" if query else ""))

    def events(self, task, after=0):
        return self.get(task, after).r["events"]

    def delete(self, task):
        return self.request("DELETE", f"/task/{task}")

    def send(self, task, action, input=None, *, name=None, id=...):
        """Posts an action's event; answers the id under which the result comes."""
        payload = {"name": action} if input is None else {"name": action, "input": input}
        name = name or ("session_action" if action in ("run_task", "close") else "browser_action")
        id = f"e2e-{next(_numbers)}" if id is ... else id
        return self.request("POST", f"/task/{task}/event", {"name": name, "payload": payload, "id": id}).r["id"]

    def answer_tool(self, task, call, code, output):
        body = {"name": "tool_call", "payload": {"code": code, "output": output}, "id": call}
        return self.request("POST", f"/task/{task}/event", body)

    def wait_event(self, task, wanted, after=0, within=60.0, what="an event"):
        """Follows the long poll, as a client does, until wanted(event)."""
        end, cursor = time.monotonic() + within, after
        while time.monotonic() < end:
            reading = self.get(task, cursor).r
            for event in reading["events"] or []:
                cursor = max(cursor, event["timestamp"])
                if wanted(event):
                    return event
            if reading["status"] in FINAL:
                raise AssertionError(f"{what}: the task became {reading['status']} first: {reading['output']!r}")
        raise AssertionError(f"{what}: not within {within:g} s")

    def wait_result(self, task, id, after=0, within=60.0):
        return self.wait_event(
            task, lambda e: e["id"] == id and "code" in e["payload"], after, within, f"the result of {id}"
        )

    def wait_final(self, task, within=60.0):
        def final():
            reading = self.get(task).r
            return reading if reading["status"] in FINAL else None

        return wait_until(final, f"task {task} ends", within)

    def wait_running(self, task, within=30.0):
        return wait_until(lambda: self.get(task).r["status"] == "running", f"task {task} runs", within)


class Session:
    """A task without an instruction: a browser that waits for actions."""

    def __init__(self, api, **spec):
        spec.setdefault("enable_recording", False)
        self.api = api
        self.id = api.submit(task=None, **spec)["id"]
        self.cursor = 0

    def act(self, action, input=None, *, name=None, within=60.0):
        """The payload of an action's result: {code, output}."""
        id = self.api.send(self.id, action, input, name=name)
        event = self.api.wait_result(self.id, id, self.cursor, within)
        self.cursor = event["timestamp"]
        return event["payload"]

    def output(self, action, input=None, **options):
        payload = self.act(action, input, **options)
        assert payload["code"] == 200, payload
        return payload["output"]["output"]

    def goto(self, url):
        return self.output("goto", {"url": url})

    def js(self, code, args=None):
        return self.output("evaluate_js", {"js": code, "args": args})

    def run_task(self, task, within=90.0, **input):
        return self.act("run_task", {"task": task, **input}, within=within)

    def close(self):
        return self.api.delete(self.id)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):  # a test may have ended the server
            self.close()
