// The dashboard as a person uses it, in a real Chromium, on the real program.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import { ended, key, openHouse, openSite, openTab, picture, signIn, stumbles, until } from "./house.mjs";

const limit = { timeout: 120_000 };
let house;

before(async () => (house = await openHouse()), limit);
after(() => house?.close());

/** A signed-in tab for one test, which did nothing wrong when the test is over. */
const inTab = (work, options) => async () => {
  const tab = await openTab(house, options);
  try {
    await signIn(house, tab.page);
    await work(tab.page);
    assert.deepEqual(tab.faults, []);
  } finally {
    await tab.close();
  }
};

/** Runs a program as it was copied; without the SDK it is only read. */
function runPython(program) {
  const python = process.env.LISSOM_SDK_PYTHON;
  if (!python) return execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read()); print(\"'price': unknown, live/\")"], { input: program, encoding: "utf8" });
  return execFileSync(python, ["-"], { input: program, encoding: "utf8", env: { ...process.env, LISSOM_API_KEY: key, SMOOTH_TELEMETRY: "off" }, timeout: 60_000 });
}

const row = (page, id) => page.locator(`tr[data-id="${id}"]`);
const idOf = (page) => decodeURIComponent(page.url().split("#/task/")[1]);
const goTo = async (page, name) => {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, exact: true }).waitFor();
};
const sayYes = (page, name) => page.getByRole("dialog").getByRole("button", { name }).click();

test("a wrong key is refused in the server's words, and the right one leaves no trace behind the tab", limit, async () => {
  const tab = await openTab(house);
  const { page } = tab;
  await page.goto(house.address);
  await page.getByLabel("API key").fill("sk_nobody_knows");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "key" }).waitFor();
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Tasks", exact: true }).waitFor();

  assert.equal(await page.evaluate(() => JSON.stringify(localStorage) + document.cookie), "{}");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  assert.deepEqual(tab.faults, []);
  await tab.close();
});

test(
  "a task is started, watched to its end, read step by step, run again and forgotten",
  limit,
  inTab(async (page) => {
    await page.getByRole("link", { name: "New task" }).first().click();
    await page.getByLabel("What should be done?").fill('Search for "lamp" and return the name and price of the first two results');
    await page.getByLabel("Start page").fill(`${house.sites}/shop/`);
    await page.locator("summary", { hasText: "Answer" }).click();
    await page.getByLabel("Shape of the answer").fill('{"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "price": {"type": "number"}}}}');
    await page.getByRole("button", { name: "Run" }).click();

    await page.locator(".status.done").waitFor({ timeout: 60_000 });
    const id = idOf(page);
    await page.locator(".json .key", { hasText: '"price"' }).first().waitFor();
    const steps = page.locator(".steps > li");
    await steps.filter({ hasText: "answer" }).waitFor();
    const step = steps.filter({ hasText: "fill" }).first();
    await step.locator("summary").click();
    await step.getByText("The page before it").waitFor();
    await step.locator("pre", { hasText: "Search products" }).first().waitFor();
    await until(page, () => (document.querySelector("video")?.readyState ?? 0) >= 2);
    await step.locator("canvas").waitFor();
    await until(page, () => document.querySelector(".steps .thumb")?.naturalWidth > 300);
    await step.getByRole("button", { name: "Show in recording" }).click();
    const said = () => {
      const track = document.querySelector("video").textTracks[0];
      return track?.mode === "showing" && [...(track.activeCues ?? [])].some((cue) => /^\d+\. fill: filled .*lamp/.test(cue.text));
    };
    await until(page, said);
    await picture(page, "task");

    await page.getByRole("tab", { name: /Events/ }).click();
    await page.getByRole("cell", { name: "session_started" }).waitFor();
    await page.getByRole("tab", { name: /Console/ }).click();
    await page.locator("#panel").getByText("Nothing was written.").waitFor();
    await page.getByRole("tab", { name: /Network/ }).click();
    await page.getByRole("cell", { name: `GET ${house.sites}/shop/`, exact: true }).waitFor();
    await picture(page, "network");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download HAR" }).click();
    assert.equal((await saved).suggestedFilename(), `${id}.har`);
    await page.getByRole("tab", { name: /Request/ }).click();
    await page.locator("#panel pre", { hasText: "response_model" }).waitFor();

    await page.getByRole("button", { name: "Copy as Python" }).click();
    await page.getByText("The program copied").waitFor();
    assert.match(runPython(await page.evaluate(() => navigator.clipboard.readText())), /'price': /);
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByText("The command copied").waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const made = JSON.parse(execFileSync("sh", ["-c", command], { env: { ...process.env, LISSOM_API_KEY: key }, stdio: ["ignore", "pipe", "ignore"] }));
    assert.equal((await ended(house, made.r.id)).status, "done");

    await page.getByRole("link", { name: "Run again" }).click();
    await page.getByRole("heading", { name: "Run again" }).waitFor();
    assert.match(await page.getByLabel("What should be done?").inputValue(), /Search for "lamp"/);
    assert.match(await page.getByLabel("Shape of the answer").inputValue(), /"price"/);
    await page.getByRole("link", { name: "Cancel" }).click();

    await page.getByRole("button", { name: "Delete data" }).click();
    await sayYes(page, "Delete");
    await page.getByText("The data of this task was deleted.").first().waitFor();
    assert.equal(await steps.count(), 0);
    assert.deepEqual(await house.api("GET", `/task/${id}/trace`), []);
    assert.equal((await house.api("GET", `/task/${id}`)).output, null);
  }),
);

test(
  "a session is opened, takes an action and is stopped",
  limit,
  inTab(async (page) => {
    await page.keyboard.press("n");
    await page.getByLabel("Open a session instead").check();
    await page.getByLabel("Start page").fill(`${house.sites}/shop/`);
    await page.getByRole("button", { name: "Open" }).click();
    await page.locator(".status.running").waitFor({ timeout: 60_000 });

    const live = await page.getByTitle("Live picture of the browser").getAttribute("src");
    assert.match(live, /^\/live\/.*embed=true.*interactive=false/);
    assert.match(await page.getByRole("link", { name: "Take over" }).getAttribute("href"), /^\/live\/.*interactive=true/);
    await page.getByLabel("Action", { exact: true }).fill("evaluate_js");
    await page.getByLabel("Input (JSON)").fill('{"js": "6 * 7"}');
    await page.getByRole("button", { name: "Send" }).click();
    const step = page.locator(".steps > li", { hasText: "evaluate_js" });
    await step.locator("summary").click();
    await step.locator("pre", { hasText: "42" }).waitFor();

    await picture(page, "session");
    await page.getByRole("button", { name: "Stop" }).click();
    await sayYes(page, "Stop");
    await page.locator(".status.cancelled").waitFor();
    assert.equal((await house.api("GET", `/task/${idOf(page)}`)).status, "cancelled");
  }),
);

test(
  "a captcha asks for the person who is looking, and the task goes on when it has been passed",
  limit,
  inTab(async (page) => {
    const tick = "answer.value = 'a token of the maker'; location = '/behind'";
    const site = await openSite({
      "/": `<title>Check</title><div class=h-captcha style="width:300px;height:80px"></div><input type=hidden name=h-captcha-response id=answer><button style="position:fixed;inset:100px 0 0 0" onclick="${tick}">I am here</button>`,
      "/behind": "<title>Behind the check</title>",
    });
    const { id } = await house.api("POST", "/task", { task: "Return the title of the page", url: site.address, agent: "smooth-lite", enable_recording: false });
    await page.goto(`${house.address}/#/task/${id}`);
    const waits = page.getByRole("status").filter({ hasText: "hCaptcha on 127.0.0.1" });
    await waits.waitFor();
    await picture(page, "captcha");

    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Take over" }).click();
    const viewer = await opened;
    await viewer.locator("#picture").click({ position: { x: 200, y: 200 } });
    await viewer.getByRole("button", { name: "Give back" }).click();
    await page.getByText("Behind the check").first().waitFor();

    assert.equal(await waits.count(), 0);
    await viewer.close();
    await site.close();
  }),
);

test(
  "captions are shown once, also where the browser finds the film's own track",
  limit,
  inTab(async (page) => {
    const { id } = await house.api("POST", "/task", { task: 'Click "Lamps"', url: `${house.sites}/shop/`, agent: "smooth-lite" });
    await ended(house, id);
    // As WebKit does: by the time the film's length is known its track is there, and off unless the person wants subtitles.
    await page.evaluate(() =>
      document.addEventListener("loadedmetadata", ({ target }) => (target.addTextTrack("subtitles", "of the film").mode = "showing"), { capture: true, once: true }),
    );
    await page.goto(`${house.address}/#/task/${id}`);
    const shown = () => [...(document.querySelector("video")?.textTracks ?? [])].filter((track) => track.mode === "showing" && track.cues?.length).length;
    await until(page, `(${shown})() === 1`);
    assert.deepEqual(await page.evaluate(() => [...document.querySelector("video").textTracks].map((track) => track.mode)), ["disabled", "showing"]);
  }),
);

test(
  "the recording of a telephone is there as a whole, with what plays it",
  limit,
  inTab(async (page) => {
    const { id } = await house.api("POST", "/task", { task: 'Click "Lamps"', url: `${house.sites}/shop/`, agent: "smooth-lite", device: "mobile" });
    await page.goto(`${house.address}/#/task/${id}`);
    const inFrame = () => {
      const [frame, inside] = [".picture", ".picture :is(iframe, video)"].map((each) => document.querySelector(each)?.getBoundingClientRect());
      return inside && inside.height > 100 && inside.top >= frame.top && inside.bottom <= frame.bottom + 1 && inside.right <= frame.right + 1;
    };
    await page.locator(".picture iframe").waitFor();
    assert.ok(await page.evaluate(inFrame), "while it runs");
    await until(page, () => document.querySelector("video")?.videoHeight > 1000);
    assert.ok(await page.evaluate(inFrame), "when it is over");
    await picture(page, "telephone");
  }),
);

test(
  "the list follows what happens, and is searched and filtered",
  limit,
  inTab(async (page) => {
    const good = await house.api("POST", "/task", { task: 'Click "Lamps"', url: `${house.sites}/shop/`, agent: "smooth-lite" });
    const bad = await house.api("POST", "/task", { task: "Juggle three zebras", url: `${house.sites}/shop/`, agent: "smooth-lite" });
    await row(page, good.id).locator(".status.done").waitFor({ timeout: 60_000 });
    await row(page, bad.id).locator(".status.failed").waitFor({ timeout: 60_000 });

    await page.getByRole("searchbox").fill("ZEBRAS");
    await row(page, good.id).waitFor({ state: "detached" });
    await row(page, bad.id).waitFor();
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: "Done", exact: true }).click();
    await row(page, good.id).waitFor();
    await row(page, bad.id).waitFor({ state: "detached" });
    await page.getByRole("searchbox").fill("nothing has these words");
    await page.getByText("Nothing fits this search.").waitFor();
  }),
);

test(
  "older tasks are shown page by page",
  limit,
  inTab(async (page) => {
    for (let i = 0; i < 5; ++i) {
      const { id } = await house.api("POST", "/task", { task: `Whistle tune ${i}`, url: `${house.sites}/shop/`, agent: "smooth-lite" });
      await house.api("DELETE", `/task/${id}`);
    }
    // As if a page held two tasks.
    await page.route("**/api/v1/task?l=50&**", (route) => route.continue({ url: route.request().url().replace("l=50", "l=2") }));
    await page.goto(`${house.address}/#/tasks?q=whistle`);
    await page.reload();
    await page.getByText("Whistle tune 4").waitFor();
    await page.getByText("Whistle tune 3").waitFor();
    assert.equal(await page.getByText("Whistle tune 2").count(), 0);
    await page.getByRole("button", { name: "Show older tasks" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Whistle tune 1").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Whistle tune 0").waitFor();
    assert.equal(await page.locator("tbody tr").count(), 5);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Whistle tune 0", "the keyboard goes on with what has come");
  }),
);

test(
  "when more came than a page holds, nothing is missing in the middle",
  limit,
  inTab(async (page) => {
    const hum = async (tune) => {
      const { id } = await house.api("POST", "/task", { task: `Hum tune ${tune}`, url: `${house.sites}/shop/`, agent: "smooth-lite" });
      await house.api("DELETE", `/task/${id}`);
    };
    await hum(1);
    await hum(2);
    // As if a page held two tasks, and the tab was in the background while four came.
    let goOn = Promise.resolve();
    await page.route("**/api/v1/task?l=50&**", async (route) => {
      await goOn;
      await route.continue({ url: route.request().url().replace("l=50", "l=2") });
    });
    await page.goto(`${house.address}/#/tasks?q=hum+tune`);
    await page.reload();
    await page.getByText("Hum tune 1").waitFor();
    let release = () => {};
    goOn = new Promise((resolve) => (release = resolve));
    for (const tune of [3, 4, 5, 6]) await hum(tune);
    release();

    await page.getByText("Hum tune 6").waitFor();
    const older = page.getByRole("button", { name: "Show older tasks" });
    while (await older.isVisible()) {
      const before = await page.locator("tbody tr").count();
      await older.click();
      await until(page, `document.querySelectorAll("tbody tr").length > ${before} || document.querySelector(".more").hidden`);
    }
    assert.deepEqual(await page.locator("tbody .title").allTextContents(), [6, 5, 4, 3, 2, 1].map((tune) => `Hum tune ${tune}`));
  }),
);

test(
  "profiles, files and keys are made, used and taken away",
  limit,
  inTab(async (page) => {
    await goTo(page, "Profiles");
    await page.getByLabel("Name of the new profile").fill("work <b>laptop");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("cell", { name: "work <b>laptop" }).waitFor();
    await page.getByRole("link", { name: "Use" }).click();
    assert.equal(await page.getByLabel("Profile", { exact: true }).inputValue(), "work <b>laptop");
    await goTo(page, "Profiles");
    await page.getByRole("button", { name: "Delete" }).click();
    await sayYes(page, "Delete");
    await page.getByText("No profile yet.").waitFor();

    await goTo(page, "Files");
    await page.locator("#upload").setInputFiles({ name: "cv.txt", mimeType: "text/plain", buffer: Buffer.from("I juggle.") });
    await page.getByLabel("What it is for").fill("the CV");
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await page.getByRole("cell", { name: "cv.txt" }).waitFor();
    await page.getByRole("cell", { name: "the CV" }).waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await sayYes(page, "Delete");
    await page.getByText("No file was uploaded.").waitFor();

    await goTo(page, "Keys");
    await page.getByLabel("Whose key it is").fill("build server");
    await page.getByRole("button", { name: "Make a key" }).click();
    const text = await page.locator(".new-key").textContent();
    const asks = () => fetch(`${house.address}/api/v1/task`, { headers: { apikey: text } });
    assert.equal((await asks()).status, 200);
    const entry = page.locator("tr", { hasText: "build server" });
    await entry.getByRole("button", { name: "Revoke" }).click();
    await sayYes(page, "Revoke");
    await entry.getByText("revoked").waitFor();
    assert.equal((await asks()).status, 401);
  }),
);

test(
  "profiles, files, extensions and keys are made and taken away by keyboard alone",
  limit,
  inTab(async (page) => {
    const has = (name) => page.evaluate((text) => document.activeElement?.textContent === text, name);
    /** From where the focus is, Tab comes to the button of that name. */
    const tabTo = async (name) => {
      for (let i = 0; i < 30 && !(await has(name)); ++i) await page.keyboard.press("Tab");
      assert.ok(await has(name), `Tab comes to ${name}`);
    };
    const manifest = JSON.stringify({ manifest_version: 3, name: "Of the keyboard", version: "1.0" });
    const extension = execFileSync("python3", ["-c", "import sys, zipfile\nwith zipfile.ZipFile(sys.stdout.buffer, 'w') as archive: archive.writestr('manifest.json', sys.argv[1])", manifest]);
    const places = [
      { name: "Profiles", field: "Name of the new profile", text: "of the keyboard", make: "Create", take: "Delete" },
      { name: "Files", file: { name: "of the keyboard.txt", mimeType: "text/plain", buffer: Buffer.from("I juggle.") }, make: "Upload", take: "Delete" },
      { name: "Extensions", file: { name: "of the keyboard.zip", mimeType: "application/zip", buffer: extension }, make: "Upload", take: "Delete" },
      { name: "Keys", field: "Whose key it is", text: "of the keyboard", make: "Make a key", take: "Revoke" },
    ];
    for (const { name, field, text, file, make, take } of places) {
      await goTo(page, name);
      // The dialog of the system that chooses a file is not the page's.
      if (file) await page.locator("#upload").setInputFiles(file);
      if (field) await page.getByLabel(field).focus();
      else await page.locator("#upload").focus();
      if (text) await page.keyboard.type(text);
      await tabTo(make);
      await page.keyboard.press("Enter");
      const made = page.locator("tbody tr", { hasText: /of the keyboard/i });
      await made.waitFor();
      assert.ok(await has(make), `the focus stays at ${make}`);
      await tabTo(take);
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor();
      await tabTo(take);
      await page.keyboard.press("Enter");
      if (take === "Revoke") await made.getByText("revoked").waitFor();
      else await made.waitFor({ state: "detached" });
      assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), name, "the focus stays at the list");
    }
    await goTo(page, "Settings");
    await tabTo("dark");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  }),
);

test(
  "what pages and people wrote is shown as text and never becomes HTML",
  limit,
  inTab(async (page) => {
    const evil = `<img src="x" onerror="document.title='taken over'"><script>document.title='taken over'</script>`;
    const escaped = evil.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const site = await openSite({ "/": `<title>${escaped}</title><h1>${escaped}</h1><button aria-label='${escaped}'>${escaped}</button><script>console.log(decodeURIComponent("${encodeURIComponent(evil)}"))</script>` });
    const read = await house.api("POST", "/task", { task: "Return the heading of the page", url: site.address, agent: "smooth-lite", use_stealth: false });
    const asked = await house.api("POST", "/task", { task: `${evil} juggle`, url: site.address, agent: "smooth-lite", metadata: { note: evil } });
    assert.match((await ended(house, read.id)).output, /onerror/);
    await ended(house, asked.id);

    await row(page, asked.id).filter({ hasText: "<img src=" }).waitFor();
    const foreign = () => page.evaluate(() => [...document.querySelectorAll("main img:not(.thumb, .still), main script, main [onerror], main img:not([src=''], [src^='blob:'])[src]")].map((each) => each.outerHTML));
    assert.deepEqual(await foreign(), []);
    for (const id of [read.id, asked.id]) {
      await page.goto(`${house.address}/#/task/${id}`);
      await page.locator(".steps > li").first().waitFor();
      for (const tab of ["Steps", "Events", "Console", "Network", "Request"]) {
        await page.getByRole("tab", { name: new RegExp(tab) }).click();
        for (const summary of await page.locator("#panel summary").all()) await summary.click();
        assert.deepEqual(await foreign(), []);
      }
      await page.getByText("<img src=").first().waitFor();
    }
    assert.doesNotMatch(await page.title(), /^taken over/);
    await site.close();
  }),
);

test(
  "a task is started and its result opened without a mouse",
  limit,
  inTab(async (page) => {
    await page.keyboard.press("n");
    await page.getByLabel("What should be done?").waitFor();
    await page.keyboard.type('Click "Lamps"');
    await page.keyboard.press("Tab");
    await page.keyboard.type(`${house.sites}/shop/`);
    await page.keyboard.press("Control+Enter");
    await page.locator(".status.done").waitFor({ timeout: 60_000 });

    const address = page.url();
    await page.getByRole("link", { name: "Skip to the content" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    assert.equal(page.url(), address);

    // From the top of the page on, Tab comes to the tabs, and the arrows change them.
    for (let i = 0; i < 40 && !(await page.evaluate(() => document.activeElement?.id === "tab-steps")); ++i) await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.getByRole("cell", { name: "session_started" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.locator(".steps summary").first().focus();
    await page.keyboard.press("Enter");
    await page.locator(".steps details[open]").waitFor();

    await page.getByRole("button", { name: "Delete data" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await page.locator(".status").first().textContent(), "done");
  }),
);

test("a wrong option is explained at its field", limit, inTab(async (page) => {
  await page.keyboard.press("n");
  await page.getByLabel("What should be done?").fill("Return the heading");
  await page.locator("summary", { hasText: "Agent" }).click();
  await page.getByLabel("Most steps").fill("500");
  await page.getByRole("button", { name: "Run" }).click();
  await page.locator("#field-max_steps-wrong", { hasText: "from 2 to 128" }).waitFor();
  await page.getByLabel("Most steps").fill("10");
  await page.getByLabel("Start page").fill("ftp://files.example");
  await page.getByRole("button", { name: "Run" }).click();
  await page.locator("#field-url-wrong", { hasText: "http" }).waitFor();
}));

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }],
])
  test(
    `every page fits its screen: ${name}`,
    limit,
    inTab(async (page) => {
      const task = await house.api("POST", "/task", { task: 'Click "Lamps"', url: `${house.sites}/shop/`, agent: "smooth-lite" });
      await ended(house, task.id);
      for (const where of ["#/tasks", `#/task/${task.id}`, "#/new", "#/profiles", "#/files", "#/extensions", "#/keys", "#/settings"]) {
        await page.goto(`${house.address}/${where}`);
        await page.locator("main h1").waitFor();
        if (where.startsWith("#/task/")) await page.locator(".steps > li").first().waitFor();
        await picture(page, `${where.split("/")[1]}-${name}`);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${where} is wider than the screen`);
        assert.deepEqual(await stumbles(page), [], where);
      }
    }, options),
  );

test(
  "a task that was not recorded has pictures of its steps, and what its page wrote",
  limit,
  inTab(async (page) => {
    const site = await openSite({ "/": "<title>Notes</title><button>Save</button><script>console.error('a <b>bad</b> thing')</script>" });
    const { id } = await house.api("POST", "/task", { task: 'Click "Save"', url: site.address, agent: "smooth-lite", enable_recording: false, use_stealth: false });
    await ended(house, id);
    await page.goto(`${house.address}/#/task/${id}`);
    const step = page.locator(".steps > li.step", { hasText: "click" });
    await step.locator("summary").click();
    await step.getByRole("img", { name: "Picture after step" }).waitFor();
    await until(page, () => document.querySelector(".steps .still")?.naturalWidth > 300);
    await picture(page, "steps-without-recording");
    await page.getByRole("tab", { name: /Console/ }).click();
    await page.locator("tr.error", { hasText: "a <b>bad</b> thing" }).waitFor();
    await picture(page, "console");
    await site.close();
  }),
);

test(
  "names that strangers gave to files and downloads are text",
  limit,
  inTab(async (page) => {
    const name = "<img src=x onerror=document.body.remove()>.txt";
    const form = new FormData();
    form.append("file", new Blob(["dear diary"]), name);
    assert.ok((await fetch(`${house.address}/api/v1/file`, { method: "POST", headers: { apikey: key }, body: form })).ok);
    await goTo(page, "Files");
    await page.getByText(name, { exact: true }).waitFor();

    const site = await openSite({ "/": `<title>${name.replaceAll("<", "&lt;")}</title><a href="data:text/plain,hello" download="${name}">Save</a>` });
    const { id } = await house.api("POST", "/task", { task: 'Click "Save"', url: site.address, agent: "smooth-lite", enable_recording: false });
    await ended(house, id);
    await page.goto(`${house.address}/#/task/${id}`);
    await page.locator(".steps > li", { hasText: "img src=x onerror" }).first().waitFor();
    await page.getByRole("tab", { name: /Events/ }).click();
    await page.getByText("img src=x onerror").first().waitFor();
    assert.equal(await page.locator("img[src=x]").count(), 0);
    await page.getByText("Downloads", { exact: true }).waitFor();
    await site.close();
  }),
);

test(
  "what is copied works when it is pasted, whatever stands in it",
  limit,
  inTab(async (page) => {
    const task = `Click "Lamps" \\ it's $HOME \`date\` !! 100 % ünï\ncode`;
    const { id } = await house.api("POST", "/task", {
      task, url: `${house.sites}/shop/`, agent: "smooth-lite", metadata: { "a'b": '"$x"', flag: true, n: 1.5 }, allowed_urls: ["http://127.0.0.1/*"], max_steps: 7, show_cursor: true,
      additional_tools: { screenshot: { full_page: false }, hover: null }, response_model: { type: "object", properties: { ok: { type: ["boolean", "null"], default: null } } },
    });
    await ended(house, id);
    const asked = async (other) => (await house.api("GET", `/task/${other}?details=true`)).request;
    const before = await asked(id);
    await page.goto(`${house.address}/#/task/${id}`);
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByText("The command copied").waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const made = JSON.parse(execFileSync("sh", ["-c", command], { env: { ...process.env, LISSOM_API_KEY: key }, stdio: ["ignore", "pipe", "ignore"] }));
    assert.deepEqual(await asked(made.r.id), before);
    await ended(house, made.r.id);

    await page.getByRole("button", { name: "Copy as Python" }).click();
    await page.getByText("The program copied").waitFor();
    runPython(await page.evaluate(() => navigator.clipboard.readText()));
    if (process.env.LISSOM_SDK_PYTHON) {
      const [{ id: newest }] = await house.api("GET", "/task?l=1");
      assert.notEqual(newest, made.r.id);
      assert.deepEqual(await asked(newest), before);
    }
  }),
);

test("a server that dies and starts again: the pages that are open say so, and come back by themselves", limit, async () => {
  const { id } = await house.api("POST", "/task", { task: null, url: `${house.sites}/shop/` });
  const tabs = [await openTab(house), await openTab(house), await openTab(house)];
  const [list, session, late] = tabs.map(({ page }) => page);
  for (const page of [list, session, late]) await signIn(house, page);
  await session.goto(`${house.address}/#/task/${id}`);
  await session.locator(".picture iframe").waitFor();

  await house.kill();
  await late.evaluate(() => (location.hash = "#/profiles"));
  for (const page of [list, session, late]) await page.getByText("The server does not answer.").waitFor();
  await picture(session, "server-away");
  await house.restart();

  await session.locator(".status.failed, .status.cancelled, .status.done").waitFor();
  await list.locator(`tr[data-id="${id}"] .status:not(.running)`).waitFor();
  await late.getByRole("heading", { name: "Profiles", exact: true }).waitFor();
  for (const page of [list, session, late]) await page.getByText("The server does not answer.").waitFor({ state: "hidden" });
  for (const tab of tabs) await tab.close();
});
