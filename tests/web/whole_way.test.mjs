// A person's whole way, in a real Chromium, on the real program: signs in, starts a task, watches it, takes over, types
// into the page, gives back, reads what came of it, sees the recording play, and seeks it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openHouse, openSite, openTab, picture, signIn, until } from "./house.mjs";

const limit = { timeout: 120_000 };
const form = `<title>Letter</title><style>body{margin:0;background:white}textarea,button{position:absolute;left:100px;width:600px;font-size:40px}</style>
  <form action=/sent><textarea name=words aria-label=Words style="top:100px;height:200px"></textarea><button style="top:400px">Send</button></form>`;
const sent = "<title>Received</title><body style='background:navy;color:white'><h1>Your letter has come</h1>";
let house, site, letter;

before(async () => {
  house = await openHouse();
  // The letter's page is there to be written in, and goes on loading until the test ends it: so long the agent waits.
  const loading = (response) => response.write(form, () => (letter = response));
  site = await openSite({ "/": loading, "/sent?words=Typed+by+a+person": sent });
}, limit);
after(async () => (await site?.close(), await house?.close()));

/** The film at that moment: where it came to, and how light it is where neither page has words, as soon as it is as wanted. */
const lookAt = (video, part, darkest, lightest) =>
  video.evaluate(async (film, [at, darkest, lightest]) => {
    const sought = new Promise((resolve) => film.addEventListener("seeked", resolve, { once: true }));
    film.currentTime = film.duration * at;
    await sought;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [film.videoWidth, film.videoHeight];
    const context = canvas.getContext("2d");
    // What is drawn may be the picture before for a moment more.
    for (const end = performance.now() + 3_000; ; await new Promise(requestAnimationFrame)) {
      context.drawImage(film, 0, 0);
      const [red] = context.getImageData(1000, 600, 1, 1).data;
      if ((red >= darkest && red <= lightest) || performance.now() > end) return { strayed: Math.abs(film.currentTime - film.duration * at), red };
    }
  }, [part, darkest, lightest]);

test("a person starts a task, watches, takes over, types, gives back; the recording plays and is sought", limit, async () => {
  const tab = await openTab(house);
  const { page } = tab;
  const films = [];
  page.on("response", (response) => response.request().resourceType() === "media" && films.push(response));
  await signIn(house, page);

  await page.getByRole("link", { name: "New task" }).first().click();
  await page.getByLabel("What should be done?").fill('Click "Send" and return the heading of the page');
  await page.getByLabel("Start page").fill(`${site.address}/`);
  await picture(page, "way-1-asked");
  await page.getByRole("button", { name: "Run" }).click();

  await page.frameLocator("iframe[title^=Live]").locator("#picture[data-drawn]").waitFor({ timeout: 60_000 });
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Take over" }).click();
  const viewer = await opened;
  await viewer.locator("#address", { hasText: site.address }).waitFor();
  await picture(viewer, "way-2-watched");
  await viewer.getByRole("button", { name: "Take over" }).click();
  await viewer.getByRole("button", { name: "Give back" }).waitFor();
  const box = await viewer.locator("#picture").boundingBox();
  await viewer.mouse.click(box.x + (box.width * 300) / 1280, box.y + (box.height * 200) / 720);
  await viewer.keyboard.type("Typed by a person");
  letter.end();
  await picture(viewer, "way-3-taken-over");
  await viewer.getByRole("button", { name: "Give back" }).click();
  await viewer.locator("#status", { hasText: "Ended" }).waitFor({ timeout: 60_000 });
  await picture(viewer, "way-4-ended");
  await viewer.close();

  await page.locator(".status.done").waitFor();
  await page.getByText("Your letter has come").first().waitFor();
  await page.getByRole("tab", { name: /Events/ }).click();
  assert.equal(await page.getByRole("cell", { name: "control", exact: true }).count(), 2, "taken, and given back");

  const video = page.locator("video");
  await until(page, () => (document.querySelector("video")?.readyState ?? 0) >= 2);
  await video.evaluate((film) => ((film.muted = true), (film.currentTime = 0), film.play()));
  await until(page, () => {
    const { currentTime, paused, seeking } = document.querySelector("video");
    return currentTime > 0.3 && !paused && !seeking;
  });
  await picture(page, "way-5-plays");
  await video.evaluate((film) => film.pause());

  const [late, early] = [await lookAt(video, 0.999, 0, 60), await lookAt(video, 0.3, 200, 255)];
  await picture(page, "way-6-sought");
  assert.ok(late.strayed < 0.05 && early.strayed < 0.05, JSON.stringify({ late, early }));
  assert.ok(early.red > 200, `it begins with the white page: ${early.red}`);
  assert.ok(late.red < 60, `it ends with the dark one: ${late.red}`);
  assert.ok(films.length > 0);
  for (const film of films) {
    assert.equal(film.status(), 206);
    assert.match(film.headers()["content-range"] ?? "", /^bytes \d+-\d+\/\d+$/);
  }
  assert.deepEqual(tab.faults, []);
  await tab.close();
});
