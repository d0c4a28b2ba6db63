from smooth import SmoothClient

smooth_client = SmoothClient(api_key="cmzr-YOUR_API_KEY")
task = smooth_client.run("Go to google flights and find the cheapest flight from London to Paris today")

task.stop()  # Cancel the task execution

task_result = task.result()  # Waits for the agent response

assert task_result.status == "cancelled"
