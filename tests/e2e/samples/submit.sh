curl -X POST "https://api.smooth.sh/api/v1/task" \
     -H "Content-Type: application/json" \
     -H "apikey: YOUR_API_KEY" \
     -d '{
       "task": "Go to hacker news and get the top 5 stories.",
       "device": "desktop",
       "max_steps": 32,
       "enable_recording": true
     }'
