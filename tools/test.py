#!/usr/bin/env python3
"""tools/test.py [LAYER…]: builds and runs all tests, or those of some layers (unit, e2e, web). The last line is `N passed,
N failed, N skipped`, over all layers. `--types` only checks the types of the web pages; `--python` prints the Python that has what
the tests of the API are written with, for the benchmarks.

What a layer needs is made at need and kept: the second run starts in seconds.
"""

import dataclasses
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PROGRAM = BUILD / "dev/src/lissom"


@dataclasses.dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def say(text):
    print(text, flush=True)


def run(*command, **more):
    return subprocess.run(command, cwd=ROOT, **more).returncode


def read_junit(report, code):
    """Counts of a JUnit report. A layer that broke off without one has failed."""
    if not report.exists():
        return Count(failed=1)
    count = Count()
    for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"} or case.get("status") == "fail":
            count.failed += 1
        elif "skipped" in kinds or case.get("status") in ("disabled", "notrun"):
            count.skipped += 1
        else:
            count.passed += 1
    if code != 0 and count.failed == 0:
        count.failed = 1
    return count


def unit_tests():
    report = BUILD / "unit-tests.xml"
    report.unlink(missing_ok=True)
    # A test with a real Chromium may lose a race on a loaded machine: it gets a second try, and the log says so.
    code = run("ctest", "--preset", "dev", "--progress", "--repeat", "until-pass:2", "--output-junit", str(report))
    return read_junit(report, code)


def python_with(requirements, name):
    """The Python of a virtual environment that has these requirements."""
    folder = BUILD / "venv" / name
    stamp = folder / "requirements.sha256"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"{name}: installing {requirements.relative_to(ROOT)}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)], check=True)
        stamp.write_text(wanted)
    return folder / "bin/python"


def end_to_end_tests():
    tests = ROOT / "tests/e2e"
    report = BUILD / "e2e-tests.xml"
    report.unlink(missing_ok=True)
    try:
        python = python_with(tests / "requirements.txt", "e2e")
    except subprocess.CalledProcessError as error:
        say(f"e2e: {error}")
        return Count(failed=1)
    code = run(str(python), "-m", "pytest", "-q", "--reruns", "1", f"--junitxml={report}", str(tests), env={**os.environ, "LISSOM_BIN": str(PROGRAM)})
    return read_junit(report, code)


def node_modules():
    """What tests/web/package.json names, in build/web. The exact versions stand there; no lock file names a registry."""
    wanted = ROOT / "tests/web/package.json"
    folder = BUILD / "web"
    stamp = folder / "package.sha256"
    hashed = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != hashed:
        say(f"web: installing {wanted.relative_to(ROOT)}")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_bytes(wanted.read_bytes())
        subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        stamp.write_text(hashed)
    return folder / "node_modules"


def has_right_types(modules):
    return run("node", str(modules / "typescript/bin/tsc"), "-p", "tests/web/tsconfig.json") == 0


def web_tests():
    try:
        modules = node_modules()
    except (subprocess.CalledProcessError, OSError) as error:
        say(f"web: {error}")
        return Count(failed=1)
    count = Count(passed=1) if has_right_types(modules) else Count(failed=1)  # the types of all pages are one test
    for path in sorted((ROOT / "tests/web").glob("*.test.mjs")):
        found = web_test(path)
        if found.failed:
            # As in the other layers: one more try for who lost a race, and the log says so.
            say(f"web: {path.name} once more")
            found = web_test(path)
        count += found
    return count


def sdk_python():
    """A Python that has the published SDK, for programs that the dashboard writes; "": there is none."""
    try:
        return str(python_with(ROOT / "tests/e2e/requirements.txt", "e2e"))
    except subprocess.CalledProcessError:
        return ""


def web_test(path):
    report = BUILD / f"web-{path.stem}.tap"
    report.unlink(missing_ok=True)
    reporters = ("--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap", f"--test-reporter-destination={report}")
    code = run("node", "--test", *reporters, str(path), env={**os.environ, "LISSOM_BIN": str(PROGRAM), "LISSOM_SDK_PYTHON": sdk_python()})
    return read_tap(report, code)


def read_tap(report, code):
    """Counts at the end of a TAP report."""
    text = report.read_text() if report.exists() else ""
    sums = {name: int(number) for name, number in re.findall(r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", text, re.MULTILINE)}
    count = Count(sums.get("pass", 0), sums.get("fail", 0) + sums.get("cancelled", 0), sums.get("skipped", 0) + sums.get("todo", 0))
    if not sums or (code != 0 and count.failed == 0):
        count.failed += 1
    return count


LAYERS = {"unit": unit_tests, "e2e": end_to_end_tests, "web": web_tests}


def main():
    if sys.argv[1:] == ["--types"]:
        return 0 if has_right_types(node_modules()) else 1
    if sys.argv[1:] == ["--python"]:
        print(python_with(ROOT / "tests/e2e/requirements.txt", "e2e"))
        return 0
    wanted = sys.argv[1:] or list(LAYERS)
    counts = {}
    if run(str(ROOT / "tools/build"), "dev") != 0:
        say("the build failed")
        counts["build"] = Count(failed=1)
    else:
        for name in wanted:
            say(f"\n== {name} tests")
            began = time.monotonic()
            counts[name] = LAYERS[name]()
            say(f"== {name} tests: {counts[name]} in {time.monotonic() - began:.0f} s")

    total = sum(counts.values(), Count())
    say("")
    for name, count in counts.items():
        say(f"{name}: {count}")
    say(str(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
