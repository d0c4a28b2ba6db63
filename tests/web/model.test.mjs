// What the dashboard says of a model's work: tokens, cost and time of each step, and of all of them.

import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";

import { ended, openHouse, openTab, picture, signIn } from "./house.mjs";

const limit = { timeout: 120_000 };
let house, model;

before(async () => {
  model = await openModel([
    { calls: [["goto", { url: "URL" }]], usage: [4_000, 0, 30] },
    { calls: [["done", { success: true, output: "Nimbus" }]], usage: [5_000, 3_000, 20] },
  ]);
  house = await openHouse({
    LISSOM_MODEL: "openai-compatible:scripted",
    LISSOM_MODEL_BASE_URL: model.address,
    LISSOM_MODEL_KEY: "sk-of-the-provider",
    LISSOM_MODEL_PRICE: "100,10,1000", // dollars a million tokens: new, cached, written
  });
}, limit);
after(async () => (await house?.close(), await model?.close()));

/**
 * A provider of OpenAI's protocol that answers from a script; "URL" in it is where the fixture sites are.
 * @param {{calls: [string, any][], usage: [number, number, number]}[]} script
 */
async function openModel(script) {
  const server = http.createServer((request, response) => {
    request.resume().on("end", () => {
      const { calls, usage: [input, cached, output] } = script.shift() ?? { calls: [], usage: [0, 0, 0] };
      const tool_calls = calls.map(([name, input], index) => {
        const words = JSON.stringify(input).replace("URL", `${house.sites}/shop/`);
        return { index, id: `call_${index}`, type: "function", function: { name, arguments: words } };
      });
      const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output, prompt_tokens_details: { cached_tokens: cached } };
      const events = [
        { choices: [{ index: 0, delta: { role: "assistant", content: null, tool_calls }, finish_reason: null }] },
        { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
        { choices: [], usage },
      ];
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.end([...events.map((event) => JSON.stringify(event)), "[DONE]"].map((event) => `data: ${event}\n\n`).join(""));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${address.port}/v1`, close: () => new Promise((resolve) => server.close(resolve)) };
}

test("every step says what it cost in tokens, money and time, and the task what all of them did", limit, async () => {
  const { id } = await house.api("POST", "/task", { task: "What is the shop called?", agent: "smooth" });
  assert.equal((await ended(house, id)).output, "Nimbus");
  const tab = await openTab(house);
  const { page } = tab;
  await signIn(house, page);
  await page.goto(`${house.address}/#/task/${encodeURIComponent(id)}`);

  // 4,000 new tokens at 100 dollars a million and 30 written ones at 1,000; then 2,000 new, 3,000 cached, 20 written.
  const steps = page.getByRole("listitem").filter({ has: page.locator(".cost") });
  await steps.filter({ hasText: "goto" }).locator(".cost", { hasText: /^4 030 tok · \$0\.430 · [\d.]+ m?s$/ }).waitFor();
  const last = steps.filter({ hasText: "the result was taken" });
  await last.locator(".cost", { hasText: /^5 020 tok · \$0\.250 · / }).waitFor();
  await last.locator("summary").click();
  await last.locator(".inside", { hasText: "5 000 tokens in (3 000 cached), 20 out" }).waitFor();
  await page.getByText("tokens 9 000 in, 50 out").waitFor();
  await page.getByText("cost $0.680").waitFor();
  await picture(page, "model-costs");
  assert.deepEqual(tab.faults, []);
  await tab.close();
});
