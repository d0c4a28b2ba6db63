"""The agent with a model, over the API: a scripted provider on loopback stands for the model, everything else is real."""

import json
import re
import subprocess

import pytest

import provider as models
import rest
import server as program
from provider import call, done, give_up
from waiting import wait_until

SECRET = "Tr0ub4dor&3/äöü"
# Silence of the provider is told after a second here, and one that is down is not waited for.
QUICK = {"LISSOM_MODEL_SILENCE_SECONDS": "1"}


@pytest.fixture(scope="module")
def server(brain):
    with program.Server(variables={**brain.variables, **QUICK}) as running:
        yield running


@pytest.fixture
def session(api):
    with rest.Session(api) as opened:
        yield opened


def steps(*answers):
    """A script of one answer after the other; a function is asked."""

    def script(question):
        said = answers[min(question.number, len(answers)) - 1]
        return said(question) if callable(said) else said

    return script


def sign_in(question):
    return [
        call("fill", element=question.ref("User name", "textbox"), value="demo"),
        call("fill", element=question.ref("Password"), value="secret"),
        call("click", element=question.ref("Sign in", "button")),
    ]


def run(api, brain, script, faults=(), within=60, **spec):
    """What a task comes to."""
    brain.restart(script, faults)
    spec = {"task": "Do it", "enable_recording": False, "use_stealth": False, **spec}
    reading = api.wait_final(api.submit(**spec)["id"], within=within)
    assert not brain.errors, brain.errors
    return reading


# What a model can say.


def test_several_actions_in_one_answer(api, brain, sites):
    def balance(question):
        return [done(re.search(r"€[\d,.]+", question.last).group())]

    reading = run(api, brain, steps(sign_in, balance), url=f"{sites}/app/login", task="Tell the balance")

    assert reading["status"] == "done", reading
    assert reading["output"].startswith("€12,")
    answers = [m for m in brain.questions[1].messages if m["role"] == "tool"]
    assert [m["tool_call_id"] for m in answers] == ["call_1_0", "call_1_1", "call_1_2"]
    assert "navigated" in answers[2]["content"] or "opened" in answers[2]["content"] or "/app/" in answers[2]["content"]


def test_what_follows_a_change_of_the_page_is_not_carried_out(api, brain, sites):
    def rash(question):
        return [call("goto", url=f"{sites}/news/"), call("click", element=question.ref("Sign in", "button"))]

    reading = run(api, brain, steps(rash, [done("ok")]), url=f"{sites}/app/login")

    assert reading["status"] == "done"
    answers = [m["content"] for m in brain.questions[1].messages if m["role"] == "tool"]
    assert "not carried out" in answers[1]


@pytest.mark.parametrize(
    "wrong, hint",
    [
        ([("click", '{"element": "e1')], "JSON"),
        ([("teleport", {"to": "Mars"})], "no action 'teleport'"),
        ([("click", {"element": "e999999"})], "e999999"),
        ([("click", {})], "element"),
        ("I would click the button now.", "Call one of your tools"),
    ],
)
def test_a_wrong_answer_is_told_and_mended(api, brain, sites, wrong, hint):
    reading = run(api, brain, steps(wrong, [done("mended")]), url=f"{sites}/app/login")

    assert reading["status"] == "done" and reading["output"] == "mended", reading
    assert hint in brain.questions[1].text


def test_a_model_that_only_talks_ends_the_task(api, brain, sites):
    reading = run(api, brain, lambda question: "Well…", url=f"{sites}/app/login")

    assert reading["status"] == "failed"
    assert "did not say what to do" in reading["output"]
    assert len(brain.questions) == 3


def test_a_model_that_gives_up_says_why(api, brain, sites):
    reading = run(api, brain, lambda question: [give_up("there is no such product")], url=f"{sites}/shop/")

    assert (reading["status"], reading["output"]) == ("failed", "there is no such product")


# What a task carries.


def test_a_response_model_with_definitions(api, brain, sites):
    schema = {
        "type": "object",
        "$defs": {"Money": {"type": "object", "properties": {"amount": {"type": "number"}}, "required": ["amount"]}},
        "properties": {"balance": {"$ref": "#/$defs/Money"}},
        "required": ["balance"],
    }
    answers = steps([done({"balance": {"amount": "lots"}})], [done({"balance": {"amount": 12.5}})])

    reading = run(api, brain, answers, url=f"{sites}/app/login", response_model=schema)

    assert reading["output"] == {"balance": {"amount": 12.5}}, reading
    offered = brain.questions[0].tools["done"]["parameters"]
    assert offered["properties"]["output"]["properties"]["balance"] == {"$ref": "#/$defs/Money"}
    assert "Money" in offered["$defs"], "a reference points to the root of what it stands in"
    assert "was not taken" in brain.questions[1].text


def test_metadata_files_and_tools_are_offered(api, brain, sites):
    run(
        api,
        brain,
        lambda question: [done("ok")],
        url=f"{sites}/app/login",
        metadata={"customer": "Zoe Quill"},
        additional_tools={"screenshot": None},
        custom_tools=[{"name": "get_code", "description": "The code", "inputs": {"site": {"type": "string"}}, "output": "text"}],
    )

    question = brain.questions[0]
    assert "Zoe Quill" in question.text
    assert question.tools["get_code"]["parameters"]["properties"] == {"site": {"type": "string"}}
    assert "screenshot" in question.tools and "print" not in question.tools


def test_a_picture_is_sent_only_when_asked_for(api, brain, sites):
    answers = steps([call("screenshot")], [done("seen")])

    run(api, brain, answers, url=f"{sites}/app/login", additional_tools={"screenshot": {"full_page": False}})

    assert [len(question.images) for question in brain.questions] == [0, 1]


def test_a_custom_tool_is_answered_by_the_client(api, brain, sites):
    tool = {"name": "get_code", "description": "The code", "inputs": {"site": {"type": "string"}}, "output": "text"}
    brain.restart(steps([call("get_code", site="github")], lambda q: [done(re.search(r"\d{3}-\d{3}", q.last).group())]))
    task = api.submit(task="Get the code", url=f"{sites}/app/login", custom_tools=[tool], enable_recording=False)["id"]

    asked = api.wait_event(task, lambda event: event["name"] == "tool_call", within=30)
    assert asked["payload"] == {"name": "get_code", "input": {"site": "github"}}
    api.answer_tool(task, asked["id"], 200, "493-112")

    assert api.wait_final(task)["output"] == "493-112"


def test_the_last_step_offers_only_done(api, brain, sites):
    def walk(question):
        return [done("late")] if list(question.tools) == ["done"] else [call("scroll", direction="down")]

    reading = run(api, brain, walk, url=f"{sites}/news/", max_steps=4)

    assert reading["output"] == "late", reading
    assert len(brain.questions) == 4
    assert "Three quarters" in brain.questions[2].text and "last step" in brain.questions[3].text


def test_an_agent_that_goes_in_circles_is_told_and_then_stopped(api, brain, sites):
    def again(question):
        return [call("fill", element=question.ref("User name", "textbox"), value="same")]

    reading = run(api, brain, again, url=f"{sites}/app/login", max_steps=30)

    assert reading["status"] == "failed" and "circles" in reading["output"]
    assert "did the same on the same page" in brain.questions[-1].text
    assert len(brain.questions) < 10


# Secrets.


def test_a_secret_stays_with_the_browser(api, brain, server, sites, session):
    def enter(question):
        return [
            call("fill", element=question.ref("User name", "textbox"), value="demo"),
            call("fill", element=question.ref("Password"), value="<secret>pw</secret>"),
            call("fill", element=question.ref("User name", "textbox"), value="<secret>pw</secret>"),
        ]

    def leak(question):
        return [call("goto", url=f"{sites}/odd/?q=<secret>pw</secret>")]

    brain.restart(steps(enter, leak, lambda q: [done("the value is <secret>pw</secret>")]))
    session.goto(f"{sites}/app/login")

    payload = session.run_task("Sign in", secrets={"pw": {"value": SECRET, "allowed_urls": [f"{sites}/app/*"]}})

    assert payload["code"] == 200, payload
    letters = session.js("[...document.querySelector('input[type=password]').value].map(letter => letter.codePointAt())")
    assert letters == [ord(letter) for letter in SECRET], "it was typed"
    told = [m["content"] for m in brain.questions[2].messages if m["role"] == "tool"]
    assert "may only be filled" in told[-1]
    trace = api.request("GET", f"/task/{session.id}/trace").text
    events = json.dumps(api.get(session.id, 0).json, ensure_ascii=False)
    log = server.log.read_text(errors="replace")
    kept = b"".join(path.read_bytes() for path in server.data.rglob("*") if path.is_file() and "browsers" not in path.parts)
    for name, where in (("request", b"\n".join(brain.bodies)), ("trace", trace), ("event", events), ("log", log), ("disk", kept)):
        where = where.decode(errors="replace") if isinstance(where, bytes) else where
        for form in (SECRET, json.dumps(SECRET)[1:-1], "Tr0ub4dor%263", "Tr0ub4dor"):
            assert form not in where, f"the secret is in the {name} as {form}"
    assert "sk-of-the-provider" not in log + trace + events


def test_a_secret_of_earlier_work_is_shown_to_no_model(api, brain, sites, session):
    """The page shows what an earlier task entered: neither extraction nor a later task tells the model."""
    secret = {"value": SECRET, "allowed_urls": [f"{sites}/app/*"]}
    brain.restart(lambda question: [done("ok")])
    session.goto(f"{sites}/app/login")
    assert session.run_task("Sign in", secrets={"pw": secret})["code"] == 200
    session.js("document.querySelector('h1').textContent = 'Your code is ' + String.fromCodePoint(...%s)" % [ord(c) for c in SECRET])
    schema = {"type": "object", "properties": {"mood": {"type": "string"}}, "required": ["mood"]}

    brain.restart(lambda question: json.dumps({"mood": "calm"}))
    session.output("extract", {"schema": schema, "prompt": "the mood of the page"})
    extracted = list(brain.bodies)
    brain.restart(steps([call("fill", element="e1", value="<secret>pw</secret>")], [done("ok")]))
    assert session.run_task("What is my code?")["code"] == 200

    assert extracted and brain.bodies
    for body in (body.decode() for body in extracted + brain.bodies):
        assert "Your code is <secret>pw</secret>" in body
        assert "Tr0ub4dor" not in body
    assert "Secrets you can enter" not in brain.questions[0].text, "it was given for the other task"


# A provider with faults.


@pytest.mark.parametrize("fault", ["half", "silence", "hang", "drop", "nonsense", 500, 503])
def test_a_fault_of_the_provider_is_survived(api, brain, sites, fault):
    reading = run(api, brain, lambda question: [done("ok")], [fault], url=f"{sites}/app/login")

    assert (reading["status"], reading["output"]) == ("done", "ok"), reading
    assert len(brain.questions) == 2, "it was asked again"


def test_a_rate_limit_is_kept_to(api, brain, sites):
    limited = (429, {"Retry-After": "2"}, {"error": {"message": "slow down"}})

    reading = run(api, brain, lambda question: [done("ok")], [limited], url=f"{sites}/app/login")

    assert reading["status"] == "done"
    assert brain.at[1] - brain.at[0] >= 2


@pytest.mark.parametrize(
    "faults, reason",
    [
        (["hang"] * 9, "silent"),
        (["silence"] * 9, "silent"),
        (["half"] * 9, "broke off"),
        (["nonsense"] * 9, "no JSON"),
        ([500] * 9, "HTTP 500: the server is overloaded"),
        ([(401, {}, {"error": {"message": "bad key"}})], "refuses the key"),
        ([(404, {}, {"error": {"message": "no such model"}})], "no such model"),
        ([(400, {}, {"error": {"message": "maximum context length is 10 tokens"}})] * 9, "too long"),
    ],
)
def test_a_provider_that_stays_down_ends_the_task_with_its_reason(api, brain, sites, faults, reason):
    reading = run(api, brain, lambda question: [done("ok")], faults, url=f"{sites}/app/login", within=40)

    assert reading["status"] == "failed"
    assert reason in reading["output"], reading["output"]


def test_a_prompt_that_is_too_long_is_shortened(api, brain, sites):
    too_long = (400, {}, {"error": {"message": "This model's maximum context length is 4096 tokens"}})

    reading = run(api, brain, lambda question: [done("ok")], [too_long] * 2, url=f"{sites}/odd/huge")

    assert reading["status"] == "done", reading
    lengths = [len(body) for body in brain.bodies]
    assert len(lengths) == 3 and lengths[-1] < lengths[0]


def test_a_refusal_ends_the_task_with_its_words(api, brain, sites):
    refuses = {"role": "assistant", "content": None, "refusal": "I cannot help with that"}

    reading = run(api, brain, lambda question: refuses, url=f"{sites}/app/login")

    assert reading["status"] == "failed" and "I cannot help with that" in reading["output"]


def test_a_task_is_cancelled_while_the_model_thinks(api, brain, server, sites):
    brain.restart(lambda question: [done("ok")], ["hang"])
    task = api.submit(task="Think", url=f"{sites}/app/login", enable_recording=False)["id"]
    wait_until(lambda: brain.questions, "the model is asked", within=30)

    api.delete(task)

    assert api.wait_final(task, within=10)["status"] == "cancelled"


# A second model that checks the results of the first.


@pytest.fixture(scope="module")
def checked(brain):
    names = {"LISSOM_VALIDATING_MODEL": "openai-compatible:checker"}
    with program.Server(variables={**brain.variables, **QUICK, **names}) as running:
        yield running.api


def test_a_result_is_sent_back_with_the_reason_of_a_second_model(checked, brain, sites):
    verdicts = iter(["```json\n" + json.dumps({"good": False, "reason": "the currency is missing"}) + "\n```", '{"good": true}'])

    def script(question):
        if question.body["model"] == "checker":
            return next(verdicts)
        return [done("€120" if "the currency is missing" in question.text else "120")]

    reading = run(checked, brain, script, url=f"{sites}/app/login")

    assert (reading["status"], reading["output"]) == ("done", "€120"), reading


def test_a_second_model_that_is_down_loses_no_result(checked, brain, sites):
    def script(question):
        if question.body["model"] == "checker":
            raise AssertionError("the checker is down")
        return [done("120")]

    brain.restart(script)
    task = checked.submit(task="Do it", url=f"{sites}/app/login", enable_recording=False)["id"]

    assert checked.wait_final(task, within=60)["output"] == "120"
    assert [str(error) for error in brain.errors] == ["the checker is down"]


def examined(server, *arguments, **environment):
    """What `lissom doctor` says of the model, and its exit code."""
    said = subprocess.run(
        [program.binary(), "doctor", "--data", str(server.folder / "doctor"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=program.environment(server.folder) | environment,
    )
    line = next((line for line in said.stdout.splitlines() if "Model:" in line), said.stdout + said.stderr)
    return line, said.returncode


@pytest.mark.parametrize("is_in_environment", [False, True])
@pytest.mark.parametrize("fault, code", [(None, 0), ((401, {}, {"error": {"message": "bad key"}}), 1)])
def test_doctor_asks_the_model_a_question(brain, server, fault, code, is_in_environment):
    brain.restart(lambda question: "ready", [fault] if fault else [])
    name = models.NAME + "@" + brain.address

    line, ended = examined(server, "--model", LISSOM_MODEL=name) if is_in_environment else examined(server, "--model", name)

    assert ('answered "ready"' in line) if code == 0 else ("refuses the key" in line), line
    assert (ended, len(brain.questions)) == (code, 1), line


def test_doctor_misses_a_model_only_where_it_was_asked_for_one(server):
    line, ended = examined(server, "--model")
    assert "none is configured" in line and line.startswith("MISSING"), line
    assert ended == 1

    line, ended = examined(server)
    assert "none is needed" in line, line
    assert ended == 0


# What it costs.


def test_most_of_a_prompt_is_what_was_said_before(api, brain, sites):
    def walk(question):
        if question.number == 10:
            return [done("walked")]
        return [call("fill", element=question.ref("User name", "textbox"), value=f"name {question.number}")]

    reading = run(api, brain, walk, url=f"{sites}/app/login")

    assert reading["status"] == "done", reading
    shares = []
    for before, after in zip(brain.questions, brain.questions[1:]):
        said, now = (json.dumps([q.body.get("tools"), q.messages])[:-2] for q in (before, after))
        same = next((i for i, (a, b) in enumerate(zip(said, now)) if a != b), min(len(said), len(now)))
        shares.append(same / len(now))
    assert min(shares) >= 0.8, shares


# Small models.


def test_a_small_model_gets_one_short_prompt_a_step(brain, sites):
    def step(question):
        held = question.body["response_format"]["json_schema"]["schema"]
        by_name = {step["properties"]["action"]["const"]: step["properties"]["input"] for step in held["anyOf"]}
        assert by_name["fill"]["required"] == ["element", "value"] and "output" in by_name["done"]["required"]
        if question.number == 1:
            input = {"element": question.ref("User name", "textbox"), "value": "demo"}
            return json.dumps({"memory": "filled the name", "action": "fill", "input": input})
        assert "filled the name" in question.last and "demo" in question.last
        return "Here you are: " + json.dumps({"memory": "", "action": "done", "input": {"success": True, "output": "ok"}})

    with program.Server(variables={**brain.variables, "LISSOM_MODEL_SIZE": "small"}) as small:
        reading = run(small.api, brain, step, url=f"{sites}/app/login")

    assert (reading["status"], reading["output"]) == ("done", "ok"), reading
    assert len(brain.questions) == 2 and not brain.questions[0].tools
    system = brain.questions[0].messages[0]["content"]
    assert len(system) / 3 < 2000, "three letters a token at the least"


# Data by schema.


def test_the_model_reads_what_the_page_does_not_say_for_machines(api, brain, sites, session):
    schema = {
        "type": "object",
        "properties": {"mood": {"type": "string"}, "title": {"type": "string"}},
        "required": ["mood", "title"],
    }
    brain.restart(lambda question: json.dumps({"mood": "businesslike", "title": "made up"}))
    session.goto(f"{sites}/app/login")

    found = session.output("extract", {"schema": schema, "prompt": "the page's title and mood"})

    assert found["mood"] == "businesslike"
    assert all(question.body["response_format"]["json_schema"]["schema"] == schema for question in brain.questions)
