"""Other people's tools beside which we measure ours: each does the same work on the same pages in the same run.

A peer is one file with one class (see `browsing.Browser` for those that look and act, `thinking.Agent` for those that are driven by a
model) and one line in a list below. They are fetched into build/peers the first time they are asked for; what cannot be fetched is left
out, and a line says so.
"""

import importlib
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "build/peers"
FETCH_WITHIN_S = 900  # a slow line, not a hanging one

# In the order of the tables; the first two are ours.
PEERS = (
    "agent_browser.AgentBrowser",
    "agent_browser.Interactive",
    "playwright_mcp.PlaywrightMcp",
    "devtools_mcp.DevtoolsMcp",
)
EYES = ("ours.Ours", "ours.Whole", *PEERS)
HANDS = ("ours.Ours", "ours.Light", *PEERS)
AGENTS = (
    "our_agent.OurAgent",
    "our_agent.Light",
    "agent_browser_chat.AgentBrowserChat",
    "stagehand.Stagehand",
    "browseruse.BrowserUse",
)


def asked_for():
    """Whether the run is one beside the peers (`bench/run --peers`)."""
    return "--peers" in sys.argv


def fetch():
    """Installs what package.json and requirements.txt name, unless that has been done for the same lists."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [HERE / "package.json", HERE / "requirements.txt"]
    if all(same(file, FOLDER / file.name) for file in wanted):
        return
    print("bench: fetching the peers into build/peers", file=sys.stderr)
    quiet = {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "PUPPETEER_SKIP_DOWNLOAD": "1"}
    python = FOLDER / "venv/bin/python"
    shutil.copy(wanted[0], FOLDER)
    steps = [
        ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"],
        [sys.executable, "-m", "venv", "venv"],
        [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(wanted[1])],
    ]
    for step in steps:
        try:
            subprocess.run(step, cwd=FOLDER, env=os.environ | quiet, timeout=FETCH_WITHIN_S, check=True)
        except (OSError, subprocess.SubprocessError) as problem:
            print(f"bench: not fetched: {problem}", file=sys.stderr)
            (FOLDER / "package.json").write_text("{}")  # the next run tries again
            return
    shutil.copy(wanted[1], FOLDER)


def same(one, other):
    return other.is_file() and one.read_text() == other.read_text()


def present(names):
    """The classes of a list whose program is there."""
    fetch()
    found = []
    for name in names:
        module, cls = name.split(".")
        peer = getattr(importlib.import_module(f"peers.{module}"), cls)
        if why := peer.missing():
            print(f"  left out: {peer.NAME} ({why})")
            continue
        found.append(peer)
    return found
