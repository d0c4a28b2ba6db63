from smooth import SmoothClient

client = SmoothClient(api_key="YOUR_API_KEY")

task_handle = client.run(
    task="Go to hacker news and get the top 5 stories.",
    device="desktop",
    max_steps=32
)

print(f"Task ID: {task_handle.id()}")
print(f"Live URL: {task_handle.live_url()}")

# Wait for the result
result = task_handle.result()
print(f"Output: {result.output}")
