// The live view as a person uses it, in a real Chromium, on the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { act as actIn, ended, openHouse, openSite, openTab, picture, stumbles } from "./house.mjs";

const limit = { timeout: 120_000 };
const field = `<title>A field</title><style>body{margin:0}input,textarea,button{position:absolute;left:100px;width:400px;height:40px;font-size:20px}</style>
  <input id=name style="top:100px" aria-label=Name><button style="top:200px" onclick="window.answer = prompt('Who are you?', 'nobody')">Ask</button>
  <textarea style="top:300px;height:120px"></textarea><div style="height:3000px"></div>
  <script>heard = []; for (const kind of ['keydown', 'wheel', 'dblclick', 'touchstart', 'paste']) addEventListener(kind, (e) => heard.push(e.key ?? kind), true)</script>`;
const evil = "<img src=x onerror=document.body.remove()>";
const restless = "<title>Restless</title><script>setInterval(() => location.replace('#' + Math.round(performance.now())), 100)</script>";
const hostile = `<title>${evil.replaceAll("<", "&lt;")}</title><p>hostile</p>`;
let house, site;

before(async () => ((house = await openHouse()), (site = await openSite({ "/": field, "/hostile": hostile, "/restless": restless }))), limit);
after(async () => (await site?.close(), await house?.close()));

const act = (/** @type {any[]} */ ...action) => actIn(house, ...action);

const js = (id, code) => act(id, "evaluate_js", { js: code });

/** What the page behind says. A client's action waits for the person, who gives the controls back for it. */
async function look(page, id, code) {
  const back = page.getByRole("button", { name: "Give back" });
  if (await back.isVisible()) await back.click();
  const value = await js(id, code);
  await page.locator("#keys").focus();
  return value;
}

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
    assert.deepEqual(await stumbles(page), []);

    await page.mouse.click(...(await spot(300, 120)), { clickCount: 3 });
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();
    await page.keyboard.type("Größe, ¿qué? 5%");
    await until(async () => (await look(page, id, "document.querySelector('#name').value")) === "Größe, ¿qué? 5%", "the text replaced the agent's");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.evaluate(() => navigator.clipboard.writeText("pasted & kept"));
    await page.keyboard.press("Control+v");
    await until(async () => (await look(page, id, "document.querySelector('#name').value")) === "pasted & kept", "the paste is there");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("one");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+T");
    await until(async () => (await look(page, id, "document.querySelector('textarea').value")) === "one\nT", "two lines are there");
    await page.mouse.move(...(await spot(800, 500)));
    await page.mouse.wheel(0, 300);
    await until(async () => (await look(page, id, "scrollY")) > 100, "the page has scrolled");
    await page.mouse.click(...(await spot(300, 350)));
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();
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
    await until(async () => (await look(page, id, "window.answer")) === "Ada", "the page has the answer");

    await page.getByRole("button", { name: "Take over" }).waitFor();
    await js(id, `void window.open('${house.sites}/shop/')`);
    await page.getByRole("tab").nth(1).waitFor();
    await page.locator("#address", { hasText: "/shop/" }).waitFor();
    await picture(page, "live-tabs");
    await page.getByRole("tab").first().click();
    await page.locator("#address", { hasText: site.address }).waitFor();
  }),
);

test(
  "an answer half written stays while other things happen, and Escape says no",
  limit,
  withSession(async ({ id, page, spot }) => {
    await js(id, "void window.open('/restless', '_blank', 'noopener')");
    const other = page.getByRole("tab").nth(1);
    await other.waitFor();
    await page.getByRole("tab").first().click();
    await page.locator("#address", { hasText: new RegExp(`^${site.address}/$`) }).waitFor();
    await page.mouse.click(...(await spot(300, 220)));
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Answer").fill("Ada Love");
    const before = await other.getAttribute("title");
    await until(async () => (await other.getAttribute("title")) !== before, "the other tab has another address");
    assert.equal(await dialog.getByLabel("Answer").inputValue(), "Ada Love");

    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await until(async () => (await look(page, id, "String(window.answer)")) === "null", "the page has no answer");
  }),
);

test(
  "a question of very many lines is in sight from its title to its buttons, one of which has the focus",
  limit,
  withSession(
    async ({ id, page }) => {
      await js(id, "setTimeout(() => { window.answer = confirm('line\\n'.repeat(350)) }, 0), 0");
      const dialog = page.getByRole("dialog");
      const yes = dialog.getByRole("button", { name: "OK" });
      await yes.waitFor();
      await picture(page, "live-long-question");
      const [title, { y, height }] = [await dialog.getByText("The page says").boundingBox(), await yes.boundingBox()];
      assert.ok(title.y > 90 && y + height < 560, `it lies between ${title.y} and ${y + height}`);
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Cancel");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "hidden" });
    },
    { tab: { viewport: { width: 375, height: 560 } } },
  ),
);

test(
  "on a telephone's side there is room for the picture",
  limit,
  withSession(
    async ({ page }) => {
      const { height } = await page.locator("#picture").boundingBox();
      await picture(page, "live-landscape");
      assert.ok(height > 220, `${height} of 375`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    },
    { tab: { viewport: { width: 740, height: 375 }, hasTouch: true, isMobile: true } },
  ),
);

test(
  "a title that a script sets while the page is at rest is told",
  limit,
  withSession(async ({ id, page }) => {
    await js(id, "setTimeout(() => { document.title = 'Three new letters' }, 1500), 0");
    await until(async () => (await page.title()).startsWith("Three new letters"), "the title is told");
  }),
);

test(
  "tabs keep the focus while pages go on",
  limit,
  withSession(async ({ id, page }) => {
    await js(id, "void window.open('/restless', '_blank', 'noopener')");
    const tab = page.getByRole("tab").nth(1);
    await tab.focus();
    const before = await tab.getAttribute("title");
    await until(async () => (await tab.getAttribute("title")) !== before, "it has another address");
    assert.ok(await tab.evaluate((button) => button === document.activeElement));
  }),
);

test(
  "a page that has crashed says so until it is loaded again",
  limit,
  withSession(async ({ page }) => {
    house.crash();
    await page.getByRole("alert").filter({ hasText: "crashed" }).waitFor();
    await picture(page, "live-crashed");
    await page.getByRole("button", { name: "Reload" }).click();
    await page.getByRole("alert").waitFor({ state: "hidden" });
  }),
);

test(
  "whoever has the keyboard alone gets out of an embedded picture, and the agent goes on",
  limit,
  withSession(
    async ({ id, page }) => {
      await page.locator("#keys").focus();
      await page.keyboard.press("Tab");
      await page.locator("body[data-state=held]").waitFor();
      await page.keyboard.type("embedded");
      await page.keyboard.press("Shift+Escape");
      await page.locator("body[data-state=live]").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BODY");
      assert.equal(await js(id, "document.querySelector('#name').value"), "embedded");
    },
    { query: "interactive=true&embed=true" },
  ),
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
    await until(async () => (await look(page, id, "document.querySelector('#file').files[0]?.name ?? ''")) === "letter.txt", "the page has the file");
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
      await page.locator("#status", { hasText: "You have the controls" }).waitFor();
      await until(async () => await look(page, id, "heard.includes('touchstart')"), "the touch was heard");
      await page.keyboard.insertText("typed");
      await until(async () => (await look(page, id, "document.querySelector('#name').value")) === "typed", "a telephone's keyboard types");
      await picture(page, "live-telephone");
    },
    { spec: { device: "mobile" }, tab: { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, colorScheme: "dark" } },
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
    await page.keyboard.press("Shift+Escape");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "control");
    await page.keyboard.press("Enter");
    await page.locator("#status", { hasText: /^Live$/ }).waitFor();
    await until(async () => (await js(id, "document.querySelector('#name').value")) === "keys only", "it was typed");
  }),
);

/** Keys as a keyboard of that layout gives them to the viewer: a list of what KeyboardEvent takes. */
const press = (page, ...keys) =>
  page.locator("#keys").evaluate((element, events) => {
    for (const each of events)
      for (const kind of ["keydown", "keyup"]) element.dispatchEvent(new KeyboardEvent(kind, { bubbles: true, cancelable: true, ...each }));
  }, keys);

const written = (page, id) => look(page, id, "document.querySelector('#name').value");

test(
  "characters that take AltGr or dead keys arrive as they were meant",
  limit,
  withSession(async ({ id, page, spot }) => {
    await page.mouse.click(...(await spot(300, 120)));
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();

    // Windows tells AltGr as Control and Alt, Linux as AltGraph alone.
    const windows = { ctrlKey: true, altKey: true, modifierAltGraph: true };
    await press(page, { key: "@", code: "KeyQ", keyCode: 81, ...windows }, { key: "€", code: "KeyE", keyCode: 69, modifierAltGraph: true });
    await press(page, { key: "{", code: "Digit7", keyCode: 55, ...windows }, { key: "ẞ", code: "Minus", keyCode: 219, shiftKey: true, ...windows });
    await until(async () => (await written(page, id)) === "@€{ẞ", "AltGr's characters are there");

    // A dead key, and what comes of it: with the next key, or by the input method of the system.
    await press(page, { key: "Dead", code: "Backquote" }, { key: "ê", code: "KeyE", keyCode: 69 });
    const method = await page.context().newCDPSession(page);
    await method.send("Input.imeSetComposition", { text: "´", selectionStart: 1, selectionEnd: 1 });
    await method.send("Input.insertText", { text: "é" });
    await until(async () => (await written(page, id)) === "@€{ẞêé", "both accents are there, once");

    assert.deepEqual(await look(page, id, "heard.filter((key) => key === 'v')"), []);
  }),
);

test(
  "what an input method composes arrives when it is chosen, and not before",
  limit,
  withSession(async ({ id, page, spot }) => {
    await page.mouse.click(...(await spot(300, 120)));
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();
    const method = await page.context().newCDPSession(page);
    for (const text of ["に", "にほ", "にほん", "日本"]) await method.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await method.send("Input.insertText", { text: "日本" });
    await page.keyboard.type("!");
    await until(async () => (await written(page, id)) === "日本!", "the chosen word is there, once");

    // A composition that is given up leaves nothing.
    await page.locator("#keys").focus();
    await method.send("Input.imeSetComposition", { text: "きえ", selectionStart: 2, selectionEnd: 2 });
    await method.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 });
    await page.evaluate(() => navigator.clipboard.writeText("語 & 👩‍🚀"));
    await page.keyboard.press("Control+v");
    await until(async () => (await written(page, id)) === "日本!語 & 👩‍🚀", "nothing but the paste came after it");
  }),
);

test(
  "Option makes characters on a Mac, and Command does what Control does there",
  limit,
  withSession(async ({ id, page, spot }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, "platform", { value: "MacIntel" }));
    await page.reload();
    await page.locator("#status", { hasText: "Live" }).waitFor();
    await page.mouse.click(...(await spot(300, 120)));
    await page.locator("#status", { hasText: "You have the controls" }).waitFor();
    await press(page, { key: "@", code: "KeyL", keyCode: 76, altKey: true }, { key: "b", code: "KeyB", keyCode: 66 });
    await until(async () => (await written(page, id)) === "@b", "Option's character is there");
    await press(page, { key: "a", code: "KeyA", keyCode: 65, metaKey: true }, { key: "c", code: "KeyC", keyCode: 67 });
    await until(async () => (await written(page, id)) === "c", "all was selected and replaced");
  }),
);

test(
  "what pages call themselves is text in the viewer, and stays in it",
  limit,
  withSession(async ({ id, page }) => {
    await act(id, "goto", { url: `${site.address}/hostile` });
    await js(id, `history.replaceState(0, '', '?' + ${JSON.stringify(evil)}); void window.open('about:blank')`);
    await page.getByRole("tab").nth(1).waitFor();
    await page.getByRole("tab", { name: "<img" }).waitFor();
    await js(id, `setTimeout(() => confirm(${JSON.stringify(evil)}), 0)`);
    await page.getByRole("dialog").getByText("<img").waitFor();
    assert.equal(await page.locator("img, script:not([src])").count(), 0);
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }),
);

test(
  "a connection that was lost comes back by itself, and the control with it",
  limit,
  withSession(async ({ id, page, spot }) => {
    // A connection counts its pictures: the next one begins with lower numbers than these had.
    for (const colour of [10, 60, 110, 160, 210]) {
      await js(id, `document.body.style.background = 'rgb(0, ${colour}, 0)'`);
      await until(async () => Math.abs((await colourAt(page, 700, 50))[1] - colour) < 12, "the green is drawn");
    }
    await page.context().setOffline(true);
    await page.getByRole("alert").filter({ hasText: "The connection was lost" }).waitFor();
    await picture(page, "live-lost");
    await page.context().setOffline(false);
    await page.locator("#status", { hasText: /^Live$/ }).waitFor();
    await page.getByRole("alert").waitFor({ state: "hidden" });
    await js(id, "document.body.style.background = 'rgb(0, 0, 200)'");
    await until(async () => (await colourAt(page, 700, 50))[2] > 150, "the new connection's pictures are drawn");
    await page.mouse.click(...(await spot(300, 120)));
    await page.keyboard.type("again");
    await until(async () => (await look(page, id, "document.querySelector('#name').value")) === "again", "it was typed");
  }),
);

test("a link that is not valid says so", limit, async () => {
  const tab = await openTab(house);
  await tab.page.goto(`${house.address}/live/nonsense?interactive=true`);
  await tab.page.getByRole("alert").filter({ hasText: "not valid" }).waitFor();
  await picture(tab.page, "live-expired");
  await tab.close();
});

test("the server starts again: the viewer says how the session ended", limit, async () => {
  const { id } = await house.api("POST", "/task", { task: null, enable_recording: true });
  await act(id, "goto", { url: site.address });
  const { live_url: url } = await house.api("GET", `/task/${id}`);
  const tab = await openTab(house);
  await tab.page.goto(`${url}&interactive=true`);
  await tab.page.locator("#status", { hasText: "Live" }).waitFor();
  await house.restart();
  await tab.page.locator("#status", { hasText: "Ended" }).waitFor({ timeout: 40_000 });
  await tab.page.getByRole("link", { name: "Watch the recording" }).waitFor();
  await tab.close();
});
