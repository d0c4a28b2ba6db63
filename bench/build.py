#!/usr/bin/env python3
"""How long a clean build and an incremental one take, in a folder of its own and without the compiler cache."""

import os
import subprocess
import sys
import tempfile

import measuring
from measuring import clock


def main():
    table = measuring.Table(f"Build on {os.cpu_count()} cores, seconds")
    with tempfile.TemporaryDirectory(prefix="lissom-build-") as folder:
        environment = {**os.environ, "CCACHE_DISABLE": "1"}

        def run(*command):
            started = clock()
            subprocess.run(command, cwd=measuring.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            return (clock() - started) / 1000

        took = run("cmake", "--preset", "release", "-B", folder, "-DBUILD_TESTING=OFF") + run(
            "ninja", "-C", folder, "lissom"
        )
        table.row("clean build of the program", took, "s", target=300)

        # One source file in the middle of the house, as somebody who mends a bug would change it.
        touched = measuring.ROOT / "src/runner/runner.cpp"
        os.utime(touched)
        table.row("incremental, one file changed", run("ninja", "-C", folder, "lissom"), "s", target=20)
    return table.missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
