"""Recordings: when they are there, whether they play, and what an independent eye (ffprobe) sees in them."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

import pytest
import rest
from server import Server
from waiting import wait_until


def record(api, **spec):
    return rest.Session(api, enable_recording=True, **spec)


def probe(path):
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(done.stdout)
    return float(seen["format"]["duration"]), {stream["codec_type"]: stream for stream in seen["streams"]}


def picture_at(path, seconds):
    """The middle pixel of the film then, as (red, green, blue)."""
    filters = f"fps=50,select=gte(t\\,{seconds}),crop=2:2:640:360"
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-vf", filters, "-frames:v", "1"]
        + ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        capture_output=True,
        check=True,
    )
    return tuple(done.stdout[:3])


def fetch(url, path):
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Content-Type"] == "video/mp4"
        path.write_bytes(answer.read())
    return path


def test_a_session_is_filmed_as_it_was(api, sites, tmp_path):
    session = record(api)
    session.goto(f"{sites}/odd/landing")
    opened = time.monotonic()
    session.js("document.body.innerHTML = ''; document.documentElement.style.background = 'rgb(200, 0, 0)'")
    assert api.get(session.id).r["recording_url"] is None
    wait_until(lambda: time.monotonic() > opened + 1.5, "the red page was shown for a while")
    session.js("document.documentElement.style.background = 'rgb(0, 0, 200)'")
    wait_until(lambda: time.monotonic() > opened + 2.5, "and so was the blue one")
    session.close()
    closed = time.monotonic()

    reading = api.wait_final(session.id)
    film = fetch(reading["recording_url"], tmp_path / "film.mp4")
    duration, streams = probe(film)
    assert closed - opened < duration + 0.2
    assert streams["video"]["codec_name"] == "h264"
    assert (streams["video"]["width"], streams["video"]["height"]) == (1280, 720)
    head = film.read_bytes()
    assert 0 < head.find(b"moov") < head.find(b"mdat")
    red, blue = picture_at(film, duration - (closed - opened) + 0.9), picture_at(film, duration - 0.2)
    assert red[0] > 150 > 60 > red[2], red
    assert blue[2] > 150 > 60 > blue[0], blue


def test_what_came_of_the_last_action_is_in_the_film(api, sites, tmp_path):
    for colour in [(200, 0, 0), (0, 0, 200)]:
        with record(api) as session:
            session.goto(f"{sites}/odd/landing")
            session.js(f"document.body.innerHTML = ''; document.documentElement.style.background = 'rgb{colour}'")
        film = fetch(api.wait_final(session.id)["recording_url"], tmp_path / "film.mp4")

        last = pictures(film)[-1]
        assert all(abs(a - b) < 12 for a, b in zip(last, colour)), (last, colour)


def pictures(path):
    """The colour of each picture of the film."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-vsync", "passthrough", "-vf", "scale=1:1"]
    done = subprocess.run([*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True)
    return [tuple(done.stdout[i : i + 3]) for i in range(0, len(done.stdout), 3)]


def frames_of(path):
    """When each picture of the film is shown, in seconds."""
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"]
        + [str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(",")[:2] for line in done.stdout.splitlines() if line]
    return [float(at) for at, _ in rows], [float(at) for at, flags in rows if "K" in flags]


def test_it_is_as_long_as_what_it_shows(api, sites, tmp_path):
    session = record(api)
    session.goto(f"{sites}/odd/landing")
    session.js(FLASH)
    wait_until(lambda: session.js("(performance.now() - flashed) > 2500"), "it has flashed for a while")
    asked = time.time()
    session.close()
    saved = time.time()
    reading = api.wait_final(session.id)

    begun = next(e["timestamp"] for e in api.events(session.id) if e["name"] == "session_started") / 1000
    film = fetch(reading["recording_url"], tmp_path / "film.mp4")
    duration, _ = probe(film)
    # From the opening of the browser to its end, which lies between the two moments.
    assert asked - begun - 0.2 < duration < saved - begun + 0.2
    times, keys = frames_of(film)
    assert times[0] < 0.5 and times == sorted(set(times))
    assert len(times) > 10, "each flash is a picture"
    assert keys[0] == times[0], "it can be played from its first picture"
    changes = [at for at, gap in zip(times[1:], (b - a for a, b in zip(times, times[1:]))) if gap > 0.05]
    assert max(b - a for a, b in zip(changes, changes[1:])) < 1.5
    assert os.path.getsize(film) < 400_000


FLASH = """() => {
  window.flashed = performance.now();
  document.body.innerHTML = '';
  setInterval(() => {
    document.documentElement.style.background = `hsl(${Math.floor((performance.now() - flashed) / 200) * 60} 90% 50%)`;
  }, 200);
}"""


def test_the_film_is_on_the_disk_two_seconds_after_the_end(server, api, sites):
    session = record(api)
    session.goto(f"{sites}/odd/landing")
    ended = time.monotonic()
    session.close()

    film = server.data / "recordings" / f"{session.id}.mp4.sealed"
    wait_until(film.exists, "the film", within=10)
    assert time.monotonic() - ended < 2


def test_it_is_there_two_seconds_after_a_delete(api, sites):
    session = record(api)
    session.goto(f"{sites}/odd/landing")
    session.close()
    deleted = time.monotonic()

    url = wait_until(lambda: api.get(session.id).r["recording_url"], "the recording", within=10)

    assert urllib.request.urlopen(url).status == 200
    assert time.monotonic() - deleted < 5, "a final status waits up to four seconds for its readers"


def test_steps_are_subtitles(api, sites, tmp_path):
    with record(api, show_cursor=True) as session:
        session.goto(f"{sites}/shop/")
        session.run_task("Click the first link")

    film = fetch(api.wait_final(session.id)["recording_url"], tmp_path / "film.mp4")
    _, streams = probe(film)
    assert streams["subtitle"]["codec_name"] == "mov_text"
    said = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(film), "-map", "0:s", "-f", "srt", "-"], capture_output=True, text=True
    ).stdout
    assert "click" in said


def test_a_player_may_seek(api, sites):
    with record(api) as session:
        session.goto(f"{sites}/shop/")
    url = api.wait_final(session.id)["recording_url"]

    request = urllib.request.Request(url, headers={"Range": "bytes=4-7"})
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Range"].startswith("bytes 4-7/")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.read() == b"ftyp"


def test_where_nothing_is_recorded_the_link_is_empty(api):
    with rest.Session(api, enable_recording=False) as session:
        session.js("1")

    assert api.wait_final(session.id)["recording_url"] == ""


def test_deleted_data_is_gone_for_old_links_too(server, api, sites):
    with record(api) as session:
        session.goto(f"{sites}/shop/")
    url = api.wait_final(session.id)["recording_url"]
    film = server.data / "recordings" / f"{session.id}.mp4.sealed"
    assert film.exists() and b"ftyp" not in film.read_bytes()[:64], "whoever has the disk cannot play it"
    assert not film.with_suffix("").exists()

    assert api.request("DELETE", f"/task/{session.id}/data").r is True

    with pytest.raises(urllib.error.HTTPError) as gone:
        urllib.request.urlopen(url)
    assert gone.value.code == 404
    assert not film.exists()


def test_a_changed_link_opens_nothing(api, sites):
    with record(api) as session:
        session.goto(f"{sites}/shop/")
    url = api.wait_final(session.id)["recording_url"]

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url.replace(".mp4", "A.mp4"))
    assert refused.value.code == 404


def test_a_telephone_is_filmed_upright(api, sites, tmp_path):
    with record(api, device="mobile") as session:
        session.goto(f"{sites}/shop/")

    _, streams = probe(fetch(api.wait_final(session.id)["recording_url"], tmp_path / "film.mp4"))
    assert (streams["video"]["width"], streams["video"]["height"]) == (780, 1688)


def test_recordings_survive_a_crash_of_the_browser_and_of_the_server(sites, tmp_path):
    with Server() as server:
        session = record(server.api, use_stealth=False)
        session.goto(f"{sites}/shop/")
        for browser in server.browsers():
            os.kill(browser.pid, signal.SIGKILL)
        reading = server.api.wait_final(session.id)
        assert reading["status"] == "failed"
        assert probe(fetch(reading["recording_url"], tmp_path / "first.mp4"))[0] > 0

        session = record(server.api)
        session.goto(f"{sites}/shop/")
        part = server.data / "recordings" / f"{session.id}.mp4.part"
        size = wait_until(lambda: part.exists() and part.stat().st_size, "it is being recorded")
        wait_until(lambda: part.stat().st_size > size + 1000, "some of it is on the disk", within=20)
        server.kill()
        server.start()
        reading = server.api.get(session.id).r
        assert reading["status"] == "failed"
        # Links name the port of the server that made them, which is the same here.
        assert probe(fetch(reading["recording_url"], tmp_path / "second.mp4"))[0] > 1
        assert not part.exists()
