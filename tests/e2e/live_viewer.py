"""A viewer of a live view, without its page: speaks what docs/live.md describes."""

import contextlib
import json
import struct
import time
import urllib.parse

from waiting import wait_until
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

FRAME_HEADER = struct.Struct(">IIII")

# A page with something to act on, which notes what it hears.
FIELD = """() => {
  document.title = 'A field';
  document.body.innerHTML = '<input id=field style="position:absolute;left:100px;top:100px;width:400px;height:40px">' +
    '<button id=ask style="position:absolute;left:100px;top:200px;width:200px;height:40px">Ask</button>';
  window.heard = [];
  for (const kind of ['keydown', 'keyup', 'click', 'wheel', 'paste', 'contextmenu', 'touchstart'])
    addEventListener(kind, (e) => heard.push([kind, e.key ?? e.button ?? e.deltaY ?? null, e.isTrusted]), true);
  document.querySelector('#ask').onclick = () => { window.answer = prompt('Your name?', 'nobody'); };
}"""


def live_url(session):
    return wait_until(lambda: session.api.get(session.id).r["live_url"], "a live_url")


class Viewer:
    def __init__(self, live_url, *, interactive=False, origin=None, acknowledges=True):
        parts = urllib.parse.urlsplit(live_url)
        query = "?interactive=true" if interactive else ""
        self.acknowledges = acknowledges
        self.frames = []  # (when it came, number, width, height, JPEG)
        self.said = []
        self.open = contextlib.ExitStack()
        address = f"ws://{parts.netloc}{parts.path}/ws{query}"
        self.socket = self.open.enter_context(connect(address, origin=origin, max_size=None, compression=None))

    def take(self, within):
        """The next message, noted: a dict, or a frame. None when there was none in time."""
        try:
            message = self.socket.recv(timeout=within)
        except TimeoutError:
            return None
        if isinstance(message, str):
            self.said.append(json.loads(message))
            return self.said[-1]
        number, width, height, _ = FRAME_HEADER.unpack_from(message)
        self.frames.append((time.monotonic(), number, width, height, message[FRAME_HEADER.size :]))
        if self.acknowledges:
            # The other side may have closed; what it said before that is still to be taken.
            with contextlib.suppress(ConnectionClosed):
                self.send(type="seen", number=number)
        return self.frames[-1]

    def wait(self, wanted, what, within=15.0):
        """Takes messages until wanted(message) says yes to one; answers that."""
        end = time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            message = self.take(left)
            if message is not None and wanted(message):
                return message
        raise AssertionError(f"{what}: not within {within:g} s; said: {self.said[-10:]}")

    def wait_frame(self, within=15.0):
        return self.wait(lambda message: isinstance(message, tuple), "a frame", within)

    def wait_said(self, type, within=15.0, **facts):
        def fits(message):
            return isinstance(message, dict) and message["type"] == type and facts.items() <= message.items()

        return self.wait(fits, f"{type} {facts}", within)

    def heard(self, type):
        return any(message["type"] == type for message in self.said)

    def send(self, **message):
        self.socket.send(json.dumps(message))

    # -- what hands do

    def click(self, x, y):
        for kind, buttons in (("move", 0), ("down", 1), ("up", 0)):
            self.send(
                type="mouse", kind=kind, x=x, y=y, button="none" if kind == "move" else "left", buttons=buttons, count=1
            )

    def press(self, key, *, text="", code="", number=0, modifiers=0):
        for kind in ("down", "up"):
            self.send(type="key", kind=kind, key=key, text=text, code=code, number=number, modifiers=modifiers)

    def type(self, text):
        for character in text:
            self.press(
                character, text=character, code=f"Key{character.upper()}", number=ord(character.upper())
            )

    def give_back(self):
        """A client's action waits for whoever holds the controls."""
        self.send(type="control", take=False)
        self.wait_said("control", holder="agent")

    def close(self):
        self.open.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
