// What Playwright shows a model of a page, for bench/observe: its accessibility snapshot with references. Reads {"url": U} as JSON
// lines, answers each with {"text", "took"}; took is the median of a few snapshots in milliseconds.

import readline from 'node:readline';
import {chromium} from 'playwright-core';

const [executablePath, rounds, ...args] = process.argv.slice(2);
const browser = await chromium.launch({executablePath, args, headless: true});
const page = await (await browser.newContext({viewport: {width: 1280, height: 720}})).newPage();
const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for await (const line of readline.createInterface({input: process.stdin})) {
  const {url} = JSON.parse(line);
  if (!url) break;
  // A page whose load never ends is looked at all the same, as we do.
  await page.goto(url, {waitUntil: 'load', timeout: 30_000}).catch(() => {});
  const times = [];
  let text = '';
  for (let round = 0; round < Number(rounds); ++round) {
    const started = performance.now();
    text = await page.ariaSnapshot({mode: 'ai'});
    times.push(performance.now() - started);
  }
  process.stdout.write(JSON.stringify({text, took: median(times)}) + '\n');
}
await browser.close();
