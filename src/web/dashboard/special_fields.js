// Fields of a task that are more than their schema: a choice among what was uploaded, a certificate.

import { h } from "./dom.js";

/** @typedef {import("./schema_fields.js").Field} Field */

/** @param {{name: string, label: string, value: unknown, choices: [string, string][], none: string, link: string}} options @returns {Field} */
export function choicesField({ name, label, value, choices, none, link }) {
  const chosen = Array.isArray(value) ? value : [];
  const boxes = choices.map(([id, text]) => {
    const input = h("input", { type: "checkbox", id: `${name}-${id}`, value: id });
    input.checked = chosen.includes(id);
    return { id, input, element: h("label", { class: "check", for: input.id }, input, text) };
  });
  const gone = chosen.filter((id) => !choices.some(([known]) => known === id));
  const wrong = h("span", { class: "wrong", role: "alert" });
  return {
    element: h(
      "div",
      { class: "field wide", role: "group", "aria-label": label },
      h("span", {}, label),
      boxes.length ? h("div", { class: "choices" }, boxes.map(({ element }) => element)) : h("span", { class: "hint" }, none, " ", h("a", { href: link }, "Upload one")),
      gone.length > 0 && h("span", { class: "hint" }, `Not there any more: ${gone.join(", ")}`),
      wrong,
    ),
    read: () => {
      const ids = boxes.filter(({ input }) => input.checked).map(({ id }) => id);
      return ids.length ? ids : undefined;
    },
    complain: (text) => (wrong.textContent = text),
  };
}

/** @param {string} label @returns {Field} */
export function certificatesField(label) {
  const file = h("input", { type: "file", id: "field-certificates", accept: ".p12,.pfx" });
  const password = h("input", { type: "password", id: "certificate-password", autocomplete: "off" });
  const wrong = h("span", { class: "wrong", role: "alert" });
  return {
    element: h(
      "div",
      { class: "wide pair" },
      h("div", { class: "field" }, h("label", { for: file.id }, `${label} (.p12)`), file, wrong),
      h("div", { class: "field" }, h("label", { for: password.id }, "Its password"), password),
    ),
    read: async () => {
      const chosen = file.files?.[0];
      if (!chosen) return undefined;
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
      return [{ file: btoa(text), password: password.value }];
    },
    complain: (text) => (wrong.textContent = text),
  };
}
