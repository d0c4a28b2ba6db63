// The API reference: /openapi.json for people.

import { key, openapi } from "../dashboard/api.js";
import { fill, find, h, messageOf } from "../dashboard/dom.js";
import { useTheme } from "../dashboard/settings.js";
import { prose, schemaView } from "./schema_view.js";
import { tryIt } from "./try_it.js";

/** @typedef {import("./schema_view.js").Document} Document */
/** @typedef {{method: string, path: string, base: string, id: string, tag: string, details: any}} Operation */

/** @param {Document} document_ @returns {Operation[]} */
function operationsOf(document_) {
  return Object.entries(document_.paths).flatMap(([path, item]) => {
    const base = (item.servers ?? document_.servers)[0].url.replace(/\/$/, "");
    return Object.entries(item)
      .filter(([method]) => ["get", "post", "put", "delete", "patch"].includes(method))
      .map(([method, details]) => ({ method, path, base, id: details.operationId, tag: details.tags?.[0] ?? "Other", details }));
  });
}

/** @param {Operation} operation */
const methodOf = ({ method }) => h("span", { class: `method ${method}` }, method === "delete" ? "del" : method);

/** @param {Document} document_ @param {Operation} operation */
function operationView(document_, operation) {
  const { details } = operation;
  const responses = Object.entries(details.responses ?? {}).map(([status, response]) => /** @type {const} */ ([status, document_.resolve(response)]));
  const body = details.requestBody && document_.resolve(details.requestBody);
  return h(
    "article",
    { class: `card operation ${details.deprecated ? "deprecated" : ""}`, id: operation.id },
    h(
      "div",
      { class: "head" },
      methodOf(operation),
      h("a", { class: "anchor path", href: `#${operation.id}` }, operation.base + operation.path),
      h("span", { class: "grow muted" }, details.summary),
      details.deprecated && h("span", { class: "tag" }, "old"),
      details.security?.length === 0 && h("span", { class: "tag" }, "no key"),
    ),
    h(
      "div",
      { class: "body" },
      details.description && h("p", {}, prose(details.description)),
      details.parameters?.length > 0 && h("section", {}, h("h4", {}, "Parameters"), parametersView(document_, details.parameters)),
      body && Object.entries(body.content).map(([type, { schema }]) => h("section", {}, h("h4", {}, `Body (${type})`), schemaView(document_, schema))),
      h(
        "section",
        {},
        h("h4", {}, "Answers"),
        h("dl", { class: "answers" }, responses.map(([status, response]) => [h("dt", {}, status), h("dd", {}, prose(response.description ?? ""), Number(status) < 300 && answerView(document_, response))])),
      ),
      tryIt(document_, operation),
    ),
  );
}

/** @param {Document} document_ @param {any[]} parameters */
function parametersView(document_, parameters) {
  return h(
    "ul",
    { class: "fields" },
    parameters.map((given) => {
      const parameter = document_.resolve(given);
      return h(
        "li",
        {},
        h("span", { class: "name" }, parameter.name),
        " ",
        h("span", { class: "kind" }, `${[parameter.schema?.type ?? "any"].flat().join(" or ")}, in the ${parameter.in}`),
        parameter.required && [" ", h("span", { class: "must" }, "required")],
        parameter.description && h("p", {}, prose(parameter.description)),
      );
    }),
  );
}

/** @param {Document} document_ @param {any} response */
function answerView(document_, response) {
  const schema = response.content?.["application/json"]?.schema;
  if (!schema) return null;
  const inside = h("div", {});
  const details = h("details", {}, h("summary", { class: "small" }, "its shape"), inside);
  details.addEventListener("toggle", () => details.open && !inside.firstChild && fill(inside, schemaView(document_, schema)));
  return details;
}

/** @param {Document} document_ @param {Operation[]} operations */
function contentsOf(document_, operations) {
  const nav = find(".contents");
  const search = h("input", { type: "search", placeholder: "Filter…", "aria-label": "Filter endpoints" });
  const toggle = h("button", { type: "button", class: "button", "aria-expanded": "false" }, "All endpoints");
  toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(nav.classList.toggle("open"))));
  const tags = tagsOf(document_, operations);
  fill(
    nav,
    search,
    toggle,
    tags.map((tag) =>
      h(
        "section",
        {},
        h("h2", {}, tag),
        h("ul", {}, operations.filter((operation) => operation.tag === tag).map((operation) => h("li", {}, h("a", { href: `#${operation.id}` }, methodOf(operation), h("span", { class: "mono" }, operation.path))))),
      ),
    ),
  );
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase();
    nav.classList.add("open");
    for (const section of nav.querySelectorAll("section")) {
      let some = false;
      for (const item of section.querySelectorAll("li")) {
        item.hidden = !(item.textContent ?? "").toLowerCase().includes(words);
        some ||= !item.hidden;
      }
      section.hidden = !some;
    }
  });
}

/** @param {Document} document_ @param {Operation[]} operations */
const tagsOf = (document_, operations) => [...new Set([...(document_.tags ?? []).map((tag) => tag.name), ...operations.map(({ tag }) => tag)])].filter((tag) => operations.some((operation) => operation.tag === tag));

/** @param {Document} document_ */
function introOf(document_) {
  return h(
    "section",
    { class: "intro" },
    h("h1", {}, `${document_.info.title} ${document_.info.version}`),
    h("p", {}, document_.info.description),
    h("p", {}, "Every call carries your key in the header ", h("code", {}, "apikey"), ". A success is ", h("code", {}, '{"r": …}'), ", an error ", h("code", {}, '{"detail": "…"}'), " with a sentence that says what to change."),
    key.get() === "" && h("p", { class: "note" }, "To try calls on this page, ", h("a", { href: "/" }, "sign in"), " in this tab, or write the key where it is asked for."),
  );
}

async function begin() {
  useTheme();
  const main = find("#content");
  try {
    const raw = await openapi();
    /** @param {any} part @returns {any} */
    const resolve = (part) => (part?.$ref ? resolve(part.$ref.slice(2).split("/").reduce((/** @type {any} */ at, /** @type {string} */ name) => at[name], raw)) : part);
    const document_ = /** @type {Document} */ ({ ...raw, resolve });
    const operations = operationsOf(document_);
    contentsOf(document_, operations);
    fill(
      main,
      introOf(document_),
      tagsOf(document_, operations).map((tag) => [h("h2", { class: "tag-head" }, tag), operations.filter((operation) => operation.tag === tag).map((operation) => operationView(document_, operation))]),
    );
    // The browser looked for it before it was there.
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  } catch (error) {
    fill(main, h("p", { class: "note bad" }, messageOf(error)));
  }
}

begin();
