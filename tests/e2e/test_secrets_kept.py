"""A secret that a page throws about is in nothing that can be read or downloaded of the task, in no spelling."""

import base64
import html
import io
import json
import urllib.parse
import urllib.request
import zipfile

import counterparts
import rest
from waiting import wait_until

VALUE = 'Tr0ub4dor&3/äöü "quoted"'
SPELLINGS = {
    VALUE,
    json.dumps(VALUE)[1:-1],
    json.dumps(VALUE, ensure_ascii=False)[1:-1],
    urllib.parse.quote(VALUE),
    urllib.parse.quote(VALUE, safe=""),
    base64.b64encode(VALUE.encode()).decode(),
    html.escape(VALUE),
    "Tr0ub4dor",
}
# What is typed into its field goes wherever a page can put it. Files are the page's own, and not looked into: docs/security.md.
GOSSIP = """<title>Gossip</title><input type=password aria-label=Password><p id=echo></p><a id=save href="data:text/plain,hello" download=hello.txt>Save</a>
<script>addEventListener('input', ({ target: { value } }) => {
    console.log(value, { it: value });
    console.error(encodeURIComponent(value));
    setTimeout(() => { throw new Error(value) });
    document.title = echo.textContent = value;
    history.replaceState(null, '', '?' + new URLSearchParams({ q: value }));
    fetch('/tell?q=' + encodeURIComponent(value), { method: 'POST', body: value });
})</script>"""


def test_a_secret_that_a_page_throws_about_is_kept_nowhere(server, api):
    with counterparts.Web() as web, rest.Session(api, use_stealth=False) as session:
        web.pages |= {"/": GOSSIP, "/tell": "thanks"}
        session.goto(web.url("/"))
        secrets = {"pw": {"value": VALUE, "allowed_urls": [web.url("/*")]}}

        assert session.run_task("Enter <secret>pw</secret> into the field Password", secrets=secrets)["code"] == 200
        session.run_task("Tell what stands on the page, and click Save")
        session.js("document.getElementById('save').click()")
        session.output("screenshot")
        session.output("extract", {"schema": {"type": "object", "properties": {"title": {"type": "string"}}}, "prompt": "the page's title"})
        wait_until(lambda: "it:" in read(api, session.id, "console"), "the console was told")
        wait_until(lambda: "/tell" in read(api, session.id, "network"), "the request is in the log")
        session.close()
        api.wait_final(session.id)

        told = {part: read(api, session.id, part) for part in ("", "?details=true", "?event_t=0", "trace", "console", "network", "network?format=har")}
        url = wait_until(lambda: api.get(session.id, downloads="true").r["downloads_url"], "the archive", 30)
        with urllib.request.urlopen(url) as answer:
            head, archive = str(answer.headers), zipfile.ZipFile(io.BytesIO(answer.read()))
        told["the archive"] = head + "".join(archive.namelist())
        assert {"hello.txt"} < set(archive.namelist()), archive.namelist()
        told |= {f"{name} in the archive": archive.read(name).decode(errors="replace") for name in archive.namelist()}
        told["the log"] = server.log.read_text(errors="replace")
        for path in server.data.rglob("*"):
            if path.is_file() and "browsers" not in path.parts:
                told[f"the file {path.name}"] = path.name + path.read_bytes().decode(errors="replace")

        assert "Password" in told["trace"] and "<secret>pw</secret>" in told["console"]
        found = [(where, spelling) for where, text in told.items() for spelling in SPELLINGS if spelling in text]
        assert not [(where, spelling, told[where][max(0, told[where].index(spelling) - 60) :][:140]) for where, spelling in found]


def test_a_task_may_carry_its_secrets(server, api, sites):
    """In one request, without a session."""
    secrets = {"pw": {"value": "secret", "allowed_urls": [f"{sites}/*"]}}

    task = api.submit(task="Log in as demo with password <secret>pw</secret> and tell me the account balance", url=f"{sites}/app/", secrets=secrets)
    ended = api.wait_final(task["id"], within=60)

    assert (ended["status"], ended["output"]) == ("done", "€12,480.55"), ended
    trace = read(api, task["id"], "trace")
    assert "<secret>pw</secret>" in trace and '"secret"' not in trace


def test_a_tasks_secrets_are_entered_at_their_addresses_only(api, sites):
    secrets = {"pw": {"value": "secret", "allowed_urls": ["https://elsewhere.test/*"]}}

    task = api.submit(task="Log in as demo with password <secret>pw</secret> and tell me the account balance", url=f"{sites}/app/", secrets=secrets)
    ended = api.wait_final(task["id"], within=60)

    assert ended["status"] == "failed" and "pw" in ended["output"], ended


def test_a_sessions_secrets_are_those_of_each_of_its_tasks(api, sites):
    secrets = {"pw": {"value": "secret", "allowed_urls": [f"{sites}/*"]}}
    with rest.Session(api, secrets=secrets) as session:
        session.goto(f"{sites}/app/")
        told = session.run_task("Log in as demo with password <secret>pw</secret> and tell me the account balance")
        assert told["code"] == 200 and "€12,480.55" in str(told["output"]), told


def read(api, id, part):
    separator = "" if part.startswith("?") or not part else "/"
    answer = api.request("GET", f"/task/{id}{separator}{part}")
    assert answer.status == 200, (part, answer.text)
    return answer.text
