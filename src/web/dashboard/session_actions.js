// A session waits for actions: here they are sent by hand.

import * as api from "./api.js";
import { button, h, toast } from "./dom.js";

/** What each action usually takes; others can be typed. @type {Record<string, unknown>} */
const examples = {
  goto: { url: "https://example.com" },
  extract: { schema: { type: "object", properties: { title: { type: "string" } } } },
  evaluate_js: { js: "document.title" },
  snapshot: { max_tokens: 2000 },
  run_task: { task: "Return the heading of the page" },
  click: { element: "e1" },
  fill: { element: "e1", value: "text" },
  screenshot: {},
  close: {},
};

/** @param {string} path of the session */
export function actionForm(path) {
  const name = h("input", { id: "action-name", list: "action-names", value: "goto", spellcheck: "false" });
  const input = h("textarea", { id: "action-input", class: "code", rows: 2, spellcheck: "false", value: JSON.stringify(examples.goto) });
  let isOwn = false;
  input.addEventListener("input", () => (isOwn = true));
  name.addEventListener("input", () => {
    if (!isOwn && name.value in examples) input.value = JSON.stringify(examples[name.value]);
  });
  const send = button(
    "Send",
    async () => {
      const event = { name: "browser_action", payload: { name: name.value.trim(), input: JSON.parse(input.value || "{}") } };
      await api.post(`${path}/event`, event);
      toast("Sent; its result is among the steps");
      isOwn = false;
    },
    "primary",
  );
  return h(
    "section",
    { class: "card", "aria-label": "Send an action" },
    h("div", { class: "head" }, h("h2", {}, "Send an action"), send),
    h(
      "div",
      { class: "body stack" },
      h("div", { class: "field" }, h("label", { for: "action-name" }, "Action"), name, h("datalist", { id: "action-names" }, Object.keys(examples).map((each) => h("option", { value: each })))),
      h("div", { class: "field" }, h("label", { for: "action-input" }, "Input (JSON)"), input),
    ),
  );
}
