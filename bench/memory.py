#!/usr/bin/env python3
"""What the server itself weighs (proportional set size, browsers not counted): idle, and for each session."""

import sys

import measuring

SESSIONS = 8


def on_a_page(session, sites):
    session.goto(f"{sites}/shop/")
    session.js("document.title")
    return session


def main():
    import processes
    import rest

    table = measuring.Table("Memory of the server, megabytes (PSS)")
    with measuring.program.Server("--max-sessions", str(SESSIONS)) as server, measuring.sites() as sites:
        measuring.quiet_moment(1.0)
        idle = processes.proportional_memory(server.process.pid)
        table.row("idle", idle / 2**20, "MB", target=20)

        # What is made once counts for no session: the first picture of a step, for one, loads FFmpeg.
        sessions = [on_a_page(rest.Session(server.api, use_stealth=False), sites)]
        measuring.quiet_moment(1.0)
        before = processes.proportional_memory(server.process.pid)
        table.row("with its first session", before / 2**20, "MB")
        sessions += [on_a_page(rest.Session(server.api, use_stealth=False), sites) for _ in range(1, SESSIONS)]
        after = processes.proportional_memory(server.process.pid)
        table.row("each further session, on a page", (after - before) / (SESSIONS - 1) / 2**20, "MB", target=2)
        for session in sessions:
            session.close()
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
