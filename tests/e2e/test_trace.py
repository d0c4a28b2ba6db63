"""What a task saw, was asked, did and spent: GET /task/{id}/trace and `lissom trace`."""

import subprocess

import pytest
import rest
import server as program


def finished(api, instruction, url):
    task = api.submit(task=instruction, url=url, agent="smooth-lite")
    return api.wait_final(task["id"])


def trace(api, task):
    return api.request("GET", f"/task/{task}/trace").r


@pytest.fixture(scope="module")
def searched(api, sites):
    return finished(api, "Search for 'lamp'", f"{sites}/shop/")


def test_every_step_tells_what_was_seen_done_and_how_long_it_took(api, searched):
    entries = trace(api, searched["id"])

    steps = [entry for entry in entries if entry["kind"] == "step"]
    fill = next(step for step in steps if step["action"] == "fill")
    assert "Search products" in fill["observation"]
    assert fill["params"]["text"] == "lamp" or fill["params"]["value"] == "lamp"
    assert fill["effect"] and fill["took_ms"] > 0 and not fill["failed"]
    assert entries[-1]["kind"] == "result" and "Results for" in entries[-1]["observation"]
    assert [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))


def test_a_secret_is_in_no_entry(api, sites):
    with rest.Session(api) as session:
        session.goto(f"{sites}/app/")
        session.act(
            "run_task",
            {
                "task": "Enter <secret>pw</secret> into the field Password",
                "secrets": {"pw": {"value": "correct horse battery", "allowed_urls": [f"{sites}/*"]}},
            },
            within=60,
        )
        text = str(trace(api, session.id))

    assert "run_task" in text
    assert "correct horse battery" not in text


def test_the_command_line_prints_it(server, searched):
    said = subprocess.run(
        [program.binary(), "trace", searched["id"], "--server", server.address, "--api-key", program.KEY],
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert said.returncode == 0, said.stderr
    assert "fill: filled" in said.stdout and "answer:" in said.stdout


def test_it_goes_with_the_data(api, sites):
    task = finished(api, "Return the heading of the page", f"{sites}/shop/")
    assert trace(api, task["id"])

    assert api.request("DELETE", f"/task/{task['id']}/data").r

    assert trace(api, task["id"]) == []
