"""What a model has done once is done again without it: the model is a scripted one that counts, the sites change meanwhile."""

import json
import re
import subprocess

import pytest

import app_data
import rest
import server as program
import shop_data
from other_layout import OtherLayout
from provider import call, done

SECRET = "secret"  # the password of the fixture's user


@pytest.fixture(scope="module")
def server(brain):
    with program.Server(variables=brain.variables) as running:
        yield running


@pytest.fixture
def site(sites):
    with OtherLayout(sites) as front:
        yield front


def figure(question):
    return re.search(r"Account balance.*?(€[\d,.]+\d)", question.last, re.DOTALL).group(1)


def sign_in(question):
    return [
        call("fill", element=question.ref('"User name"', "textbox"), value="demo"),
        call("fill", element=question.ref('"Password"'), value="secret"),
        call("click", element=question.ref('"Sign in"', "button")),
    ]


class Balance:
    spec = {"task": "Sign in as demo with password secret and tell the balance", "path": "/app/login"}
    answer = f"€{app_data.BALANCE:,.2f}"
    data = {"12,480.55": "7,031.10"}
    other_answer = "€7,031.10"

    @staticmethod
    def script(question):
        return sign_in(question) if question.number == 1 else [done(figure(question))]


class Search:
    spec = {
        "task": "Search for lamp and return the name and price of the first three results",
        "path": "/shop/",
        "response_model": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "price": {"type": "number"}},
                "required": ["name", "price"],
            },
        },
    }
    answer = [{"name": item.name, "price": item.price} for item in shop_data.find("lamp")[:3]]
    data = {shop_data.find("lamp")[0].name: "Lamp of Tomorrow"}
    other_answer = [{**answer[0], "name": "Lamp of Tomorrow"}, *answer[1:]]

    @classmethod
    def script(cls, question):
        if question.number == 1:
            return [call("fill", element=question.ref("Search products"), value="lamp", submit=True)]
        return [done(cls.answer)]


class Transfer:
    spec = {
        "task": "Sign in, send the amount to the recipient and tell the balance that is left",
        "path": "/app/login",
        "metadata": {"recipient": "Northquay Ltd", "iban": "DE89370400440532013000", "amount": "25.50"},
    }
    answer = f"€{app_data.BALANCE - 25.5:,.2f}"
    data = {}
    other_answer = answer

    @classmethod
    def script(cls, question):
        if question.number == 1:
            return sign_in(question)
        if question.number == 2:
            return [call("click", element=question.ref('"New transfer"', "link"))]
        if question.number == 3:
            given = cls.spec["metadata"]
            return [
                call("fill", element=question.ref('"Recipient"', "textbox"), value=given["recipient"]),
                call("fill", element=question.ref('"IBAN"'), value=given["iban"]),
                call("fill", element=question.ref('"Amount in €"'), value=given["amount"]),
                call("click", element=question.ref('"Send transfer"', "button")),
            ]
        return [done(figure(question))]


TASKS = [Balance, Search, Transfer]


def run(api, brain, site, task, script, replay="auto", **more):
    brain.restart(script)
    spec = {key: value for key, value in task.spec.items() if key != "path"}
    spec.update(url=site.address + task.spec["path"], enable_recording=False, use_stealth=False, **more)
    if replay:
        spec["experimental_features"] = {"replay": replay}
    id = api.submit(**spec)["id"]
    reading = api.wait_final(id, within=60)
    assert not brain.errors, brain.errors
    return {**reading, "asked": len(brain.questions)}


def learn(api, brain, site, task):
    first = run(api, brain, site, task, task.script)
    assert (first["status"], first["output"]) == ("done", task.answer), first
    assert first["asked"] > 1
    return first


def no_model(question):
    raise AssertionError("the model is asked")


@pytest.mark.parametrize("task", TASKS)
def test_the_same_task_again_asks_no_model(api, brain, site, task):
    learn(api, brain, site, task)

    again = run(api, brain, site, task, no_model)

    assert (again["status"], again["output"], again["asked"]) == ("done", task.answer, 0), again
    assert again["credits_used"] == 0


@pytest.mark.parametrize("task", TASKS)
def test_it_is_still_right_in_another_layout(api, brain, site, task):
    learn(api, brain, site, task)
    site.is_changed = True

    again = run(api, brain, site, task, no_model)

    assert (again["status"], again["output"], again["asked"]) == ("done", task.answer, 0), again


@pytest.mark.parametrize("task", [Balance, Search])
def test_the_answer_is_what_the_page_says_now(api, brain, site, task):
    learn(api, brain, site, task)
    site.data = task.data

    again = run(api, brain, site, task, no_model)

    assert (again["status"], again["output"], again["asked"]) == ("done", task.other_answer, 0), again


def test_inputs_come_from_metadata(api, brain, site):
    learn(api, brain, site, Transfer)

    again = run(api, brain, site, Transfer, no_model, metadata={**Transfer.spec["metadata"], "amount": "100"})

    assert (again["output"], again["asked"]) == (f"€{app_data.BALANCE - 100:,.2f}", 0), again


def told_step(question):
    """What the model is told of the one step that it is to do."""
    return re.search(r"the step: (.*)", question.text).group(1)


def test_a_step_that_does_not_fit_goes_to_the_agent_and_is_mended(api, brain, site):
    learn(api, brain, site, Balance)
    site.data = {
        '<button type="submit" class="primary">Sign in</button>': "<details><summary>More</summary>"
        '<button type="button" onclick="this.form.submit()">Proceed</button></details>'
    }
    told = []

    def mend(question):
        told.append(told_step(question))
        if '"Proceed"' in question.text:
            return [call("click", element=question.ref('"Proceed"', "button"))]
        return [call("click", element=question.ref("More"))]

    mended = run(api, brain, site, Balance, mend)
    again = run(api, brain, site, Balance, no_model)

    assert mended["output"] == Balance.answer and 0 < mended["asked"] <= 2, mended
    assert all(step.startswith('click button "Sign in"') for step in told), told
    assert (again["output"], again["asked"]) == (Balance.answer, 0), again


# What a redesign does to one step in the middle of the transfer, and what the model does about it.
REDESIGNED = {
    "a link that became a button": (
        {
            '<a href="/app/transfer">New transfer</a>': "<button onclick=\"location='/app/transfer'\">Pay</button>",
            '<a href="/app/transfer" >New transfer</a>': "",
        },
        "click link",
        lambda question: [call("click", element=question.ref('"Pay"', "button"))],
    ),
    "a field with other names": (
        {
            '<label for="iban">IBAN</label><input id="iban" name="iban" type="text"': "<label>Account number <input"
            " oninput=\"document.querySelector('[type=hidden]').value = this.value\"></label><input type=hidden name=iban"
        },
        "fill textbox",
        lambda question: [call("fill", element=question.ref('"Account number"', "textbox"), value=Transfer.spec["metadata"]["iban"])],
    ),
}


@pytest.mark.parametrize("what", REDESIGNED)
def test_after_a_mended_step_the_script_goes_on(api, brain, site, what):
    changes, kind, mend = REDESIGNED[what]
    learn(api, brain, site, Transfer)
    site.data = changes
    told = []

    def mend_one(question):
        told.append(told_step(question))
        return mend(question)

    mended = run(api, brain, site, Transfer, mend_one)
    again = run(api, brain, site, Transfer, no_model)

    assert (mended["output"], mended["asked"]) == (Transfer.answer, 1), mended
    assert told[0].startswith(kind), told
    assert (again["output"], again["asked"]) == (Transfer.answer, 0), again


def test_where_mending_does_not_help_the_agent_does_the_rest(api, brain, site):
    learn(api, brain, site, Balance)
    site.data = {'<button type="submit" class="primary">Sign in</button>': '<button name="go">Proceed</button>'}

    def mend(question):
        if "the step: " in question.text:
            return [("done", {"success": False, "reason": "I do not see how"})]
        assert re.search(r"done already: fill fill", question.text), "only what is left is asked for"
        return [done(figure(question))] if "€" in question.last else [call("click", element=question.ref('"Proceed"'))]

    assert run(api, brain, site, Balance, mend)["output"] == Balance.answer


def test_what_was_chosen_from_a_list_is_chosen_anew_when_the_list_changes(api, brain, site):
    cheapest = min((item for item in shop_data.PRODUCTS if item.category == "mugs"), key=lambda item: item.price)

    class Cheapest:
        spec = {"task": "Open the cheapest mug and tell its item number", "path": "/shop/category/mugs?sort=price-asc"}
        answer = cheapest.sku

    def choose(question):
        if question.number == 1:
            return [call("click", element=question.ref(f'"{cheapest.name}"', "link"))]
        return [done(cheapest.sku)]

    assert run(api, brain, site, Cheapest, choose)["output"] == cheapest.sku
    site.data = {cheapest.name: "Something else"}

    changed = run(api, brain, site, Cheapest, lambda question: [done("chosen anew")])

    assert changed["output"] == "chosen anew" and changed["asked"] == 1, changed


def test_nothing_is_replayed_unasked(api, brain, site):
    learn(api, brain, site, Balance)

    again = run(api, brain, site, Balance, Balance.script, replay=None)

    assert again["asked"] > 1


def test_off_keeps_nothing_and_only_asks_nobody(api, brain, site):
    class Quiet(Balance):
        spec = {**Balance.spec, "task": "Sign in as demo with password secret, quietly, and tell the balance"}

    run(api, brain, site, Quiet, Quiet.script, replay="off")

    only = run(api, brain, site, Quiet, no_model, replay="only")

    assert only["status"] == "failed" and "no script" in only["output"] and only["asked"] == 0


def test_a_wrong_wish_is_refused(api):
    answer = api.request("POST", "/task", {"task": "x", "experimental_features": {"replay": "maybe"}})

    assert answer.status in (400, 422) and "replay" in answer.detail


def test_a_secret_is_in_no_script(api, brain, server, site):
    def enter(question):
        if question.number == 1:
            return [
                call("fill", element=question.ref('"User name"', "textbox"), value="demo"),
                call("fill", element=question.ref('"Password"'), value="<secret>pw</secret>"),
                call("click", element=question.ref('"Sign in"', "button")),
            ]
        return [done(figure(question))]

    secrets = {"pw": {"value": SECRET, "allowed_urls": [f"{site.address}/*"]}}
    outcomes = []
    for script in (enter, no_model):
        brain.restart(script)
        with rest.Session(api, experimental_features={"replay": "auto"}) as session:
            outcomes.append(session.run_task("Enter as demo and tell the balance", secrets=secrets, url=f"{site.address}/app/login"))

    assert [outcome["output"]["output"] for outcome in outcomes] == [Balance.answer] * 2, outcomes
    assert outcomes[1]["output"]["agent"] == "replay"
    scripts = [path.read_text() for path in server.data.glob("replays/*/enter-as-demo*.json")]
    assert len(scripts) == 1 and "<secret>pw</secret>" in scripts[0]
    assert f'"{SECRET}"' not in scripts[0]


def script_of(server, task):
    [file] = [path for path in server.data.glob("replays/*/*.json") if task["id"] in path.read_text()]
    return file


def test_a_script_is_readable_and_goes_with_its_task(api, brain, server, site):
    task = Transfer
    first = learn(api, brain, site, task)
    file = script_of(server, first)
    text = file.read_text()

    script = json.loads(text)
    assert len(text.splitlines()) > 20
    assert [step["do"] for step in script["steps"]] == ["fill", "fill", "click", "click", "fill", "fill", "fill", "click"]
    assert script["steps"][4]["with"]["value"] == "{{metadata.recipient}}"
    assert app_data.BALANCE != 0 and "12,4" not in json.dumps(script["answer"]), "an answer is read, not kept"

    assert api.request("DELETE", f"/task/{first['id']}/data").status == 200
    assert not file.exists()


def command_line(server, *arguments):
    return subprocess.run(
        [program.binary(), "replay", *arguments, "--server", server.address, "--api-key", program.KEY],
        capture_output=True,
        text=True,
        timeout=90,
        env=program.environment(server.folder),
    )


def test_the_command_line_replays_tasks_and_files(api, brain, server, site):
    first = learn(api, brain, site, Transfer)
    file = script_of(server, first)
    given = Transfer.spec["metadata"]
    brain.restart(no_model)

    by_id = command_line(server, first["id"])
    by_file = command_line(server, str(file), "--metadata", json.dumps({**given, "amount": "80.55"}))
    without = command_line(server, str(file))

    assert (by_id.returncode, by_id.stdout.strip()) == (0, Transfer.answer), by_id
    assert (by_file.returncode, by_file.stdout.strip()) == (0, "€12,400.00"), by_file
    assert without.returncode == 1 and "not given" in without.stderr, without
    assert brain.questions == []
