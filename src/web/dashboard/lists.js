// What profiles, files, extensions and keys have in common: a heading, a form, a table.

import { ApiError } from "./api.js";
import { fill, h, messageOf } from "./dom.js";

// Until a server that does not answer is asked again.
const retryPause = 3000;

/**
 * @template T
 * @typedef {object} Column
 * @property {string} name
 * @property {(item: T) => import("./dom.js").Child} show
 * @property {string} [kind] a class: number, tight, head, buttons
 */

/**
 * A table that reads its rows and can read them again.
 * @template T
 * @param {{what: string, read: () => Promise<T[]>, columns: Column<T>[], none: string}} options
 */
export function listOf({ what, read, columns, none }) {
  const body = h("tbody", {});
  const table = h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, what),
    h("thead", {}, h("tr", {}, columns.map(({ name, kind }) => h("th", { scope: "col", class: kind ?? null }, name || h("span", { class: "visually-hidden" }, "Buttons"))))),
    body,
  );
  const note = h("p", { class: "empty", role: "status" }, "Reading…");
  table.hidden = true;
  const root = h("section", { class: "card cards scroll", "aria-label": what, tabindex: "-1" }, table, note);

  async function refresh() {
    try {
      const items = await read();
      const hadFocus = body.contains(document.activeElement);
      fill(body, items.map((item) => h("tr", {}, columns.map(({ name, show, kind }) => h("td", { class: kind ?? null, "data-label": name }, show(item))))));
      table.hidden = items.length === 0;
      note.hidden = items.length > 0;
      note.textContent = none;
      if (hadFocus) root.focus({ preventScroll: true }); // its button is gone with its row
    } catch (error) {
      note.hidden = false;
      note.textContent = messageOf(error);
      if (error instanceof ApiError && error.status === 0) setTimeout(() => root.isConnected && refresh(), retryPause);
    }
  }
  return { root, refresh };
}

/** A form of one line that sends by itself. @param {{label: string, fields: import("./dom.js").Child[], submit: string, send: () => Promise<unknown>}} options */
export function quickForm({ label, fields, submit, send }) {
  const send_ = h("button", { class: "button primary" }, submit);
  const wrong = h("p", { class: "note bad", role: "alert", hidden: true });
  const form = h("form", { class: "card", "aria-label": label }, h("div", { class: "body stack" }, h("div", { class: "row" }, fields, send_), wrong));
  let isSending = false; // a button that is disabled would lose the focus
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    wrong.hidden = true;
    try {
      await send();
    } catch (error) {
      wrong.hidden = false;
      wrong.textContent = messageOf(error);
    } finally {
      isSending = false;
    }
  });
  return form;
}

/** A place to drop one file, or to choose it.
 * @param {{label: string, accept?: string, more?: import("./dom.js").Child, send: (file: File) => Promise<unknown>}} options */
export function dropZone({ label, accept, more, send }) {
  const input = h("input", { type: "file", id: "upload", accept: accept ?? null, "aria-label": label });
  const form = quickForm({
    label,
    fields: [h("div", { class: "grow" }, input), more],
    submit: "Upload",
    send: async () => {
      const file = input.files?.[0];
      if (!file) throw new Error("Choose a file first.");
      await send(file);
      input.value = "";
    },
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
  return form;
}

/** @param {string} title @param {import("./dom.js").Child} about @param {...import("./dom.js").Child} parts */
export function listPage(title, about, ...parts) {
  return h("div", { class: "stack" }, h("div", { class: "page-head" }, h("h1", {}, title)), h("p", { class: "muted" }, about), ...parts);
}
