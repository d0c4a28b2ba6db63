"""What a peer that looks at pages and acts on them can do, and what all of them share."""

import json
import os
import pathlib
import re
import shutil
import tempfile

import measuring
import peers

CHROMIUM = "/usr/lib/chromium/chromium"  # of all of them; ours takes it for sessions that look like a person's browser
WIDTH, HEIGHT = 1280, 720

# Runs in the page: the boxes of elements, as the count of the page has them. Those of inner frames are not counted there either.
BOXES = """nodes => nodes.map(node => node && node.nodeType === 3 ? node.parentElement : node)
  .filter(node => node && node.nodeType === 1 && window === window.top)
  .map(element => { const {x, y, width, height} = element.getBoundingClientRect(); return [x, y, width, height]; })"""


class Failure(Exception):
    """The tool said that it failed, or did not answer in time."""


def program(name):
    return peers.FOLDER / "node_modules/.bin" / name


class Browser:
    """One browser with one page, behind a tool's own interface. `look` answers the text that a model would get; a reference is what that
    text calls an element."""

    NAME = ""
    PACKAGE = ""  # in node_modules
    REFERENCE = re.compile("")  # in a line of the text

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lissom-peer-"))
        self.environment = os.environ | {"HOME": str(self.folder), "NO_COLOR": "1"}

    @classmethod
    def missing(cls):
        """Why it cannot take part; empty when it can."""
        return "" if (peers.FOLDER / "node_modules" / cls.PACKAGE).is_dir() else "not fetched"

    @classmethod
    def version(cls):
        return json.loads((peers.FOLDER / "node_modules" / cls.PACKAGE / "package.json").read_text())["version"]

    def goto(self, url):
        raise NotImplementedError

    def look(self):
        raise NotImplementedError

    def run(self, script):
        """The value of an expression in the page."""
        raise NotImplementedError

    def boxes(self, text):
        """Of the elements that the references in the text of the last look lead to: [x, y, width, height]."""
        raise NotImplementedError

    def enter(self, reference, value):
        """Fills a field and presses Enter."""
        raise NotImplementedError

    def click(self, reference):
        raise NotImplementedError

    def tick(self, reference):
        self.click(reference)

    def references(self, text):
        return list(dict.fromkeys(self.REFERENCE.findall(text)))

    def find(self, text, role, name):
        for line in text.splitlines():
            if role in line and name in line and (match := self.REFERENCE.search(line)):
                return match[1]
        raise LookupError(f"{self.NAME}: no {role} {name!r} in\n{text[:2000]}")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def chromium_arguments():
    return measuring.YARDSTICK_ARGUMENTS
