// What a page shows of a secret outside of its field is in no picture of the live view and in none of the film.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { act, ended, openHouse, openSite, openTab, picture, until } from "./house.mjs";

const limit = { timeout: 120_000 };
const value = "MWMWMWMWMWMW";
const look = "<style>body{margin:0;background:white;font:40px monospace}form,#places>*{position:absolute;left:100px}</style>";
// It repeats what is typed into its field: as text, over several nodes, in a field, behind a shadow root, with a style of its own.
const mirror = `<title>Mirror</title>${look}<form style="top:20px"><input type=password aria-label=Password></form>
  <div id=places>
    <p id=text style="top:80px">You typed <span></span></p>
    <p id=other style="top:20px;left:700px">WMMWWMMW</p>
    <p id=parts style="top:160px;display:flex"></p>
    <input id=field style="top:260px;font:inherit">
    <div id=host style="top:340px"></div>
    <div id=late style="top:450px"></div>
    <p id=loud style="top:400px;-webkit-text-fill-color:red;text-shadow:0 0 2px blue"></p>
    <iframe id=frame srcdoc="<body style='margin:0;font:40px monospace'>" style="top:520px;border:0"></iframe>
  </div>
  <script>
    const shadow = host.attachShadow({ mode: "open" });
    document.querySelector("[type=password]").addEventListener("input", ({ target: { value } }) => {
      text.querySelector("span").textContent = loud.textContent = shadow.textContent = frame.contentDocument.body.textContent = field.value = value;
      const newcomer = document.createElement("div");
      newcomer.attachShadow({ mode: "open" }).textContent = value;
      document.getElementById("late").replaceChildren(newcomer);
      parts.replaceChildren(...[...value].map((letter) => Object.assign(document.createElement("b"), { textContent: letter })));
    });
  </script>`;
// What whoever has logged in is greeted with.
const greeting = `<title>Hello ${value}</title>${look}<div id=places><p id=text style="top:620px">${value}</p></div>`;
const places = ["text span", "parts", "host", "late div", "loud"];
let house, site;

before(async () => ((house = await openHouse()), (site = await openSite({ "/": mirror, "/greeting": greeting }))), limit);
after(async () => (await site?.close(), await house?.close()));

/** Of each rectangle of the picture its darkest and its lightest point: letters have both, a plain colour has not. */
function extremes(source, [width, height], rectangles) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.drawImage(source, 0, 0, width, height);
  return rectangles.map(({ x, y, width, height }) => {
    const points = context.getImageData(x + 4, y + 6, width - 8, height - 12).data.filter((_, at) => at % 4 === 1); // green: neither black nor red nor blue has any
    return [Math.min(...points), Math.max(...points)];
  });
}
const inPage = `const extremes = ${extremes};`;

/** Where the page behind has written something there. */
const rectangleOf = (id, place) =>
  act(house, id, "evaluate_js", {
    js: `(() => { const range = document.createRange(); const element = document.querySelector('#${place}'); range.selectNodeContents(element.shadowRoot ?? element); const { x, y, width, height } = range.getBoundingClientRect(); return { x, y, width, height } })()`,
  });

test("a secret that a page repeats is covered in the live view, and in the film from its first picture to its last", limit, async () => {
  const { id } = await house.api("POST", "/task", { task: null, url: site.address, enable_recording: true });
  let url = null;
  while (!url) ({ live_url: url } = await house.api("GET", `/task/${id}`));
  const { page, faults, close } = await openTab(house);
  await page.goto(`${url}&interactive=true&embed=false`);
  await page.locator("#picture[data-drawn]").waitFor();

  const secrets = { pw: { value, allowed_urls: [`${site.address}/*`] } };
  await act(house, id, "run_task", { task: "Enter <secret>pw</secret> into the field Password", secrets }, "session_action");
  const rectangles = [];
  for (const place of places) rectangles.push(await rectangleOf(id, place));
  assert.ok(rectangles.every(({ width, height }) => width > 200 && height > 30), JSON.stringify(rectangles));
  const seen = () => page.evaluate(`(() => { ${inPage} return extremes(document.querySelector("#picture"), [1280, 720], ${JSON.stringify(rectangles)}) })()`);
  const isGrey = () => page.evaluate(([{ x, y }]) => [...document.querySelector("#picture").getContext("2d").getImageData(x + 20, y + 20, 1, 1).data].slice(0, 3).every((each) => Math.abs(each - 128) < 12), rectangles);
  for (const end = Date.now() + 20_000; !(await isGrey()); ) assert.ok(Date.now() < end, "what was typed has come, and is covered");
  await picture(page, "secret-covered");
  const covered = await seen();
  assert.ok(covered.every(([dark, light]) => light - dark < 40), `${places}: ${covered.join(" ")}`);

  // All else can be read, also where it is written with the same letters.
  const [[dark, light]] = await page.evaluate(`(() => { ${inPage} return extremes(document.querySelector("#picture"), [1280, 720], ${JSON.stringify([await rectangleOf(id, "other")])}) })()`);
  assert.ok(light - dark > 150, `other: ${dark} ${light}`);

  await act(house, id, "goto", { url: `${site.address}/greeting` });
  await until(page, () => document.title.includes("Hello"));
  assert.match(await page.title(), /Hello <secret>pw<\/secret>/);
  rectangles.push(await rectangleOf(id, "text"));
  await picture(page, "secret-greeted");
  await act(house, id, "close", undefined, "session_action");

  const { recording_url: film } = await ended(house, id);
  const found = await page.evaluate(
    `(async () => {
      ${inPage}
      const video = document.createElement("video");
      video.src = ${JSON.stringify(film)};
      await new Promise((resolve, reject) => ((video.onloadeddata = resolve), (video.onerror = () => reject(video.error))));
      const found = [];
      for (let at = 0; at < video.duration; at += 0.04) {
        const sought = new Promise((resolve) => (video.onseeked = resolve));
        video.currentTime = at;
        await sought;
        found.push(extremes(video, [1280, 720], ${JSON.stringify(rectangles)}));
      }
      return found;
    })()`,
  );
  assert.ok(found.length > 20);
  // Pages are white and covers grey: nothing is as dark as letters are.
  for (const [at, each] of found.entries()) assert.ok(each.every(([dark]) => dark > 80), `picture ${at}: ${each.join(" ")}`);
  assert.ok(found.some((each) => each.slice(0, -1).every(([dark]) => dark < 170)), "covers are in the film");
  assert.deepEqual(faults, []);
  await close();
});
