// Elements without HTML: what strangers wrote is only ever text.

/** @typedef {Node | string | number | null | undefined | boolean | ReadonlyArray<any>} Child Lists may hold lists. */

/**
 * An element. Keys of `props`: `class`, `on…` (listeners), `data-…`/`aria-…` and other attributes; true sets an
 * empty attribute, false and null leave it out. Strings among the children become text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in element) /** @type {any} */ (element).value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** @param {Element} parent @param {Child[]} children */
function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || typeof child === "boolean") continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}

/** Puts the children in place of what the element held. @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Sets the text only where it differs, so that a selection and a screen reader are left alone.
 * @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The first element that fits; its absence is a bug of ours.
 * @template {Element} [T=HTMLElement]
 * @param {string} selector @param {ParentNode} [root] @returns {T} */
export function find(selector, root = document) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`there is no ${selector}`);
  return /** @type {T} */ (element);
}

/** A short word at the edge of the page. @param {string} text @param {"good" | "bad"} [kind] */
export function toast(text, kind = "good") {
  const note = h("div", { class: `toast ${kind}` }, text);
  find(".toasts").append(note);
  setTimeout(() => note.remove(), kind === "bad" ? 9000 : 4000);
}

/** Asks before something that cannot be undone. @param {{title: string, text: string, yes: string}} question
 * @returns {Promise<boolean>} */
export function confirmed({ title, text, yes }) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { "aria-labelledby": "dialog-title" },
      h(
        "form",
        { method: "dialog", class: "stack" },
        h("h2", { id: "dialog-title" }, title),
        h("p", {}, text),
        h(
          "div",
          { class: "actions" },
          h("button", { class: "button", value: "no", autofocus: true }, "Cancel"),
          h("button", { class: "button danger", value: "yes" }, yes),
        ),
      ),
    );
    // The way of a form out of a dialog is closed by the page's policy; so it is done by hand.
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close(/** @type {HTMLButtonElement | null} */ (event.submitter)?.value ?? "no");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** @param {string} text @param {string} what */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied`);
  } catch {
    // Without a secure origin there is no clipboard: show it, to be copied by hand.
    const area = h("textarea", { class: "code", rows: 8, readonly: true, "aria-label": what, value: text });
    const dialog = h(
      "dialog",
      { class: "wide", onclose: () => dialog.remove() },
      h("div", { class: "stack" }, h("h2", {}, `${what}: copy it from here`), area),
      h("div", { class: "actions" }, h("button", { class: "button", onclick: () => dialog.close() }, "Close")),
    );
    document.body.append(dialog);
    dialog.showModal();
    area.select();
  }
}

/** A button that works once at a time and says what went wrong.
 * @param {string} label @param {() => unknown} action @param {string} [kind] */
export function button(label, action, kind = "") {
  const element = h("button", { type: "button", class: `button ${kind}`.trim() }, label);
  let isBusy = false; // a button that is disabled would lose the focus
  element.addEventListener("click", async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      await action();
    } catch (error) {
      toast(messageOf(error), "bad");
    } finally {
      isBusy = false;
    }
  });
  return element;
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
