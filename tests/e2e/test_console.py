"""What pages wrote to their consoles: GET /task/{id}/console."""

import pytest
import rest
from waiting import wait_until

HOSTILE = "<img src=x onerror=alert(1)>"


def console(api, task):
    return api.request("GET", f"/task/{task}/console").json


def lines(api, task):
    return [(entry["level"], entry["text"]) for entry in console(api, task)["r"]]


@pytest.fixture
def open_session(api, sites):
    """A session whose console is read."""
    with rest.Session(api, use_stealth=False) as session:
        session.goto(f"{sites}/odd/landing")
        yield session


def test_what_scripts_write_and_throw_is_kept_as_text(api, open_session):
    open_session.js(
        f"console.warn({HOSTILE!r}, 42, {{a: 1, b: 'two'}}); setTimeout(() => {{ throw new Error('lost') }}); 0"
    )

    wait_until(lambda: any("lost" in text for _, text in lines(api, open_session.id)), "the error is there")
    said = lines(api, open_session.id)
    assert ("warning", f"{HOSTILE} 42 {{a: 1, b: two}}") in said
    assert any(level == "error" and text.startswith("Uncaught Error: lost") for level, text in said)
    assert console(api, open_session.id)["reads_scripts"] is True


def test_it_stays_after_the_end_and_goes_with_the_data(api, open_session):
    open_session.js("console.log('still here')")
    wait_until(lambda: lines(api, open_session.id), "the line is there")
    open_session.close()
    api.wait_final(open_session.id)

    assert ("log", "still here") in lines(api, open_session.id)
    api.request("DELETE", f"/task/{open_session.id}/data")
    assert console(api, open_session.id)["r"] == []


def test_the_oldest_of_very_many_are_dropped(api, open_session):
    open_session.js("for (let i = 0; i < 1500; i++) console.log('line ' + i); 0")

    wait_until(lambda: ("log", "line 1499") in lines(api, open_session.id), "the last is there")
    kept = console(api, open_session.id)
    assert len(kept["r"]) == 1000 and kept["dropped"] == 500


def test_a_session_that_looks_like_a_person_does_not_listen_to_scripts(api, sites):
    with rest.Session(api, use_stealth=True) as session:
        session.goto(f"{sites}/odd/landing")
        session.js("console.log('who listens?'); fetch('/odd/not-there').then(() => 0)")

        wait_until(lambda: any("404" in text for _, text in lines(api, session.id)), "Chromium told of the 404")
        assert "who listens?" not in str(lines(api, session.id))
        assert console(api, session.id)["reads_scripts"] is False


def test_a_secret_is_in_no_line(api, sites):
    with rest.Session(api, use_stealth=False) as session:
        session.goto(f"{sites}/app/")
        session.js("document.addEventListener('input', (e) => console.log('typed', e.target.value)); 0")
        session.act(
            "run_task",
            {
                "task": "Enter <secret>pw</secret> into the field Password",
                "secrets": {"pw": {"value": "correct horse battery", "allowed_urls": [f"{sites}/*"]}},
            },
            within=60,
        )
        wait_until(lambda: "typed" in str(lines(api, session.id)), "the page wrote it")
        assert "correct horse battery" not in str(lines(api, session.id))


def test_it_belongs_to_its_key(api, open_session):
    assert api.request("GET", f"/task/{open_session.id}/console", key="sk_nobody").status == 401
    assert api.request("GET", "/task/unknown/console").status == 404
