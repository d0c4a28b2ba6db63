# The SDK handles polling automatically via task_handle.result()
from smooth import SmoothClient

client = SmoothClient(api_key="YOUR_API_KEY")
task_handle = client.run(task="Go to google.com")

# This polls internally until the task completes
result = task_handle.result()
print(f"Status: {result.status}")
print(f"Output: {result.output}")
