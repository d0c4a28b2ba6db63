"""A client of the Model Context Protocol over standard input and output: as much of it as the peers that are such servers need."""

import json
import queue
import subprocess
import threading

from peers.browsing import Failure

PROTOCOL = "2025-06-18"
WITHIN_S = 90  # the longest a tool may take; a page that never loads is given up by the peers after 30 to 60


class Tools:
    def __init__(self, command, folder, environment):
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        client = {"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
        self.ask("initialize", client)
        self.send({"method": "notifications/initialized"})

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def send(self, message):
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            try:
                line = self.lines.get(timeout=WITHIN_S)
            except queue.Empty:
                raise Failure(f"{method} did not answer within {WITHIN_S} s") from None
            if line is None:
                raise Failure("the server has ended")
            answer = json.loads(line)
            if answer.get("id") != self.number:
                continue  # a notification, or the answer to something that was given up
            if "error" in answer:
                raise Failure(answer["error"].get("message", "unknown"))
            return answer["result"]

    def call(self, tool, **arguments):
        """The text that the tool answers a model with."""
        result = self.ask("tools/call", {"name": tool, "arguments": arguments})
        text = "\n".join(part["text"] for part in result["content"] if part["type"] == "text")
        if result.get("isError"):
            raise Failure(text[:400])
        return text

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
