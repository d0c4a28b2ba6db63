// Sends a call from the reference and shows what came back.

import { key } from "../dashboard/api.js";
import { copy, button, fill, h, messageOf } from "../dashboard/dom.js";
import { duration, formatted, size } from "../dashboard/format.js";
import { fieldOf } from "../dashboard/schema_fields.js";
import { exampleOf } from "./schema_view.js";

/** @typedef {import("./schema_view.js").Document} Document */

// A body longer than this is shown up to here.
const mostShown = 200_000;
// A stream has no end to wait for; so long it is listened to.
const longestWait = 30_000;

/** @param {Document} document_ @param {{method: string, path: string, base: string, id: string, details: any}} operation */
export function tryIt(document_, operation) {
  const inside = h("div", {});
  const details = h("details", { class: "try" }, h("summary", {}, "Try it"), inside);
  details.addEventListener("toggle", () => details.open && !inside.firstChild && fill(inside, formOf(document_, operation)));
  return details;
}

/** @param {Document} document_ @param {{method: string, path: string, base: string, id: string, details: any}} operation */
function formOf(document_, { method, path, base, id, details }) {
  const needsKey = details.security?.length !== 0;
  const parameters = (details.parameters ?? []).map((/** @type {any} */ given) => {
    const parameter = document_.resolve(given);
    const field = fieldOf({
      name: `${id}-${parameter.name}`,
      label: parameter.name,
      schema: { ...parameter.schema, description: parameter.description },
      isRequired: parameter.required,
    });
    return { parameter, field };
  });
  const content = details.requestBody && document_.resolve(details.requestBody).content;
  const json = content?.["application/json"]?.schema;
  const form_ = content?.["multipart/form-data"]?.schema;
  const area = json && h("textarea", { class: "code", rows: 8, spellcheck: "false", id: `${id}-body`, value: JSON.stringify(exampleOf(document_, json), null, 2) });
  const file = form_ && h("input", { type: "file", id: `${id}-file` });
  const keyField = h("input", { id: `${id}-key`, type: "password", autocomplete: "off", value: key.get(), placeholder: "sk_…" });
  const answer = h("div", { class: "stack", "aria-live": "polite" });
  const send = h("button", { class: "button primary" }, "Send");

  const form = h(
    "form",
    { novalidate: true },
    h(
      "div",
      { class: "two" },
      needsKey && h("div", { class: "field" }, h("label", { for: keyField.id }, "apikey"), keyField),
      parameters.map((/** @type {any} */ { field }) => field.element),
      area && h("div", { class: "field wide" }, h("label", { for: area.id }, "Body"), area),
      file && h("div", { class: "field wide" }, h("label", { for: file.id }, "file"), file),
    ),
    h("div", { class: "row" }, send),
    answer,
  );

  /** @returns {{url: string, init: RequestInit & {headers: Record<string, string>}}} */
  function callOf() {
    let address = base + path;
    const query = new URLSearchParams();
    for (const { parameter, field } of parameters) {
      field.complain("");
      let value;
      try {
        value = field.read();
      } catch (error) {
        field.complain(messageOf(error));
        throw error;
      }
      if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(String(value)));
      else if (value !== undefined) query.set(parameter.name, String(value));
    }
    /** @type {RequestInit & {headers: Record<string, string>}} */
    const init = { method: method.toUpperCase(), headers: {} };
    if (needsKey) init.headers.apikey = keyField.value.trim();
    if (area) {
      if (area.value.trim()) JSON.parse(area.value);
      init.body = area.value;
      init.headers["Content-Type"] = "application/json";
    }
    if (file) {
      const data = new FormData();
      if (file.files?.[0]) data.append("file", file.files[0]);
      init.body = data;
    }
    return { url: address + (query.size ? `?${query}` : ""), init };
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      const { url, init } = callOf();
      fill(answer, h("p", { class: "muted" }, "Waiting for the answer…"));
      const began = performance.now();
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(longestWait) });
      const text = await response.text();
      fill(answer, answerView(response, text, performance.now() - began, commandOf(url, init, area?.value)));
    } catch (error) {
      fill(answer, h("p", { class: "note bad" }, messageOf(error)));
    } finally {
      send.disabled = false;
    }
  });
  return form;
}

/** @param {Response} response @param {string} text @param {number} took @param {string} command */
function answerView(response, text, took, command) {
  let body;
  try {
    body = text.length > mostShown ? text.slice(0, mostShown) : JSON.parse(text);
  } catch {
    body = text.slice(0, mostShown);
  }
  return [
    h(
      "div",
      { class: "row" },
      h("span", { class: `status ${response.ok ? "done" : "failed"}` }, `${response.status}`),
      h("span", { class: "muted small" }, `${duration(took)} · ${size(text.length)}`),
      button("Copy as curl", () => copy(command, "The command"), "small"),
    ),
    text !== "" && formatted(body),
  ];
}

/** @param {string} url @param {RequestInit & {headers: Record<string, string>}} init @param {string} [body] */
function commandOf(url, init, body) {
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = [`curl -X ${init.method} ${quoted(location.origin + url)}`];
  if (init.headers.apikey) parts.push('-H "apikey: $LISSOM_API_KEY"');
  if (init.headers["Content-Type"]) parts.push(`-H 'Content-Type: ${init.headers["Content-Type"]}'`);
  if (body) parts.push(`-d ${quoted(body)}`);
  if (init.body instanceof FormData) parts.push("-F 'file=@FILE'");
  return parts.join(" \\\n  ");
}
