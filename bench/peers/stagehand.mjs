// Runs stagehand for bench/peers/stagehand.py: reads {"url": U, "acts": [...]} as JSON lines, goes there, lets it do each act, and answers
// {"answer": what the page holds then}. The settings are the first argument.

import {createRequire} from 'node:module';
import readline from 'node:readline';
import {pathToFileURL} from 'node:url';

const {folder, address, chromium, arguments: args, width, height, left} = JSON.parse(process.argv[2]);
const resolve = createRequire(pathToFileURL(folder + '/package.json')).resolve;
const {Stagehand} = await import(pathToFileURL(resolve('@browserbasehq/stagehand')));
const stagehand = new Stagehand({
  env: 'LOCAL', verbose: 0, disablePino: true,
  model: {modelName: 'openai/gpt-4o', apiKey: 'sk-of-the-provider', baseURL: address, openaiEndpointFormat: 'chat'},
  localBrowserLaunchOptions: {executablePath: chromium, headless: true, args, viewport: {width, height}},
});
await stagehand.init();

for await (const line of readline.createInterface({input: process.stdin})) {
  const {url, acts} = JSON.parse(line);
  try {
    const page = stagehand.context.pages()[0];
    await page.goto(url);
    // An act that finds nothing to do may say so as an error.
    for (const [index, act] of acts.entries()) {
      await stagehand.act(act).catch(error => { if (index < acts.length - 1) throw error; });
    }
    console.log(JSON.stringify({answer: await page.evaluate(left)}));
  } catch (error) {
    console.log(JSON.stringify({answer: null, problem: String(error).slice(0, 400)}));
  }
}
await stagehand.close();
