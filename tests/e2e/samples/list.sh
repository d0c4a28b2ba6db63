curl -X GET "https://api.smooth.sh/api/v1/task?l=10" \
     -H "apikey: YOUR_API_KEY"
