"""The processes below a server, read from /proc: who they are, and that they are gone."""

import os
import pathlib
from typing import NamedTuple

from waiting import wait_until


class Process(NamedTuple):
    """One process, safe against the reuse of its number."""

    pid: int
    started: int
    command: str

    @property
    def is_browser(self):
        return "chrom" in self.command.split("\0")[0] and "--type=" not in self.command

    @property
    def is_renderer(self):
        return "--type=renderer" in self.command

    @property
    def is_alive(self):
        return _stat(self.pid) is not None and _stat(self.pid)[1] == self.started


def _stat(pid):
    """(parent, start time in ticks) of a process that is no zombie, else None."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return None if fields[0] in "ZX" else (int(fields[1]), int(fields[19]))


def below(root):
    """Every living descendant of a process."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := _stat(name)):
            parents[int(name)] = stat
    found, edge = [], {root}
    while edge:
        edge = {pid for pid, (parent, _) in parents.items() if parent in edge}
        found += edge
    processes = []
    for pid in found:
        try:
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        processes.append(Process(pid, parents[pid][1], command))
    return processes


def assert_gone(processes, within=10.0):
    def all_gone():
        return not [process for process in processes if process.is_alive]

    try:
        wait_until(all_gone, "the processes end", within)
    except AssertionError:
        left = [f"{process.pid}: {process.command[:120]!r}" for process in processes if process.is_alive]
        raise AssertionError(f"still alive after {within:g} s: {left}") from None


def proportional_memory(pid):
    """PSS in bytes."""
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise LookupError(f"process {pid} has no Pss line")
