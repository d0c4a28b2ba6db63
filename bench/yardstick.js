// The same work done by a bare puppeteer-core. Reads commands as JSON lines on standard input, answers each with a JSON line:
//   {"do": "cold"}                  launch, first page usable, close
//   {"do": "launch"}                a warm browser for the commands below
//   {"do": "session"}               new context and page, usable
//   {"do": "visit", "url": U, "count": N}  N contexts at once, each goes to the page and reads it
//   {"do": "load", "url": U}        milliseconds of one page load in a page that stays, as the page itself measures it
//   {"do": "close"}
// Times are milliseconds as this process sees them.

import readline from 'node:readline';
import puppeteer from 'puppeteer-core';

const [executablePath, headless, ...args] = process.argv.slice(2);
const options = {executablePath, args, headless: headless === 'shell' ? 'shell' : true, pipe: true};
let browser;
let stays;

const open = async from => {
  const context = await from.createBrowserContext();
  const page = await context.newPage();
  return {context, page};
};

const commands = {
  async cold() {
    const started = performance.now();
    const fresh = await puppeteer.launch(options);
    const {page} = await open(fresh);
    await page.evaluate('1');
    const took = performance.now() - started;
    await fresh.close();
    return {took};
  },
  async launch() {
    browser = await puppeteer.launch(options);
    return {took: 0};
  },
  async session() {
    const started = performance.now();
    const {context, page} = await open(browser);
    await page.evaluate('1');
    const took = performance.now() - started;
    await context.close();
    return {took};
  },
  async visit({url, count}) {
    const started = performance.now();
    const read = await Promise.all(Array.from({length: count}, async () => {
      const {context, page} = await open(browser);
      await page.goto(url, {waitUntil: 'load'});
      const text = await page.evaluate('document.body.innerText.length');
      await context.close();
      return text;
    }));
    return {took: performance.now() - started, read};
  },
  async load({url}) {
    stays ??= (await open(browser)).page;
    await stays.goto(url, {waitUntil: 'load'});
    const took = await stays.evaluate(() => {
      const {loadEventStart, startTime} = performance.getEntriesByType('navigation')[0];
      return loadEventStart - startTime;
    });
    return {took};
  },
  async close() {
    await browser?.close();
    return {took: 0};
  },
};

for await (const line of readline.createInterface({input: process.stdin})) {
  const command = JSON.parse(line);
  console.log(JSON.stringify(await commands[command.do](command)));
}
