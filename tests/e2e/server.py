"""The real program as a process: started on a free port, stopped by its number, watched for what it leaves behind."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

import processes
import rest
from waiting import wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEY = "cmzr-test-key-0123456789abcdef"
# Pages of the tests come from loopback; everything else is unknown at once instead of after seconds of DNS.
HOST_RULES = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"


def binary():
    named = os.environ.get("LISSOM_BIN")
    places = [pathlib.Path(named)] if named else [ROOT / "build/lissom", ROOT / "build/dev/src/lissom"]
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(f"no program at {' or '.join(map(str, places))}: `make build`, or set LISSOM_BIN")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder, **more):
    """What the program sees: nothing of the caller's settings, and its own place for temporary files."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LISSOM_", "SMOOTH_", "CIRCLEMIND_"))
    }
    return {**kept, "TMPDIR": str(folder / "tmp"), "HOME": str(folder), **more}


class Server:
    """One running server with a data folder of its own. `arguments` are added to `lissom serve`, `variables` to its environment."""

    def __init__(self, *arguments, data=None, port=None, variables=None):
        # Chromium may run as another user: it has to be able to walk through this folder.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lissom-e2e-"))
        self.folder.chmod(0o755)
        (self.folder / "tmp").mkdir(mode=0o1777)
        (self.folder / "tmp").chmod(0o1777)
        self.data = data or self.folder / "data"
        self.arguments = arguments
        self.variables = variables or {}
        self.port = port or free_port()
        self.process = None
        self.log = self.folder / "log"

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self):
        return rest.Api(self.port, KEY)

    def command(self):
        return [
            str(binary()),
            "serve",
            "--listen",
            f"127.0.0.1:{self.port}",
            "--data",
            str(self.data),
            "--browser-argument",
            HOST_RULES,
            "--resolve",
            "*=",
            *self.arguments,
        ]

    def launch(self):
        """Starts the process and does not wait for it."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env=environment(self.folder, LISSOM_API_KEY=KEY, **self.variables),
            )
        return self

    def start(self):
        self.launch()
        wait_until(self.is_ready, "the server is ready", within=60)
        return self

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.said()}")
        try:
            return self.api.request("GET", "/healthz", prefix="", key=None).status == 200
        except OSError:
            return False

    def said(self):
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else "(its folder is gone)"

    def below(self):
        return processes.below(self.process.pid)

    def browsers(self):
        return [process for process in self.below() if process.is_browser]

    def renderers(self):
        return [process for process in self.below() if process.is_renderer]

    def kill(self):
        """As a power cut would; answers the processes it had."""
        owned = self.below()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        return owned

    def stop(self):
        """As an operator would; nothing may be left."""
        if self.process is None or self.process.poll() is not None:
            return
        owned = self.below()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop within 30 s of SIGTERM:\n{self.said()}") from None
        assert self.process.returncode == 0, f"the server ended with {self.process.returncode}:\n{self.said()}"
        processes.assert_gone(owned)
        assert self.leftovers() == []

    def leftovers(self):
        """Temporary files and folders that should not outlive the server."""
        return sorted(str(path.relative_to(self.folder)) for path in (self.folder / "tmp").iterdir())

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        try:
            self.stop()
        except AssertionError:
            if kind is None:  # the first failure is the one to see
                raise
        finally:
            if self.process and self.process.poll() is None:
                self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)  # what it said was read by now
