from smooth import SmoothClient


client = SmoothClient(api_key="YOUR_API_KEY")


with client.session(url="https://example.com") as session:
    # Run a task within the session
    result = session.run_task("Search for flights from NYC to LA")
    print(f"Task output: {result.output}")
    
    # Extract structured data
    flights = session.extract(
        schema={"type": "array", "items": {"type": "object", "properties": {"price": {"type": "number"}}}},
        prompt="Extract the first 3 flight prices"
    )
    print(f"Flights: {flights.output}")
    
    # Navigate to a URL
    session.goto("https://example.com/checkout")
    
    # Execute JavaScript
    title = session.evaluate_js("document.title")
    print(f"Page title: {title.output}")
