#!/usr/bin/env python3
"""Keeps the house rules that a compiler cannot: who may include whom, and a few words nobody may write."""

import pathlib
import re
import sys

SRC = pathlib.Path(__file__).resolve().parent.parent / "src"

# word -> (why not, files that may)
BANNED = {
    "asio::detached": ("it swallows exceptions; let a Nursery (base/nursery.hpp) own it", ()),
    "co_spawn(": ("let a Nursery (base/nursery.hpp) own it", ("base/nursery.cpp", "base/on.hpp", "base/testing.cpp")),
    "sleep_for(": ("it blocks the event loop; await a timer", ()),
    "boost/beast": ("Beast stays in net: a file that includes it takes seconds to compile", ("net/",)),
    "sqlite3.h": ("databases stay in store", ("store/",)),
    "libpq-fe.h": ("databases stay in store", ("store/",)),
    "enable_shared_from_this": ("give the object one owner", ()),
}


def read_rooms():
    rooms = {}
    for line in (SRC / "CMakeLists.txt").read_text().splitlines():
        if match := re.match(r"room\((\w+)(.*)\)", line):
            name, uses = match[1], match[2].split()
            unknown = [room for room in uses if room not in rooms]
            if unknown:  # a room may only use rooms above it, which is what keeps the graph acyclic
                sys.exit(f"room {name} uses {', '.join(unknown)}, which is not listed above it")
            rooms[name] = {name, *uses}.union(*(rooms[room] for room in uses))
    rooms["app"] = set(rooms) | {"app"}
    return rooms


def problems_in(path, rooms):
    name = path.relative_to(SRC).as_posix()
    room = name.split("/")[0]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if (match := re.match(r'#include "(?:embedded/)?(\w+)/', line)) and match[1] not in rooms[room]:
            yield f"src/{name}:{number}: {room} may not include {match[1]}"
        for word, (why, allowed) in BANNED.items():
            if word in line and not name.startswith(allowed or "-"):
                yield f"src/{name}:{number}: {word} is banned: {why}"


def main():
    rooms = read_rooms()
    files = [path for path in sorted(SRC.rglob("*.[ch]pp")) if path.parent != SRC]
    problems = [problem for path in files for problem in problems_in(path, rooms)]
    print("\n".join(problems) or f"{len(files)} files in {len(rooms)} rooms keep the house rules")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
