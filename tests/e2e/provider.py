"""A model provider for tests: speaks OpenAI Chat Completions on loopback, streamed or whole, answers from a script, remembers
every request, and misbehaves when told to.
"""

import collections
import http.server
import json
import re
import threading
import time

NAME = "openai-compatible:scripted"


def call(name, **input):
    return (name, input)


def done(output, **more):
    return ("done", {"success": True, "output": output, **more})


def give_up(reason):
    return ("done", {"success": False, "reason": reason})


class Question:
    """One request of the agent, with what a script looks for in it."""

    def __init__(self, body, number):
        self.body, self.number = body, number  # from 1
        self.messages = body["messages"]
        self.tools = {tool["function"]["name"]: tool["function"] for tool in body.get("tools", [])}

    @property
    def texts(self):
        for message in self.messages:
            content = message.get("content") or ""
            if isinstance(content, str):
                yield content
            else:
                yield from (part["text"] for part in content if part["type"] == "text")

    @property
    def text(self):
        return "\n".join(self.texts)

    @property
    def last(self):
        return list(self.texts)[-1]

    @property
    def images(self):
        return [
            part
            for message in self.messages
            if isinstance(message.get("content"), list)
            for part in message["content"]
            if part["type"] == "image_url"
        ]

    def ref(self, words, role=""):
        """The newest element whose line holds the words."""
        found = None
        for line in self.text.splitlines():
            if (match := re.search(rf"\[(e\d+)\]\S* ?{role}", line)) and words in line:
                found = match.group(1)
        assert found, f"no element {words!r} in:\n{self.last}"
        return found


class Provider:
    """`script(question)` answers a list of calls, a text, or a whole message as a dictionary. `faults` come first, one a request:
    a status, (status, headers, body), "hang", "half", "silence", "nonsense" or "drop".
    """

    def __init__(self, script=None, delay=0.0):
        self.script = script or (lambda question: [done("ready")])
        self.delay = delay
        self.faults = collections.deque()
        self.questions = []
        self.bodies = []  # as they came over the wire
        self.keys = []  # what each request had to show
        self.errors = []
        self.at = []  # when each came
        self.answered_at = []
        self.let_go = threading.Event()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # as servers of models do

            def log_message(self, *_):
                pass

            def do_POST(self):
                provider.take(self)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    @property
    def variables(self):
        """Of the environment of a server that uses this provider."""
        return {"LISSOM_MODEL": NAME, "LISSOM_MODEL_BASE_URL": self.address, "LISSOM_MODEL_KEY": "sk-of-the-provider"}

    def restart(self, script, faults=()):
        self.script = script
        self.faults = collections.deque(faults)
        self.questions, self.bodies, self.keys, self.errors, self.at, self.answered_at = [], [], [], [], [], []

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

    def take(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.bodies.append(body)
        self.keys.append(handler.headers["Authorization"])
        self.at.append(time.monotonic())
        question = Question(json.loads(body), len(self.questions) + 1)
        self.questions.append(question)
        fault = self.faults.popleft() if self.faults else None
        if self.delay:
            time.sleep(self.delay)
        if fault == "hang":
            self.let_go.wait(120)
            handler.close_connection = True
        elif fault == "drop":
            handler.close_connection = True
        elif fault == "nonsense":
            self.send(handler, 200, {"Content-Type": "text/html"}, b"<h1>Welcome to nginx!</h1>")
        elif isinstance(fault, int):
            self.send(handler, fault, {}, json.dumps({"error": {"message": "the server is overloaded"}}).encode())
        elif isinstance(fault, tuple):
            self.send(handler, fault[0], fault[1], json.dumps(fault[2]).encode())
        else:
            self.answer(handler, question, fault)

    def answer(self, handler, question, fault):
        try:
            said = self.script(question)
        except Exception as error:  # shown by the test, which sees what the task came to
            self.errors.append(error)
            return self.send(handler, 400, {}, json.dumps({"error": {"message": f"the script: {error}"}}).encode())
        message = self.message(said, question.number)
        usage = self.usage(question)
        if question.body.get("stream"):
            self.stream(handler, message, usage, fault)
            self.answered_at.append(time.monotonic())
            return
        reason = "tool_calls" if message.get("tool_calls") else "stop"
        body = {"choices": [{"index": 0, "message": message, "finish_reason": reason}], "usage": usage}
        self.send(handler, 200, {"Content-Type": "application/json"}, json.dumps(body).encode())
        self.answered_at.append(time.monotonic())

    @staticmethod
    def message(said, number):
        if isinstance(said, dict):
            return said
        if isinstance(said, str):
            return {"role": "assistant", "content": said}
        calls = [
            {
                "id": f"call_{number}_{i}",
                "type": "function",
                "function": {"name": name, "arguments": input if isinstance(input, str) else json.dumps(input)},
            }
            for i, (name, input) in enumerate(said)
        ]
        return {"role": "assistant", "content": None, "tool_calls": calls}

    def usage(self, question):
        """Four letters a token; cached is what was said in the same words the time before."""
        now = json.dumps(question.messages)
        before = json.dumps(self.questions[-2].messages)[:-2] if len(self.questions) > 1 else ""
        same = 0
        while same < min(len(now), len(before)) and now[same] == before[same]:
            same += 1
        return {
            "prompt_tokens": len(now) // 4,
            "completion_tokens": 20,
            "total_tokens": len(now) // 4 + 20,
            "prompt_tokens_details": {"cached_tokens": same // 4},
        }

    def stream(self, handler, message, usage, fault):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        deltas = [{"role": "assistant", "content": ""}]
        for key in ("content", "refusal"):
            text = message.get(key) or ""
            deltas += [{key: text[i : i + 7]} for i in range(0, len(text), 7)]
        for i, tool in enumerate(message.get("tool_calls", [])):
            arguments = tool["function"]["arguments"]
            head = {**tool, "index": i, "function": {"name": tool["function"]["name"], "arguments": ""}}
            deltas.append({"tool_calls": [head]})
            for j in range(0, len(arguments), 11):
                deltas.append({"tool_calls": [{"index": i, "function": {"arguments": arguments[j : j + 11]}}]})
        reason = "tool_calls" if message.get("tool_calls") else "stop"
        events = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        events.append({"choices": [], "usage": usage})
        for number, event in enumerate(events):
            if fault in ("half", "silence") and number == len(events) // 2:
                if fault == "silence":
                    self.let_go.wait(120)
                handler.close_connection = True
                return
            self.chunk(handler, f"data: {json.dumps(event)}\n\n".encode())
        self.chunk(handler, b"data: [DONE]\n\n")
        self.chunk(handler, b"")

    @staticmethod
    def chunk(handler, data):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        handler.wfile.flush()

    @staticmethod
    def send(handler, status, headers, body):
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
