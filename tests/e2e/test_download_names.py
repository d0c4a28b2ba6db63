"""Names of downloads are chosen by strangers: in the archive they are names and nothing more."""

import http.server
import io
import threading
import urllib.parse
import urllib.request
import zipfile

import pytest

import rest
from waiting import wait_until

NAMES = {
    "markup": "<img src=x onerror=alert(1)>.txt",
    "quotes": "a\"b'c`d.txt",
    "path": "../../../../tmp/escaped.txt",
    "backslashes": "..\\..\\windows\\escaped.txt",
    "absolute": "/etc/cron.d/escaped",
    "hidden": ".bashrc",
    "turned": "invoice\u202efdp.exe",
    "line": "a\r\nb\tc.txt",
    "long": "ü" * 300 + ".txt",
    "device": "con.txt",
    "dots": "...",
    "shell": "$(reboot);`id`|x.txt",
}


@pytest.fixture(scope="module")
def site():
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            key = urllib.parse.unquote(self.path[1:])
            content = f"content of {key}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            if key in NAMES:
                self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{urllib.parse.quote(NAMES[key], safe='')}")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("use_stealth", [False, True])
def test_in_the_archive_they_are_names_and_nothing_more(api, site, use_stealth):
    with rest.Session(api, use_stealth=use_stealth) as session:
        for key in NAMES:
            session.goto(f"{site}/{key}")
    api.wait_final(session.id)
    url = wait_until(lambda: api.get(session.id, downloads="true").r["downloads_url"], "the archive is there", 30)

    with urllib.request.urlopen(url) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))

    found = {archive.read(name).decode(): name.removeprefix("downloads/") for name in archive.namelist()}
    assert set(found) == {f"content of {key}" for key in NAMES}
    for content, name in found.items():
        assert name and len(name.encode()) <= 255, (content, name)
        assert not name.startswith(".") and "/" not in name and "\\" not in name, (content, name)
        assert not any(ord(letter) < 32 or letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for letter in name), (content, name)
    assert len(set(found.values())) == len(NAMES)
