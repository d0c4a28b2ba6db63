import asyncio

from smooth import SmoothAsyncClient


async def main():
    async with SmoothAsyncClient(api_key="YOUR_API_KEY") as client:
        task_handle = await client.run(
            task="Go to Github and search for 'smooth-sdk'"
        )
        print(f"Task started with ID: {task_handle.id()}")
        
        result = await task_handle.result()
        print("Task Output:", result.output)

asyncio.run(main())
