// The API reference, and what all pages together weigh.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { key, openHouse, openTab, picture, root, stumbles } from "./house.mjs";

const limit = { timeout: 90_000 };
let house;

before(async () => (house = await openHouse()), limit);
after(() => house?.close());

test("the reference tells of every operation, and a call can be tried", limit, async () => {
  const tab = await openTab(house);
  const { page } = tab;
  await page.goto(`${house.address}/docs#list_tasks`);
  await page.locator("#list_tasks").waitFor();
  const document_ = await (await fetch(`${house.address}/openapi.json`)).json();
  const told = Object.values(document_.paths).flatMap((item) => Object.entries(item).filter(([name]) => name !== "servers").map(([, each]) => each.operationId));
  assert.deepEqual(await page.locator(".operation").evaluateAll((all) => all.map((each) => each.id).sort()), told.sort());

  const operation = page.locator("#submit_task");
  await operation.locator("summary", { hasText: "Try it" }).click();
  await operation.getByLabel("apikey").fill(key);
  await operation.getByLabel("Body", { exact: true }).fill('{"task": ""}');
  await operation.getByRole("button", { name: "Send" }).click();
  await operation.locator(".status.failed", { hasText: "400" }).waitFor();
  await operation.getByLabel("Body", { exact: true }).fill('{"task": null}');
  await operation.getByRole("button", { name: "Send" }).click();
  await operation.locator(".status.done", { hasText: "200" }).waitFor();
  await picture(page, "reference");

  await page.getByRole("searchbox").fill("profile");
  await page.locator(".contents").getByText("/file", { exact: true }).first().waitFor({ state: "hidden" });
  assert.deepEqual(tab.faults, []);
  await tab.close();
});

test("the reference fits a phone", limit, async () => {
  const tab = await openTab(house, { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
  await tab.page.goto(`${house.address}/docs`);
  await tab.page.locator(".operation").first().waitFor();
  await picture(tab.page, "reference-phone");
  assert.deepEqual(await stumbles(tab.page), []);
  assert.ok((await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await tab.close();
});

test("all pages together are under 200 kB compressed", () => {
  const files = fs.readdirSync(path.join(root, "src/web"), { recursive: true }).filter((name) => /\.(js|css|html|svg|png|woff2)$/.test(name));
  const bytes = files.reduce((sum, name) => sum + gzipSync(fs.readFileSync(path.join(root, "src/web", name))).length, 0);
  assert.ok(files.length > 10);
  assert.ok(bytes < 200_000, `${bytes} bytes`);
});
