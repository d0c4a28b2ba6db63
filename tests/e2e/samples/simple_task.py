from smooth import SmoothClient


client = SmoothClient(api_key="YOUR_API_KEY")


task_handle = client.run(
    task="Go to https://www.google.com and search for 'Smooth SDK'"
)

print(f"Task started with ID: {task_handle.id()}")

print(f"Live view: {task_handle.live_url()}")


result = task_handle.result()  # Blocks until task is done


if result.status == 'done':
    print("Task Output:", result.output)
else:
    print("Task Failed:", result.output)
