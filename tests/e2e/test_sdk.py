"""What the published Python SDK does beyond its documentation's samples."""

import asyncio
import time

import pytest
from pydantic import BaseModel
from smooth import ApiError, SmoothAsyncClient, ToolCallError

import app_data
import news_data
import server as program


class Article(BaseModel):
    title: str
    author: str | None = None


class Articles(BaseModel):
    articles: list[Article]


def test_a_pydantic_model_comes_back_as_an_object(client, sites):
    task = client.run(
        f"Go to {sites}/news/section/culture and return the first 2 articles",
        response_model=Articles,
        enable_recording=False,
    )

    result = task.result(timeout=60)

    assert result.status == "done", result.output
    found = Articles(**result.output).articles
    assert [article.title for article in found] == [
        article.title for article in news_data.ARTICLES if article.section == "culture"
    ][:2]


def test_a_session_closed_twice_does_not_raise(client):
    with client.session(enable_recording=False) as session:
        assert session.evaluate_js("1 + 1").output == 2
        assert session.close() is True

    assert session.result(timeout=30).status == "cancelled"


def test_a_graceful_close_answers_true(client):
    session = client.session(enable_recording=False)
    session.evaluate_js("1")

    assert session.close(force=False) is True


def test_errors_of_actions_are_tool_call_errors(client):
    with client.session(enable_recording=False) as session:
        with pytest.raises(ToolCallError, match="on purpose"):
            session.evaluate_js("throw new Error('on purpose')")
        with pytest.raises(ToolCallError):
            session.goto("http://127.0.0.1:9/")

        assert session.evaluate_js("'alive'").output == "alive"


def test_errors_of_requests_carry_the_status_and_the_detail(client):
    with pytest.raises(ApiError, match="not found") as raised:
        client.session(profile_id="no-such-profile")

    assert raised.value.status_code in (400, 404)


def test_the_deprecated_exec_js(client, sites):
    with client.session(enable_recording=False) as session:
        session.goto(f"{sites}/shop/")
        with pytest.warns(DeprecationWarning):
            assert session.exec_js("document.title") == "Harbour & Home"


def test_metadata_and_a_session_that_goes_on_between_tasks(client, sites):
    with client.session(enable_recording=False) as session:
        session.run_task(
            "Log in as {user} with password {password}",
            url=f"{sites}/app/login",
            metadata={"user": "demo", "password": "secret"},
        )
        result = session.run_task("What is the account balance?")

    assert f"{app_data.BALANCE:,.2f}" in str(result.output)


def test_a_secret_is_typed_and_never_told(client, api, sites):
    from smooth import Secret

    with client.session(enable_recording=False) as session:
        session.goto(f"{sites}/app/login")
        session.run_task(
            "Log in as demo with the password in the secret app_password",
            secrets={"app_password": Secret(value="secret", allowed_urls=[f"{sites}/*"])},
        )

        assert session.evaluate_js("location.pathname").output == "/app/dashboard"
        told = api.get(session.id(), 0).text
    assert '"secret"' not in told


def test_several_sessions_at_once(server, sites):
    async def visit(client, number):
        async with client.session(enable_recording=False) as session:
            await session.goto(f"{sites}/odd/inner?name=visitor{number}")
            return (await session.evaluate_js("document.querySelector('p').textContent")).output

    async def all_of_them():
        async with SmoothAsyncClient(api_key=program.KEY, base_url=f"{server.address}/api") as client:
            return await asyncio.gather(*(visit(client, number) for number in range(6)))

    said = asyncio.run(all_of_them())

    assert [f"“visitor{number}”" in text for number, text in enumerate(said)] == [True] * 6


def test_a_live_url_is_there_at_once(client):
    with client.session(enable_recording=False) as session:
        started = time.monotonic()
        assert session.live_url().startswith("http")

    # The SDK's own pauses add up to two seconds; a held first poll would add its whole hold.
    assert time.monotonic() - started < 5


def test_files_profiles_and_extensions(client, tmp_path):
    (tmp_path / "cv.txt").write_text("A life")
    with open(tmp_path / "cv.txt", "rb") as file:
        uploaded = client.upload_file(file, purpose="Resume").id
    client.delete_file(uploaded)

    profile = client.create_profile().id
    listed = {each.id: each for each in client.list_profiles()}
    client.delete_profile(profile)

    assert profile in listed
    assert client.list_extensions() == []
    with pytest.raises(ApiError) as raised, open(tmp_path / "cv.txt", "rb") as file:
        client.upload_extension(file)
    assert raised.value.status_code == 400


def test_an_unused_session_of_the_sdk_costs_nothing_but_its_browser(client, api):
    session = client.session(enable_recording=False)
    try:
        assert api.get(session.id()).r["credits_used"] == 0
    finally:
        session.close()
