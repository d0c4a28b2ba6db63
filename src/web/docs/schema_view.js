// A JSON Schema as a list of fields.

import { fill, h } from "../dashboard/dom.js";

/**
 * @typedef {object} Document
 * @property {{title: string, version: string, description: string}} info
 * @property {{url: string}[]} servers
 * @property {{name: string}[]} [tags]
 * @property {Record<string, any>} paths
 * @property {(part: any) => any} resolve What a $ref stands for.
 */

// Deeper parts open on demand.
const openDepth = 1;

/** Text of the document: what stands between backticks is code. @param {string} text */
export function prose(text) {
  return text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));
}

/** @param {any} schema @returns {string} */
function kindOf(schema) {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((/** @type {unknown} */ each) => JSON.stringify(each)).join(" | ");
  const types = [schema.type ?? "any"].flat();
  const items = schema.items?.$ref ? schema.items.$ref.split("/").pop() : schema.items ? [schema.items.type ?? "any"].flat().join(" | ") : "";
  return types.map((type) => (type === "array" && items ? `array of ${items}` : type)).join(" | ");
}

/** @param {any} schema */
function boundsOf(schema) {
  const parts = [];
  if (schema.minimum !== undefined) parts.push(`at least ${schema.minimum}`);
  if (schema.maximum !== undefined) parts.push(`at most ${schema.maximum}`);
  if (schema.maxLength !== undefined) parts.push(`at most ${schema.maxLength} characters`);
  if (schema.default !== undefined) parts.push(`default ${JSON.stringify(schema.default)}`);
  return parts.length ? `, ${parts.join(", ")}` : "";
}

/** @param {Document} document_ @param {any} given @param {number} [depth] @returns {HTMLElement} */
export function schemaView(document_, given, depth = 0) {
  const schema = document_.resolve(given);
  if (!schema.properties) {
    const items = schema.items && document_.resolve(schema.items);
    return h("div", {}, h("p", { class: "muted small" }, kindOf(schema), boundsOf(schema)), items?.properties && schemaView(document_, items, depth + 1));
  }
  const required = new Set(schema.required ?? []);
  return h(
    "ul",
    { class: "fields" },
    Object.entries(schema.properties).map(([name, part]) => {
      const field = document_.resolve(part);
      return h(
        "li",
        {},
        h("span", { class: "name" }, name),
        " ",
        h("span", { class: "kind" }, kindOf(field), boundsOf(field)),
        required.has(name) && [" ", h("span", { class: "must" }, "required")],
        field.deprecated && [" ", h("span", { class: "tag" }, "old")],
        field.description && h("p", {}, prose(field.description)),
        insideOf(document_, field, depth),
      );
    }),
  );
}

/** @param {Document} document_ @param {any} field @param {number} depth */
function insideOf(document_, field, depth) {
  const inner = field.items ? document_.resolve(field.items) : field;
  if (!inner.properties) return null;
  if (depth < openDepth) return schemaView(document_, inner, depth + 1);
  const inside = h("div", {});
  const details = h("details", {}, h("summary", {}, "its fields"), inside);
  details.addEventListener("toggle", () => details.open && !inside.firstChild && fill(inside, schemaView(document_, inner, depth + 1)));
  return details;
}

/** A value to begin with: what must be there, with examples of the right kind. @param {Document} document_ @param {any} given @returns {unknown} */
export function exampleOf(document_, given) {
  const schema = document_.resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const [type] = [schema.type ?? "string"].flat();
  if (type === "object") {
    const names = schema.required ?? Object.keys(schema.properties ?? {}).slice(0, 2);
    return Object.fromEntries(names.map((/** @type {string} */ name) => [name, exampleOf(document_, schema.properties?.[name] ?? {})]));
  }
  if (type === "array") return [];
  if (type === "integer" || type === "number") return schema.minimum ?? 0;
  if (type === "boolean") return false;
  return "";
}
