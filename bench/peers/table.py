"""Figures of ours and of the peers side by side."""

import os

import measuring
import peers

WIDTH = 17  # of a column: the longest name and a space


class Beside:
    """A row is one figure, a column is one tool. Ours come first."""

    def __init__(self, title, tools):
        self.names = [tool.NAME for tool in tools]
        print(f"\n{title}\n  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; one tool at a time")
        print("  " + ", ".join(f"{tool.NAME} {tool.version()}" for tool in tools))

    def head(self):
        print(f"  {'':<48}" + "".join(f"{name:>{WIDTH}}" for name in self.names))

    def row(self, figure, values, unit=""):
        """`values` by name; what a tool has no value for is a dash."""
        cells = [values.get(name) for name in self.names]
        texts = ["–" if value is None else f"{measuring.number(value)} {unit}".strip() for value in cells]
        print(f"  {figure:<48}" + "".join(f"{text:>{WIDTH}}" for text in texts), flush=True)


def gone_wrong(tool, problems):
    for problem in problems[:6]:
        print(f"  {tool.NAME}: {problem}")
    if len(problems) > 6:
        print(f"  {tool.NAME}: {len(problems) - 6} more of that kind")


def tools(names):
    return peers.present(names)
