import * as api from "./api.js";
import { button, confirmed, copy, fill, h, toast } from "./dom.js";
import { ago, count, exactTime } from "./format.js";
import { listOf, listPage, quickForm } from "./lists.js";

/**
 * @typedef {object} Key
 * @property {string} id
 * @property {string} name
 * @property {string} hint
 * @property {number} created_at
 * @property {number | null} last_used_at
 * @property {boolean} revoked
 * @property {Record<string, any>} limits
 * @property {number} credits_used
 * @property {boolean} is_mine
 * @property {string} [key]
 */

/** @param {Record<string, any>} limits */
function describe(limits) {
  const parts = [];
  if (limits.concurrent_sessions !== undefined) parts.push(`${limits.concurrent_sessions} at once`);
  if (limits.credits !== undefined) parts.push(`${count(limits.credits)} credits`);
  if (limits.requests_per_minute !== undefined) parts.push(`${limits.requests_per_minute} requests a minute`);
  if (limits.expires_at_ms !== undefined) parts.push(`until ${exactTime(limits.expires_at_ms)}`);
  if (limits.disabled_features?.length) parts.push(`no ${limits.disabled_features.join(", ")}`);
  return parts.join(" · ") || h("span", { class: "muted" }, "none");
}

/** @returns {Promise<import("./types.js").Page>} */
export async function keysPage() {
  const server = await api.get("/server");
  /** @type {import("./lists.js").Column<Key>[]} */
  const columns = [
    { name: "Key", kind: "head", show: (key) => [key.name, " ", key.is_mine && h("span", { class: "tag" }, "yours")] },
    { name: "Ends in", kind: "tight", show: (key) => h("code", {}, `…${key.hint}`) },
    { name: "Limits", show: (key) => describe(key.limits) },
    { name: "Credits used", kind: "number", show: (key) => count(Math.ceil(key.credits_used)) },
    { name: "Made", kind: "tight", show: (key) => h("time", { title: exactTime(key.created_at * 1000) }, ago(key.created_at * 1000)) },
    { name: "Last used", kind: "tight", show: (key) => (key.last_used_at ? ago(key.last_used_at * 1000) : h("span", { class: "muted" }, "never")) },
    {
      name: "",
      kind: "tight buttons",
      show: (key) => (key.revoked ? h("span", { class: "status cancelled" }, "revoked") : server.is_operator && !key.is_mine && button("Revoke", () => revoke(key), "small danger")),
    },
  ];
  const list = listOf({ what: "Keys", read: () => api.get("/key"), columns, none: "No key." });

  /** @param {Key} key */
  async function revoke(key) {
    if (!(await confirmed({ title: `Revoke the key of ${key.name}?`, text: "It is refused from now on. What runs already goes on.", yes: "Revoke" }))) return;
    await api.del(`/key/${encodeURIComponent(key.id)}`);
    await list.refresh();
    toast("The key was revoked");
  }

  list.refresh();
  return {
    title: "Keys",
    root: listPage(
      "Keys",
      server.is_operator ? "Each key has its own tasks, profiles and files." : "This is your key. Whoever runs the server makes and revokes keys.",
      server.is_operator && newKeyForm(server.features ?? [], list.refresh),
      list.root,
    ),
  };
}

/** @param {string[]} features @param {() => Promise<void>} then */
function newKeyForm(features, then) {
  const name = h("input", { "aria-label": "Whose key it is", placeholder: "Whose it is", maxlength: 100, required: true });
  const numbers = /** @type {const} */ ([
    ["concurrent_sessions", "Tasks at once"],
    ["credits", "Credits in all"],
    ["requests_per_minute", "Requests a minute"],
  ]).map(([field, label]) => ({ field, label, input: h("input", { id: `limit-${field}`, type: "number", min: 0, placeholder: "no limit" }) }));
  const boxes = features.map((feature) => ({ feature, input: h("input", { type: "checkbox", checked: true, id: `feature-${feature}` }) }));
  const made = h("div", { hidden: true, class: "note good stack" });

  const form = quickForm({
    label: "New key",
    fields: [h("div", { class: "grow" }, name)],
    submit: "Make a key",
    send: async () => {
      /** @type {Record<string, unknown>} */
      const limits = {};
      for (const { field, input } of numbers) if (input.value !== "") limits[field] = Number(input.value);
      const off = boxes.filter(({ input }) => !input.checked).map(({ feature }) => feature);
      if (off.length) limits.disabled_features = off;
      const key = await api.post("/key", { name: name.value.trim(), limits });
      name.value = "";
      made.hidden = false;
      fill(made, h("p", {}, `The key of ${key.name}. It is shown this once:`), h("div", { class: "row" }, h("code", { class: "new-key grow" }, key.key), button("Copy", () => copy(key.key, "The key"), "small")));
      await then();
    },
  });
  form.querySelector(".body")?.append(
    h(
      "details",
      {},
      h("summary", {}, "Limits"),
      h(
        "div",
        { class: "form stack" },
        h("div", { class: "group three" }, numbers.map(({ input, label }) => h("div", { class: "field" }, h("label", { for: input.id }, label), input))),
        h("fieldset", { class: "choices" }, h("legend", {}, "May use"), boxes.map(({ feature, input }) => h("label", { class: "check", for: input.id }, input, feature.replaceAll("_", " ")))),
      ),
    ),
    made,
  );
  return form;
}
