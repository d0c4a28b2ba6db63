// The live view as a person uses it, in a real Chromium, on the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { ended, openHouse, openSite, openTab, picture } from "./house.mjs";

const limit = { timeout: 120_000 };
const field = `<title>A field</title><style>body{margin:0}input,textarea,button{position:absolute;left:100px;width:400px;height:40px;font-size:20px}</style>
  <input id=name style="top:100px" aria-label=Name><button style="top:200px" onclick="window.answer = prompt('Who are you?', 'nobody')">Ask</button>
  <textarea style="top:300px;height:120px"></textarea><div style="height:3000px"></div>
  <script>heard = []; for (const kind of ['keydown', 'wheel', 'dblclick', 'touchstart', 'paste']) addEventListener(kind, (e) => heard.push(e.key ?? kind), true)</script>`;
let house, site;

before(async () => ((house = await openHouse()), (site = await openSite({ "/": field }))), limit);
after(async () => (await site?.close(), await house?.close()));

/** Does one action of a session and gives its output. */
async function act(id, name, input, kind = "browser_action") {
  const { id: event } = await house.api("POST", `/task/${id}/event`, { name: kind, payload: { name, input } });
  for (let cursor = 0; ; ) {
    const { events } = await house.api("GET", `/task/${id}?event_t=${cursor}`);
    for (const { id: of, payload, timestamp } of events ?? []) {
      cursor = Math.max(cursor, timestamp);
      if (of !== event || payload.code === undefined) continue;
      assert.equal(payload.code, 200, JSON.stringify(payload.output));
      return payload.output.output;
    }
  }
}

const js = (id, code) => act(id, "evaluate_js", { js: code });

async function until(condition, what) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) if (await condition()) return;
  assert.fail(`not in time: ${what}`);
}

/** A session on the page with the field, and a tab that shows it. */
const withSession = (work, { spec, query = "interactive=true&embed=false", tab: options } = {}) => async () => {
  const { id } = await house.api("POST", "/task", { task: null, enable_recording: true, show_cursor: true, ...spec });
  await act(id, "goto", { url: site.address });
  const { live_url: url } = await house.api("GET", `/task/${id}`);
  const tab = await openTab(house, options);
  try {
    await tab.page.goto(`${url}&${query}`);
    await tab.page.locator("#status", { hasText: "Live" }).waitFor({ state: "attached" });
    await work({ id, page: tab.page, spot: spotsOf(tab.page) });
    assert.deepEqual(tab.faults, []);
  } finally {
    await tab.close();
    await house.api("DELETE", `/task/${id}`);
  }
};

/** Where a place of the page behind lies in the tab. */
const spotsOf = (page) => (x, y) =>
  page.locator("#picture").evaluate(
    (canvas, [left, top]) => {
      const box = canvas.getBoundingClientRect();
      return [box.left + (left * box.width) / canvas.dataset.width, box.top + (top * box.height) / canvas.dataset.height];
    },
    [x, y],
  );

/** The colour that is drawn there. */
const colourAt = (page, x, y) =>
  page.locator("#picture").evaluate((canvas, [left, top]) => [...canvas.getContext("2d").getImageData(left, top, 1, 1).data].slice(0, 3), [x, y]);

test(
  "a person watches, takes over, types into the page, gives back, and sees the recording",
  limit,
  withSession(async ({ id, page, spot }) => {
    await page.locator("#address", { hasText: site.address }).waitFor();
    await js(id, "document.body.style.background = 'rgb(0, 128, 0)'");
    await until(async () => (await colourAt(page, 700, 50))[1] > 100 && (await colourAt(page, 700, 50))[0] < 40, "the green page is drawn");
    await act(id, "run_task", { task: "Write 'the agent' into the field Name" }, "session_action");
    await page.locator("#steps li", { hasText: "fill" }).waitFor();
    await picture(page, "live-watching");

    await page.mouse.click(...(await spot(300, 120)), { clickCount: 3 });
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();
    await page.keyboard.type("Größe, ¿qué? 5%");
    await until(async () => (await js(id, "document.querySelector('#name').value")) === "Größe, ¿qué? 5%", "the text replaced the agent's");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.evaluate(() => navigator.clipboard.writeText("pasted & kept"));
    await page.keyboard.press("Control+v");
    await until(async () => (await js(id, "document.querySelector('#name').value")) === "pasted & kept", "the paste is there");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("one");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+T");
    await until(async () => (await js(id, "document.querySelector('textarea').value")) === "one\nT", "two lines are there");
    await page.mouse.move(...(await spot(800, 500)));
    await page.mouse.wheel(0, 300);
    await until(async () => (await js(id, "scrollY")) > 100, "the page has scrolled");
    await picture(page, "live-control");
    await page.getByRole("button", { name: "Give back" }).click();
    await page.locator("#status", { hasText: /^Live$/ }).waitFor();

    await act(id, "close", undefined, "session_action");
    const recording = page.getByRole("link", { name: "Watch the recording" });
    await recording.waitFor();
    await picture(page, "live-ended");
    assert.equal((await ended(house, id)).recording_url, await recording.getAttribute("href"));
    const film = await page.evaluate(async (url) => {
      const video = document.createElement("video");
      video.src = url;
      document.body.append(video);
      await new Promise((resolve, reject) => ((video.onloadeddata = resolve), (video.onerror = () => reject(video.error))));
      video.currentTime = video.duration - 0.1;
      await new Promise((resolve) => (video.onseeked = resolve));
      return { duration: video.duration, width: video.videoWidth, height: video.videoHeight, at: video.currentTime };
    }, await recording.getAttribute("href"));
    assert.deepEqual([film.width, film.height], [1280, 720]);
    assert.ok(film.duration > 1 && Math.abs(film.duration - 0.1 - film.at) < 0.05, JSON.stringify(film));
  }),
);

test(
  "a dialog of the page is answered, and a second tab is followed",
  limit,
  withSession(async ({ id, page, spot }) => {
    await page.mouse.click(...(await spot(300, 220)));
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Who are you?").waitFor();
    await picture(page, "live-dialog");
    await dialog.getByLabel("Answer").fill("Ada");
    await dialog.getByRole("button", { name: "OK" }).click();
    await dialog.waitFor({ state: "hidden" });
    await until(async () => (await js(id, "window.answer")) === "Ada", "the page has the answer");

    await js(id, `void window.open('${house.sites}/shop/')`);
    await page.getByRole("tab").nth(1).waitFor();
    await page.locator("#address", { hasText: "/shop/" }).waitFor();
    await picture(page, "live-tabs");
    await page.getByRole("tab").first().click();
    await page.locator("#address", { hasText: site.address }).waitFor();
  }),
);

test(
  "a page that asks for a file gets the one that the person chose",
  limit,
  withSession(async ({ id, page, spot }) => {
    await js(id, "document.body.innerHTML = '<input type=file id=file style=\"top:100px\">'");
    await page.mouse.click(...(await spot(300, 120)));
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Files for the page").setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear page") });
    await picture(page, "live-files");
    await dialog.getByRole("button", { name: "Give to the page" }).click();
    await until(async () => (await js(id, "document.querySelector('#file').files[0]?.name ?? ''")) === "letter.txt", "the page has the file");
    assert.equal(await js(id, "document.querySelector('#file').files[0].text()"), "Dear page");
  }),
);

test(
  "who only looks on is shown everything and can do nothing",
  limit,
  withSession(
    async ({ id, page, spot }) => {
      assert.equal(await page.getByRole("button", { name: "Take over" }).count(), 0);
      assert.ok(await page.getByRole("button", { name: "Reload" }).isDisabled());
      await page.mouse.click(...(await spot(300, 120)));
      await page.keyboard.type("no");
      await js(id, "document.title = 'still here'");
      assert.equal(await js(id, "document.querySelector('#name').value + heard.length"), "0");
    },
    { query: "interactive=false&embed=false" },
  ),
);

test(
  "embedded, there is the bare picture",
  limit,
  withSession(
    async ({ page }) => {
      await until(async () => (await page.locator("#picture").boundingBox()).width > 1200, "the picture fills the frame");
      assert.ok(await page.locator("#bar").isHidden());
      assert.ok(await page.locator("#side").isHidden());
      await picture(page, "live-embedded");
    },
    { query: "interactive=true&embed=true", tab: { viewport: { width: 1280, height: 720 } } },
  ),
);

test(
  "on a telephone, fingers touch a telephone's page",
  limit,
  withSession(
    async ({ id, page, spot }) => {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      await page.touchscreen.tap(...(await spot(200, 120)));
      await until(async () => await js(id, "heard.includes('touchstart')"), "the touch was heard");
      await page.locator("#status", { hasText: "You have the controls" }).waitFor();
      await page.keyboard.insertText("typed");
      await until(async () => (await js(id, "document.querySelector('#name').value")) === "typed", "a telephone's keyboard types");
      await picture(page, "live-telephone");
    },
    { spec: { device: "mobile" }, tab: { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, colorScheme: "dark" } },
  ),
);

test(
  "the keyboard alone is enough, and finds its way out",
  limit,
  withSession(async ({ id, page }) => {
    await page.getByRole("button", { name: "Take over" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("keys only");
    await until(async () => (await js(id, "document.querySelector('#name').value")) === "keys only", "it was typed");
    await page.keyboard.press("Shift+Escape");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "control");
    await page.keyboard.press("Enter");
    await page.locator("#status", { hasText: /^Live$/ }).waitFor();
  }),
);

test("a link that is not valid says so", limit, async () => {
  const tab = await openTab(house);
  await tab.page.goto(`${house.address}/live/nonsense?interactive=true`);
  await tab.page.getByRole("alert").filter({ hasText: "not valid" }).waitFor();
  await tab.close();
});
