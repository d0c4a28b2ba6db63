"""The published command line (`smooth …`), each command in a process of its own, as agents use it."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.request
import zipfile
import io

import pytest

import server as program


class Failed(Exception):
    pass


class Smooth:
    def __init__(self, home, server):
        self.home, self.server = home, server

    def say(self, *arguments, **settings):
        """The finished process of `smooth ARGUMENTS`."""
        environment = {
            **os.environ,
            "HOME": str(self.home),
            "SMOOTH_BASE_URL": f"{self.server.address}/api",
            **settings,
        }
        environment.pop("CIRCLEMIND_API_KEY", None)
        return subprocess.run(
            [str(pathlib.Path(sys.executable).with_name("smooth")), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment,
            stdin=subprocess.DEVNULL,
        )

    def __call__(self, *arguments):
        """What a command answers with --json; Failed with its error."""
        done = self.say(*arguments, "--json")
        if done.returncode:
            raise Failed(json.loads(done.stderr[done.stderr.index("{") :])["error"])
        answer = json.loads(done.stdout)
        assert answer["success"] is True
        return answer


@pytest.fixture(scope="module")
def smooth(server, tmp_path_factory):
    command = Smooth(tmp_path_factory.mktemp("home"), server)
    command("config", "--api-key", program.KEY)
    return command


@pytest.fixture
def started(smooth):
    """A session begun by the command line."""
    id = smooth("start-session", "--no-proxy", "--device", "desktop")["session_id"]
    yield id
    smooth.say("close-session", id, "--force")


def test_config_keeps_the_key(smooth):
    assert smooth("config", "--show")["config"]["api_key"] == program.KEY


def test_a_wrong_key_is_told(server, tmp_path):
    command = Smooth(tmp_path, server)
    command("config", "--api-key", "wrong")

    with pytest.raises(Failed, match="(?i)key"):
        command("list-profiles")


def test_profiles_are_made_listed_and_deleted(smooth):
    assert smooth("create-profile", "--profile-id", "of the cli")["profile_id"] == "of the cli"
    made = smooth("create-profile")["profile_id"]
    assert {"of the cli", made} <= {profile["id"] for profile in smooth("list-profiles")["profiles"]}

    with pytest.raises(Failed, match="exist"):
        smooth("create-profile", "--profile-id", made)
    smooth("delete-profile", made)

    assert made not in [profile["id"] for profile in smooth("list-profiles")["profiles"]]
    with pytest.raises(Failed, match="not found"):
        smooth("delete-profile", made)


def test_files_are_uploaded_and_deleted(smooth, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear friend")

    id = smooth("upload-file", str(tmp_path / "letter.txt"), "--name", "my letter.txt", "--purpose", "A letter")[
        "file_id"
    ]

    smooth("delete-file", id)
    with pytest.raises(Failed, match="not found"):
        smooth("delete-file", id)


def test_a_session_from_start_to_graceful_end(smooth, api, sites):
    session = smooth("start-session", "--no-proxy", "--device", "desktop")
    id = session["session_id"]
    assert [
        each["session_id"] for each in json.loads((smooth.home / ".smooth/sessions.json").read_text())["sessions"]
    ] == [id]

    assert smooth("goto", id, f"{sites}/shop/search?q=mug&sort=price-asc")["url"].endswith("price-asc")
    assert (
        smooth(
            "evaluate-js", id, "(args) => document.querySelectorAll(args.what).length", "--args", '{"what": ".card"}'
        )["result"]
        == 9
    )
    assert (
        smooth("run", id, "Return the title of this page", "--url", f"{sites}/odd/landing", "--max-steps", "8")[
            "result"
        ]
        == "Landing"
    )
    assert smooth("close-session", id)["force"] is False

    assert api.wait_final(id)["status"] in ("done", "cancelled")


def test_structured_results(smooth, started, sites):
    import shop_data

    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "price": {"type": "number"}},
        "required": ["name", "price"],
    }
    item = shop_data.PRODUCTS[3]
    smooth("goto", started, f"{sites}/shop/product/{item.slug}")

    extracted = smooth("extract", started, "--schema", json.dumps(schema), "--prompt", "The product")["data"]
    ran = smooth(
        "run",
        started,
        "Return the name and the price of this product",
        "--response-model",
        json.dumps(schema),
        "--metadata",
        '{"reason": "test"}',
    )["result"]

    assert extracted == ran == {"name": item.name, "price": item.price}


def test_errors_are_told_on_stderr_with_exit_code_1(smooth, started):
    done = smooth.say("goto", started, "http://127.0.0.1:9/", "--json")
    assert done.returncode == 1
    assert json.loads(done.stderr[done.stderr.index("{") :])["success"] is False

    done = smooth.say("evaluate-js", started, "throw new Error('on purpose')")
    assert done.returncode == 1
    assert "on purpose" in done.stderr

    with pytest.raises(Failed, match="no-such-session"):
        smooth("goto", "no-such-session", "http://127.0.0.1/")


def test_live_view(smooth, started):
    url = smooth("live-view", started)["live_url"]

    with urllib.request.urlopen(url) as answer:
        assert answer.status == 200


def test_downloads(smooth, api, sites):
    id = smooth("start-session", "--no-proxy")["session_id"]
    smooth("goto", id, f"{sites}/odd/downloads")
    smooth("run", id, "Click the link 'Small file'")
    smooth("close-session", id)
    api.wait_final(id)

    with urllib.request.urlopen(smooth("downloads", id)["downloads_url"]) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))

    assert archive.namelist() == ["small.txt"]
    assert len(archive.read("small.txt")) == 64


def test_without_downloads_that_is_said(smooth, started, api):
    smooth("close-session", started, "--force")
    api.wait_final(started)

    with pytest.raises(Failed, match="Downloads URL not available"):
        smooth("downloads", started)


def test_a_session_with_a_profile_files_and_allowed_addresses(smooth, api, sites, tmp_path):
    (tmp_path / "one.txt").write_text("1")
    (tmp_path / "two.txt").write_text("2")
    files = [smooth("upload-file", str(tmp_path / name))["file_id"] for name in ("one.txt", "two.txt")]
    profile = smooth("create-profile")["profile_id"]
    options = ["--no-proxy", "--no-captcha-solver", "--device", "mobile", "--profile-id", profile, "--profile-read-only"]
    options += ["--files", ",".join(files), "--allowed-urls", f"{sites}/*,http://localhost/*"]

    id = smooth("start-session", *options)["session_id"]
    asked = api.get(id, details="true").r["request"]
    with pytest.raises(Failed, match="allowed_urls"):
        smooth("goto", id, "http://outside.example/")
    smooth("goto", id, f"{sites}/odd/landing")
    width = smooth("evaluate-js", id, "innerWidth")["result"]
    smooth("close-session", id, "--force")
    smooth("delete-profile", profile)

    assert (asked["profile_id"], asked["profile_read_only"], asked["files"]) == (profile, True, files)
    assert asked["device"] == "mobile" and width < 500
    assert asked["allowed_urls"] == [f"{sites}/*", "http://localhost/*"]


def test_extract_goes_to_its_address_first(smooth, started, sites):
    schema = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}

    found = smooth("extract", started, "--url", f"{sites}/odd/landing", "--schema", json.dumps(schema))["data"]

    assert isinstance(found["title"], str) and found["title"]


def test_a_busy_session_is_closed_with_force_only(smooth, started, api, sites):
    api.send(started, "run_task", {"task": f"Go to {sites}/odd/hang and return the title"})

    done = smooth.say("close-session", started)
    smooth("close-session", started, "--force")

    assert "force" in (done.stdout + done.stderr).lower()
    assert api.wait_final(started, within=30)["status"] == "cancelled"


def test_the_tunnel_is_refused_with_a_reason(smooth):
    with pytest.raises(Failed, match="self"):
        smooth("start-session")
