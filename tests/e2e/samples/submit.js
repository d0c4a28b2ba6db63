const apiKey = 'YOUR_API_KEY';
const url = 'https://api.smooth.sh/api/v1/task';

const payload = {
  task: 'Go to hacker news and get the top 5 stories.',
  device: 'desktop',
  max_steps: 32,
  enable_recording: true
};

async function runTask() {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'apikey': apiKey
    },
    body: JSON.stringify(payload)
  });

  const data = await response.json();
  console.log('Task ID:', data.r.id);
  // Poll GET /task/{id} for results
}

runTask();
