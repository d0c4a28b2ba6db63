#!/usr/bin/env python3
"""Live view and recording: frames a second, delay, and what they cost. Compare CPU figures, which are robust; frames and delay
need a quiet machine."""

import os
import statistics
import subprocess
import sys
import threading
import time

import measuring

SECONDS = 8
BITS = 24
SIDE = 30  # pixels of one bit in the picture

# A page that never rests, and writes the time into its picture as black and white squares.
MOVING = f"""() => {{
  document.body.innerHTML = '<canvas width={BITS * SIDE} height={SIDE}></canvas><div id=box></div>';
  document.body.style.margin = 0;
  const context = document.querySelector('canvas').getContext('2d');
  const box = document.querySelector('#box');
  box.style = 'position:absolute;top:200px;width:300px;height:300px;background:linear-gradient(#07c, #fc0)';
  const step = () => {{
    const now = Date.now() % 2 ** {BITS};
    for (let bit = 0; bit < {BITS}; bit++) {{
      context.fillStyle = (now >> bit) & 1 ? '#fff' : '#000';
      context.fillRect(bit * {SIDE}, 0, {SIDE}, {SIDE});
    }}
    box.style.left = `${{(now / 4) % 900}}px`;
    requestAnimationFrame(step);
  }};
  requestAnimationFrame(step);
}}"""


class Watcher(threading.Thread):
    """Somebody who looks on, and keeps up."""

    def __init__(self, url):
        from live_viewer import Viewer

        super().__init__(daemon=True)
        self.viewer = Viewer(url)
        self.came = []  # wall time, JPEG
        self.is_over = False
        self.start()

    def run(self):
        while not self.is_over:
            frames = len(self.viewer.frames)
            self.viewer.take(0.2)
            if len(self.viewer.frames) > frames:
                self.came.append((time.time() * 1000, self.viewer.frames[-1][4]))
                self.viewer.frames.clear()

    def stop(self):
        self.is_over = True
        self.join()
        self.viewer.close()


def time_in(jpeg):
    """What the page had written into this picture."""
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "-", "-vf", f"crop={BITS * SIDE}:{SIDE}:0:0,scale={BITS}:1:flags=area"]
        + ["-f", "rawvideo", "-pix_fmt", "gray", "-"],
        input=jpeg,
        capture_output=True,
        check=True,
    ).stdout
    return sum((raw[bit] > 127) << bit for bit in range(BITS))


def cpu_seconds(server):
    ticks = 0
    for pid in [server.process.pid, *(process.pid for process in server.below())]:
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(server, sites, count, moves, records, watches):
    """Percent of a core, frames a second of one viewer, delays in milliseconds."""
    import rest
    from waiting import wait_until

    sessions = [rest.Session(server.api, use_stealth=False, enable_recording=records) for _ in range(count)]
    for session in sessions:
        session.goto(f"{sites}/odd/landing")
        if moves:
            session.js(MOVING)
    watchers = []
    if watches:
        for session in sessions:
            url = wait_until(lambda session=session: server.api.get(session.id).r["live_url"], "a live_url")
            watchers.append(Watcher(url))
    measuring.quiet_moment(4)  # the recording has found out by then whether the page rests
    for watcher in watchers:
        watcher.came.clear()
    began, before = time.monotonic(), cpu_seconds(server)
    measuring.quiet_moment(SECONDS)
    cpu = (cpu_seconds(server) - before) / (time.monotonic() - began) * 100
    for watcher in watchers:
        watcher.stop()
    came = [frame for watcher in watchers for frame in watcher.came]
    delays = [
        (at - time_in(jpeg)) % 2**BITS for at, jpeg in came[:: max(1, len(came) // 40)] if moves
    ]
    for session in sessions:
        session.close()
    for session in sessions:
        server.api.wait_final(session.id)
    return cpu, len(came) / SECONDS / max(1, len(watchers)), delays


def main():
    table = measuring.Table("Live view and recording")
    counts = [int(text) for text in sys.argv[1:]] or [1, 4, 8]
    with measuring.program.Server("--max-sessions", "16") as server, measuring.sites() as sites:
        for count in counts:
            who = f"{count} session" + ("s" if count > 1 else "")
            for moves in (False, True):
                page = "a page that never rests" if moves else "a page at rest"
                plain, _, _ = measure(server, sites, count, moves, False, False)
                table.row(f"{who}, {page}: CPU", plain, "%")
                filmed, _, _ = measure(server, sites, count, moves, True, False)
                one = count == 1
                table.row("  recorded: more CPU, each", (filmed - plain) / count, "%", target=(20 if moves else 2) if one else None)
                seen, rate, delays = measure(server, sites, count, moves, False, True)
                table.row("  watched: more CPU, each", (seen - plain) / count, "%")
                if moves:
                    table.row("  watched: frames a second", rate, "fps", target=15 if one else None, at_least=True)
                    table.row("  watched: delay, median", statistics.median(delays), "ms", target=150 if one else None)
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
