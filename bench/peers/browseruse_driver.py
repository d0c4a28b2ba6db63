"""Runs browser-use for bench/peers/browseruse.py, with the Python it is installed for: reads {"url": U} as JSON lines, lets its agent do the
task there, and answers {"answer": what the page holds then}. The settings are the first argument."""

import asyncio
import json
import os
import sys

os.environ |= {
    "ANONYMIZED_TELEMETRY": "false", "BROWSER_USE_VERSION_CHECK": "false", "BROWSER_USE_CLOUD_SYNC": "false",
    "BROWSER_USE_LOGGING_LEVEL": "result", "SKIP_LLM_API_KEY_VERIFICATION": "true",
}  # fmt: skip

from browser_use import Agent, BrowserProfile, BrowserSession, ChatOpenAI  # noqa: E402

MAX_STEPS = 15


async def main():
    settings = json.loads(sys.argv[1])
    size = {"width": settings["width"], "height": settings["height"]}
    profile = BrowserProfile(
        headless=True, executable_path=settings["chromium"], args=settings["arguments"], chromium_sandbox=False, viewport=size,
        window_size=size, enable_default_extensions=False, keep_alive=True,
    )  # fmt: skip
    session = BrowserSession(browser_profile=profile)
    model = ChatOpenAI(model="gpt-4o", base_url=settings["address"], api_key="sk-of-the-provider", max_retries=0)
    await session.start()
    while line := await asyncio.to_thread(sys.stdin.readline):
        url = json.loads(line)["url"]
        try:
            agent = Agent(
                task=settings["task"], llm=model, browser_session=session, use_vision=False, use_judge=False, max_failures=1,
                initial_actions=[{"navigate": {"url": url, "new_tab": False}}],
            )  # fmt: skip
            history = await agent.run(max_steps=MAX_STEPS)
            page = await session.get_current_page()
            left = await page.evaluate(f"() => JSON.stringify({settings['left']})")
            problem = "" if history.is_done() else str(history.errors())[:400]
            print(json.dumps({"answer": json.loads(left), "problem": problem}), flush=True)
        except Exception as error:  # told to the one who asked
            print(json.dumps({"answer": None, "problem": f"{type(error).__name__}: {error}"[:400]}), flush=True)
    await session.kill()


asyncio.run(main())
