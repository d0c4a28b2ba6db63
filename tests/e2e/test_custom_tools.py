"""Custom tools: the agent calls them, the client answers over the API, also from inside a running task."""

import contextlib

import pytest

import rest
import server as program

TOOLS = [
    {
        "name": "get_code",
        "description": "Gets the one-time code of a site",
        "output": "The code",
        "inputs": {
            "type": "object",
            "properties": {"site": {"type": "string", "description": "Name of the site"}},
            "required": ["site"],
        },
    }
]
ASK = "Use the get_code tool with site 'github' and return its answer"


def is_tool_call(event):
    return event["name"] == "tool_call"


@pytest.fixture
def session(api):
    with rest.Session(api, custom_tools=TOOLS) as opened:
        yield opened


def call_of(api, session, task=ASK):
    id = api.send(session.id, "run_task", {"task": task})
    return id, api.wait_event(session.id, is_tool_call, within=30, what="the tool call")


# Over plain HTTP.


def test_a_call_has_a_name_and_its_input(api, session):
    _, call = call_of(api, session)

    assert call["payload"] == {"name": "get_code", "input": {"site": "github"}}


def test_the_answer_reaches_the_agent(api, session):
    id, call = call_of(api, session)

    assert api.answer_tool(session.id, call["id"], 200, "493-112").r == {"id": call["id"]}

    result = api.wait_result(session.id, id)["payload"]
    assert result["code"] == 200, result
    assert "493-112" in str(result["output"]["output"])


def test_an_unanswered_call_stays_and_an_answered_one_goes(api, session):
    id, call = call_of(api, session)
    assert [event for event in api.events(session.id) if is_tool_call(event)] == [call]

    api.answer_tool(session.id, call["id"], 200, "493-112")
    api.wait_result(session.id, id)

    assert [event for event in api.events(session.id) if is_tool_call(event)] == []


def test_an_answer_sent_twice_counts_once(api, session):
    id, call = call_of(api, session)

    first = api.answer_tool(session.id, call["id"], 200, "one")
    second = api.answer_tool(session.id, call["id"], 200, "two")

    assert first.status == second.status == 200
    assert "two" not in str(api.wait_result(session.id, id)["payload"])


def test_a_400_is_told_to_the_agent_which_ends_in_its_own_way(api, session):
    id, call = call_of(api, session)

    api.answer_tool(session.id, call["id"], 400, "github sends no code today")

    result = api.wait_result(session.id, id)["payload"]
    assert result["code"] in (200, 400)
    assert "github sends no code today" in str(result["output"])
    assert session.js("1 + 1") == 2


def test_a_500_stops_the_task(api, session):
    id, call = call_of(api, session)

    api.answer_tool(session.id, call["id"], 500, "the phone is gone")

    result = api.wait_result(session.id, id)["payload"]
    assert result["code"] in (400, 500)
    assert "the phone is gone" in result["output"]


def test_a_500_fails_a_one_shot_task(api):
    id = api.submit(task=ASK, custom_tools=TOOLS, enable_recording=False)["id"]
    call = api.wait_event(id, is_tool_call, within=30)

    api.answer_tool(id, call["id"], 500, "the phone is gone")

    final = api.wait_final(id, within=20)
    assert final["status"] == "failed"
    assert "the phone is gone" in final["output"]


def test_an_unknown_call_cannot_be_answered(api, session):
    answer = api.answer_tool(session.id, "nobody-asked", 200, "x")

    assert answer.status in (400, 404)
    assert "nobody-asked" in answer.detail


@pytest.mark.parametrize("code", [201, 404, None, "200"])
def test_an_answer_needs_one_of_three_codes(api, session, code):
    _, call = call_of(api, session)

    answer = api.answer_tool(session.id, call["id"], code, "x")

    assert answer.status in (400, 422)
    assert "code" in answer.detail


def test_while_a_tool_works_other_actions_get_through(api, session, sites):
    id, call = call_of(api, session)

    assert session.act("goto", {"url": f"{sites}/shop/"}, within=20)["code"] == 200
    assert session.js("document.title") == "Harbour & Home"

    api.answer_tool(session.id, call["id"], 200, "493-112")
    assert api.wait_result(session.id, id)["payload"]["code"] == 200


def test_while_a_tool_works_another_task_may_run(api, session, sites):
    id, call = call_of(api, session)

    nested = session.run_task(f"Go to {sites}/odd/landing and return the title", within=40)
    api.answer_tool(session.id, call["id"], 200, "493-112")
    outer = api.wait_result(session.id, id)["payload"]

    assert (nested["code"], nested["output"]["output"]) == (200, "Landing")
    assert outer["code"] == 200
    assert "493-112" in str(outer["output"]["output"])


def test_a_bare_map_of_inputs_is_taken_too(api):
    tools = [
        {
            "name": "get_code",
            "description": "Gets the one-time code of a site",
            "output": "The code",
            "inputs": {"site": {"type": "string", "description": "Name of the site"}},
        }
    ]
    with rest.Session(api, custom_tools=tools) as session:
        _, call = call_of(api, session)

    assert call["payload"]["input"] == {"site": "github"}


def test_a_session_may_be_deleted_while_a_tool_works(api, session):
    call_of(api, session)

    session.close()

    assert api.wait_final(session.id, within=20)["status"] == "cancelled"


# With the published SDK.


def test_a_tool_of_the_sdk(client):
    asked = []

    @client.tool(
        name="get_code", description="Gets the one-time code of a site", output="The code", inputs=TOOLS[0]["inputs"]
    )
    def get_code(site):
        asked.append(site)
        return "493-112"

    with client.session(custom_tools=[get_code], enable_recording=False) as session:
        result = session.run_task(ASK)

    assert asked == ["github"]
    assert "493-112" in str(result.output)


def test_a_tool_of_the_sdk_that_uses_the_browser(client, sites):
    @client.tool(
        name="get_code", description="Gets the one-time code of a site", output="The code", inputs=TOOLS[0]["inputs"]
    )
    def get_code(task, site):
        task.goto(f"{sites}/odd/landing")
        return task.evaluate_js("document.title").output

    with client.session(custom_tools=[get_code], enable_recording=False) as session:
        result = session.run_task(ASK)

    assert "Landing" in str(result.output)


def test_a_tool_of_the_sdk_that_runs_a_task_of_its_own(server, sites):
    from smooth import SmoothClient

    with SmoothClient(api_key=program.KEY, base_url=f"{server.address}/api") as client:
        open_session = []

        @client.tool(
            name="get_code",
            description="Gets the one-time code of a site",
            output="The code",
            inputs=TOOLS[0]["inputs"],
        )
        def get_code(site):
            return open_session[0].run_task(f"Go to {sites}/odd/landing and return the title").output

        with client.session(custom_tools=[get_code], enable_recording=False) as session:
            open_session.append(session)
            result = session.run_task(ASK)

    assert "Landing" in str(result.output)


def test_a_tool_of_the_sdk_that_fails_softly(client):
    from smooth import ToolCallError

    @client.tool(
        name="get_code", description="Gets the one-time code of a site", output="The code", inputs=TOOLS[0]["inputs"]
    )
    def get_code(site):
        raise ToolCallError("no code for " + site)

    with client.session(custom_tools=[get_code], enable_recording=False) as session:
        with pytest.raises(ToolCallError, match="no code for github"):
            session.run_task(ASK)


def test_an_essential_tool_of_the_sdk_that_fails_ends_the_task(client, api):
    @client.tool(
        name="get_code", description="Gets the one-time code of a site", output="The code", inputs=TOOLS[0]["inputs"]
    )
    def get_code(site):
        raise ValueError("broken for " + site)

    task = client.run(ASK, custom_tools=[get_code], enable_recording=False)
    # The SDK's own poller may die of the tool's exception: what counts is that the server ends the task by itself.
    with contextlib.suppress(Exception):
        task.result(timeout=5)

    final = api.wait_final(task.id(), within=20)
    assert final["status"] == "failed"
    assert "broken for github" in final["output"]
