// Fields of a form made from JSON Schema, with the checks it states.

import { h } from "./dom.js";

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {() => unknown} read The value, undefined where nothing was said; throws a sentence where it is wrong.
 * @property {(text: string) => void} complain Says what is wrong; "" takes it back.
 */

/**
 * @typedef {object} Schema
 * @property {string | string[]} [type]
 * @property {unknown[]} [enum]
 * @property {string} [description]
 * @property {unknown} [default]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [properties]
 * @property {string} [contentMediaType]
 */

/** @param {Schema} schema */
export const typesOf = (schema) => [schema.type ?? (schema.enum ? "string" : [])].flat().filter((type) => type !== "null");

/** @param {string} text What API descriptions mark as code stays readable as text. */
export const plain = (text) => text.replaceAll("`", "");

/**
 * @param {{name: string, label: string, schema: Schema, value?: unknown, isRequired?: boolean}} options
 * @returns {Field}
 */
export function fieldOf({ name, label, schema, value, isRequired = false }) {
  const types = typesOf(schema);
  const id = `field-${name}`;
  const given = value ?? schema.default;
  const common = { id, name, "aria-describedby": `${id}-hint ${id}-wrong`, required: isRequired };
  const wrong = h("span", { class: "wrong", id: `${id}-wrong`, role: "alert" });
  const hint = schema.description && h("span", { class: "hint", id: `${id}-hint` }, plain(schema.description));

  if (types.includes("boolean")) {
    const input = h("input", { ...common, type: "checkbox" });
    input.checked = given === true;
    return {
      element: h("div", {}, h("label", { class: "check", for: id }, input, h("span", {}, label, hint && h("span", { class: "hint" }, plain(schema.description ?? "")))), wrong),
      read: () => (input.checked === (schema.default === true) ? undefined : input.checked),
      complain: (text) => (wrong.textContent = text),
    };
  }

  const { control, read, isWide } = controlOf(schema, types, common, given);
  return {
    element: h("div", { class: isWide ? "field wide" : "field" }, h("label", { for: id }, label), control, hint, wrong),
    read: () => {
      const found = read();
      if (isRequired && found === undefined) throw new Error(`${label}: must be given`);
      return found;
    },
    complain: (text) => {
      wrong.textContent = text;
      control.setAttribute("aria-invalid", String(text !== ""));
    },
  };
}

/**
 * @param {Schema} schema @param {string[]} types @param {Record<string, any>} common @param {unknown} given
 * @returns {{control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, read: () => unknown, isWide?: boolean}}
 */
function controlOf(schema, types, common, given) {
  if (schema.enum) {
    const choices = schema.enum.filter((each) => each !== null).map(String);
    const usual = schema.default === undefined ? choices[0] : String(schema.default);
    const select = h("select", common, choices.map((each) => h("option", { value: each, selected: each === (given ?? usual) }, each)));
    return { control: select, read: () => (select.value === usual ? undefined : select.value) };
  }
  if (types.includes("integer") || types.includes("number")) {
    const isWhole = !types.includes("number");
    const input = h("input", { ...common, type: "number", min: schema.minimum, max: schema.maximum, step: isWhole ? 1 : "any", value: given ?? "" });
    return {
      control: input,
      read: () => {
        if (input.value === "") return undefined;
        const number = Number(input.value);
        const fits = Number.isFinite(number) && (!isWhole || Number.isInteger(number)) && number >= (schema.minimum ?? -Infinity) && number <= (schema.maximum ?? Infinity);
        if (!fits) throw new Error(rangeOf(schema, isWhole));
        return number === schema.default ? undefined : number;
      },
    };
  }
  if (types.includes("array") && typesOf(schema.items ?? {}).includes("string")) {
    const area = h("textarea", { ...common, rows: 3, spellcheck: "false", value: Array.isArray(given) ? given.join("\n") : "" });
    return {
      control: area,
      isWide: true,
      read: () => {
        const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
        return lines.length ? lines : undefined;
      },
    };
  }
  if (types.includes("array") || types.includes("object") || types.length === 0) {
    const isEmpty = given === undefined || given === null || (typeof given === "object" && Object.keys(given).length === 0);
    const area = h("textarea", { ...common, class: "code", rows: 4, spellcheck: "false", placeholder: types.includes("array") ? "[ ]" : "{ }", value: isEmpty ? "" : JSON.stringify(given, null, 2) });
    return { control: area, isWide: true, read: () => jsonOf(area.value, types) };
  }
  const isLong = common.name === "task";
  const input = h(isLong ? "textarea" : "input", { ...common, maxlength: schema.maxLength, value: given ?? "" });
  return {
    control: input,
    isWide: isLong || common.name === "url",
    read: () => (input.value.trim() === "" ? undefined : isLong ? input.value : input.value.trim()),
  };
}

/** @param {Schema} schema @param {boolean} isWhole */
function rangeOf(schema, isWhole) {
  const { minimum, maximum } = schema;
  const what = isWhole ? "must be a whole number" : "must be a number";
  if (minimum !== undefined && maximum !== undefined) return `${what} from ${minimum} to ${maximum}`;
  return minimum !== undefined ? `${what} of at least ${minimum}` : what;
}

/** @param {string} text @param {string[]} types */
function jsonOf(text, types) {
  if (text.trim() === "") return undefined;
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`this is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const kind = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  if (types.length && !types.includes(kind)) throw new Error(`must be ${types.map((type) => `a JSON ${type}`).join(" or ")}`);
  return value;
}
