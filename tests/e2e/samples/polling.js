const apiKey = 'YOUR_API_KEY';
const taskId = 'YOUR_TASK_ID';

async function pollTask() {
  let eventT = 0;
  
  while (true) {
    const response = await fetch(
      `https://api.smooth.sh/api/v1/task/${taskId}?event_t=${eventT}`,
      { headers: { 'apikey': apiKey } }
    );
    
    const data = await response.json();
    const task = data.r;
    
    if (task.status === 'done' || task.status === 'failed') {
      console.log('Final output:', task.output);
      break;
    }
    
    // Update eventT for next poll
    if (task.events && task.events.length > 0) {
      eventT = task.events[task.events.length - 1].timestamp;
    }
    
    await new Promise(r => setTimeout(r, 1000));
  }
}

pollTask();
