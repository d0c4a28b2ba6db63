// What the tests of the web pages stand on: the real program, the fixture sites, and a Chromium that looks at our pages.

import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const key = "web-test-key-0123456789";
const shots = path.join(root, "build/web/pictures");
// What npm brought lies in the build folder, not here.
const { chromium } = createRequire(path.join(root, "build/web/package.json"))("playwright-core");
const startLimit = 60_000;
const hostRules = "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1";

/** A process that says on its standard output where it listens. */
async function started(command, args, env, pattern) {
  const process_ = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${command} does not start:\n${said}`)), startLimit);
    const listen = (data) => {
      said += data;
      const found = pattern.exec(said);
      if (found) resolve(found[1]), clearTimeout(limit);
    };
    process_.stdout.on("data", listen);
    process_.stderr.on("data", listen);
    process_.on("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${said}`)));
    process_.on("error", reject);
  });
  const stop = (signal = "SIGTERM") =>
    new Promise((resolve) => {
      process_.removeAllListeners("exit");
      if (process_.exitCode !== null || process_.signalCode !== null) return resolve();
      process_.on("exit", resolve);
      process_.kill(signal);
    });
  return { address, stop, said: () => said, pid: process_.pid };
}

/** The processes that draw pages for this server. @param {number | undefined} server its process */
function renderersOf(server) {
  const parents = new Map();
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    try {
      parents.set(Number(pid), Number(fs.readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) . /, "").split(" ")[0]));
    } catch {
      // It has ended meanwhile.
    }
  const isBelow = (/** @type {number | undefined} */ pid) => pid !== undefined && (pid === server || isBelow(parents.get(pid)));
  return [...parents.keys()].filter((pid) => isBelow(pid) && fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer"));
}

/**
 * Everything a test needs; `close()` takes it down.
 * @param {Record<string, string>} variables of the server's environment
 */
export async function openHouse(variables = {}) {
  const program = process.env.LISSOM_BIN ?? path.join(root, "build/dev/src/lissom");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lissom-web-"));
  fs.chmodSync(folder, 0o755);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LISSOM_")));
  const serve = (/** @type {string} */ port) => started(
    program,
    ["serve", "--listen", `127.0.0.1:${port}`, "--data", path.join(folder, "data"), `--browser-argument=--host-resolver-rules=${hostRules}`],
    { ...env, ...variables, LISSOM_API_KEY: key, HOME: folder },
    /listens on (http:\/\/[^\s;]+)/,
  );
  let server = await serve("0");
  const sites = await started("python3", [path.join(root, "tests/sites/serve.py"), "--port", "0"], env, /(http:\/\/\S+)/);
  const browser = await chromium.launch({
    executablePath: ["/usr/lib/chromium/chromium", "/usr/bin/chromium"].find((each) => fs.existsSync(each)),
    args: [...(os.userInfo().uid === 0 ? ["--no-sandbox"] : []), `--host-resolver-rules=${hostRules}`],
  });
  fs.mkdirSync(shots, { recursive: true });
  return {
    address: server.address,
    sites: sites.address,
    browser,
    said: () => server.said(),
    /** The server dies in the midst of its work. */
    kill: () => server.stop("SIGKILL"),
    /** The same server once more: same data, same port. */
    async restart() {
      await server.stop();
      server = await serve(new URL(server.address).port);
    },
    /** Every page of the server's browsers crashes. */
    crash: () => renderersOf(server.pid).forEach((pid) => process.kill(pid, "SIGKILL")),
    api: (method, where, body) => ask(server.address, method, where, body),
    async close() {
      await browser.close();
      await Promise.all([server.stop(), sites.stop()]);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(address, method, where, body) {
  const response = await fetch(`${address}/api/v1${where}`, {
    method,
    headers: { apikey: key, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${json.detail}`);
  return json.r;
}

/** Until the task has ended, by the server's own word. */
export async function ended(house, id) {
  for (;;) {
    const task = await house.api("GET", `/task/${id}?event_t=${9e15}&wait=5`);
    if (!["waiting", "running"].includes(task.status)) return task;
  }
}

/** Does one action of a session and gives its output. */
export async function act(house, id, name, input, kind = "browser_action") {
  const { id: event } = await house.api("POST", `/task/${id}/event`, { name: kind, payload: { name, input } });
  for (let cursor = 0; ; ) {
    const { events } = await house.api("GET", `/task/${id}?event_t=${cursor}`);
    for (const { id: of, payload, timestamp } of events ?? []) {
      cursor = Math.max(cursor, timestamp);
      if (of !== event || payload.code === undefined) continue;
      if (payload.code !== 200) throw new Error(`${name}: ${JSON.stringify(payload)}`);
      return payload.output.output;
    }
  }
}

/**
 * A tab that nobody has signed in at. What it did wrong (errors, other hosts, broken policies) is in `faults`.
 * @param {any} house
 */
export async function openTab(house, options = {}) {
  const context = await house.browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  context.setDefaultTimeout(20_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: house.address });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:", "about:"].includes(url.protocol) && url.origin !== house.address) faults.push(`other host: ${url}`);
    if (request.url().includes(key)) faults.push(`the key is in an address: ${url}`);
  });
  return { page, faults, close: () => context.close() };
}

export async function signIn(house, page) {
  await page.goto(house.address);
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Tasks", exact: true }).waitFor();
}

export const picture = (page, name) => page.screenshot({ path: path.join(shots, `${name}.png`) });

/** A site of strangers: each path answers with the HTML given for it, or by the function. */
export async function openSite(pages) {
  const site = http.createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    const page = pages[request.url] ?? "<title>nothing</title>";
    if (typeof page === "function") page(response);
    else response.end(page);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  site.unref();
  return { address: `http://127.0.0.1:${site.address().port}`, close: () => new Promise((resolve) => site.close(resolve)) };
}

/** Until it holds in the page. Playwright's own way is closed by the pages' policy. */
export async function until(page, holds) {
  const end = Date.now() + 20_000;
  while (!(await page.evaluate(holds))) {
    if (Date.now() > end) throw new Error(`did not come to hold: ${holds}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** What a person with weak eyes or a screen reader would stumble over: text of little contrast, controls without a name. */
export const stumbles = (page) =>
  page.evaluate(() => {
    const parse = (text) => {
      const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return text.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
    };
    const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
    const ground = (element) => {
      const own = parse(getComputedStyle(element).backgroundColor);
      if (own[3] === 1) return own.slice(0, 3);
      return over(own, element.parentElement ? ground(element.parentElement) : [255, 255, 255]);
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((each) => (each / 255 <= 0.03928 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest("noscript, option, [disabled], .visually-hidden, .skip")) continue;
      const back = ground(element);
      const [a, b] = [light(over(parse(getComputedStyle(element).color), back)), light(back)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(2)}: ${walker.currentNode.textContent.trim().slice(0, 40)}`);
    }
    for (const control of document.querySelectorAll("button, a[href], input, select, textarea, iframe, img, video, canvas, dialog")) {
      if (!control.checkVisibility()) continue;
      const named = [control.getAttribute("aria-label"), control.getAttribute("alt"), control.title, control.textContent, ...[...(control.labels ?? [])].map((each) => each.textContent)];
      const labelled = control.getAttribute("aria-labelledby");
      if (labelled) named.push(document.getElementById(labelled)?.textContent);
      const isDecoration = control.getAttribute("alt") === "" || control.tagName === "VIDEO";
      if (!isDecoration && !named.some((each) => each?.trim())) found.push(`no name: ${control.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
