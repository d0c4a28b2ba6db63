import asyncio
from smooth import SmoothAsyncClient

async def run_task():
    async with SmoothAsyncClient(api_key="YOUR_API_KEY") as client:
        task_handle = await client.run(
            task="Go to hacker news and get the top 5 stories.",
            device="desktop",
            max_steps=32
        )
        print(f"Task ID: {task_handle.id()}")
        
        result = await task_handle.result()
        print(f"Output: {result.output}")

asyncio.run(run_task())
