// The form of a new task: every option of the API, as /openapi.json tells of it.

import * as api from "./api.js";
import { find, h, messageOf } from "./dom.js";
import { choicesField, certificatesField } from "./special_fields.js";
import { fieldOf } from "./schema_fields.js";

/** @typedef {import("./schema_fields.js").Field} Field */

const groups = /** @type {{name: string, about?: string, isOpen?: boolean, fields: string[]}[]} */ ([
  { name: "Task", isOpen: true, fields: ["task", "url"] },
  { name: "Answer", about: "the shape it must fit", fields: ["response_model"] },
  { name: "What it may use", about: "profile, files, extensions, values", fields: ["profile_id", "profile_read_only", "files", "extensions", "metadata"] },
  { name: "Agent", about: "with a model or without, steps, tools", fields: ["agent", "max_steps", "additional_tools", "custom_tools"] },
  { name: "Browser", about: "device, stealth, recording", fields: ["device", "use_stealth", "use_adblock", "use_captcha_solver", "show_cursor", "enable_recording"] },
  { name: "Network", about: "allowed addresses, proxy, certificate", fields: ["allowed_urls", "proxy_server", "proxy_username", "proxy_password", "certificates"] },
  { name: "More", about: "experiments", fields: ["experimental_features"] },
]);

const labels = /** @type {Record<string, string>} */ ({
  task: "What should be done?",
  url: "Start page",
  response_model: "Shape of the answer (JSON Schema)",
  profile_id: "Profile",
  profile_read_only: "Do not save changes to the profile",
  files: "Files",
  extensions: "Extensions",
  metadata: "Values the agent may use (JSON)",
  agent: "Agent",
  max_steps: "Most steps",
  additional_tools: "Additional tools (JSON)",
  custom_tools: "Custom tools (JSON)",
  device: "Device",
  use_stealth: "Look like a person's browser",
  use_adblock: "Block advertisements",
  use_captcha_solver: "Wait for a person at a captcha",
  show_cursor: "Show the cursor",
  enable_recording: "Record a video",
  allowed_urls: "Only these addresses, one a line",
  proxy_server: "Proxy",
  proxy_username: "Proxy user",
  proxy_password: "Proxy password",
  certificates: "Client certificate",
  experimental_features: "Experimental features (JSON)",
  webhook_url: "Address to tell when it has ended",
});

// Their labels say what their descriptions do.
const sayEnough = new Set(["task", "use_stealth", "profile_id"]);

/** @param {URLSearchParams} query @returns {Promise<import("./types.js").Page>} */
export async function newTaskPage(query) {
  const from = query.get("from");
  const [document_, profiles, files, extensions, earlier] = await Promise.all([
    api.openapi(),
    api.get("/profile").catch(() => []),
    api.get("/file").catch(() => []),
    api.get("/extension").catch(() => []),
    from ? api.get(`/task/${encodeURIComponent(from)}?details=true`) : null,
  ]);
  const properties = document_.components.schemas.TaskRequest.properties;
  const begun = { ...(earlier?.request ?? {}) };
  if (query.get("profile_id")) begun.profile_id = query.get("profile_id");
  if (query.get("files")) begun.files = [query.get("files")];
  if (query.get("extensions")) begun.extensions = [query.get("extensions")];

  /** @type {Map<string, Field>} */
  const fields = new Map();
  const known = new Set(groups.flatMap((group) => group.fields));
  const others = Object.keys(properties).filter((name) => !known.has(name) && !properties[name].deprecated);
  for (const name of [...known, ...others]) {
    if (!properties[name]) continue;
    fields.set(name, makeField(name));
  }

  /** @param {string} name @returns {Field} */
  function makeField(name) {
    const label = labels[name] ?? name.replaceAll("_", " ");
    const value = begun[name];
    if (name === "files") return choicesField({ name, label, value, choices: files.map((/** @type {any} */ file) => [file.id, file.file_name]), none: "No file was uploaded.", link: "#/files" });
    if (name === "extensions") return choicesField({ name, label, value, choices: extensions.map((/** @type {any} */ each) => [each.id, each.file_name]), none: "No extension was uploaded.", link: "#/extensions" });
    if (name === "certificates") return certificatesField(label);
    const hint = sayEnough.has(name) ? "" : properties[name].description;
    const field = fieldOf({ name, label, schema: { ...properties[name], description: hint }, value });
    const input = field.element.querySelector("input, textarea");
    if (name === "profile_id") {
      input?.setAttribute("list", "profile-names");
      field.element.append(h("datalist", { id: "profile-names" }, profiles.map((/** @type {any} */ profile) => h("option", { value: profile.id }))));
    }
    if (name === "url") input?.setAttribute("placeholder", "https://…");
    if (name === "proxy_password") input?.setAttribute("type", "password");
    if (name === "proxy_password") input?.setAttribute("autocomplete", "off");
    return field;
  }

  const isSession = h("input", { type: "checkbox", id: "is-session", checked: Boolean(earlier?.is_session && earlier?.request) });
  const sessionCheck = h("label", { class: "check", for: "is-session" }, isSession, h("span", {}, "Open a session instead", h("span", { class: "hint" }, "A browser that waits for actions, without an instruction.")));
  const wrong = h("p", { class: "note bad", role: "alert", hidden: true, tabindex: "-1" });
  const submit = h("button", { class: "button primary" }, "Run");
  const form = h(
    "form",
    { class: "form", novalidate: true },
    groups.map((group) => groupOf(group, [...group.fields, ...(group.name === "More" ? others : [])])),
    wrong,
    h("div", { class: "end" }, submit, h("a", { class: "button", href: from ? `#/task/${encodeURIComponent(from)}` : "#/tasks" }, "Cancel"), h("span", { class: "muted small" }, "Ctrl+Enter runs it")),
  );

  /** @param {{name: string, about?: string, isOpen?: boolean}} group @param {string[]} names */
  function groupOf({ name, about, isOpen }, names) {
    const inside = names.map((each) => fields.get(each)).filter((each) => each !== undefined);
    if (inside.length === 0) return null;
    const isUsed = names.some((each) => query.has(each) || !isUsual(begun[each], properties[each]?.default));
    return h(
      "details",
      { class: "card", open: Boolean(isOpen) || isUsed },
      h("summary", {}, name, about && h("span", { class: "muted" }, about)),
      h("div", { class: "group two" }, inside.map((field) => field.element), name === "Task" && h("div", { class: "wide" }, sessionCheck)),
    );
  }

  const task = /** @type {HTMLTextAreaElement} */ (find("textarea", /** @type {Field} */ (fields.get("task")).element));
  task.rows = 4;
  task.autofocus = true;
  task.placeholder = "For example: Find the cheapest blue mug and return its name and price";
  const showKind = () => {
    /** @type {Field} */ (fields.get("task")).element.hidden = isSession.checked;
    submit.textContent = isSession.checked ? "Open" : "Run";
  };
  isSession.addEventListener("change", showKind);
  showKind();
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  /** @param {string} text @param {Field} [field] */
  function refuse(text, field) {
    wrong.hidden = false;
    wrong.textContent = text;
    const group = field?.element.closest("details");
    if (group) group.open = true;
    if (field) field.complain(text);
    /** @type {HTMLElement} */ (field?.element.querySelector("input, textarea, select") ?? wrong).focus();
  }

  async function collect() {
    /** @type {Record<string, unknown>} */
    const body = {};
    for (const [name, field] of fields) {
      field.complain("");
      let value;
      try {
        value = await field.read();
      } catch (error) {
        refuse(messageOf(error), field);
        return null;
      }
      if (value !== undefined) body[name] = value;
    }
    if (isSession.checked) body.task = null;
    else if (!body.task) {
      refuse("Say what should be done.", fields.get("task"));
      return null;
    }
    return body;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    submit.disabled = true;
    try {
      const body = await collect();
      if (body) location.hash = `#/task/${encodeURIComponent((await api.post("/task", body)).id)}`;
    } catch (error) {
      const text = messageOf(error);
      // The server's sentence begins with the field it is about.
      const named = /^"?([a-z_]+)/.exec(text)?.[1] ?? "";
      refuse(text, fields.get(named));
    } finally {
      submit.disabled = false;
    }
  });

  return {
    title: "New task",
    root: h(
      "div",
      { class: "stack" },
      h("h1", {}, from ? "Run again" : "New task"),
      earlier?.request?.proxy_server && h("p", { class: "note warn" }, "Passwords and certificates are not kept: give them again."),
      form,
    ),
  };
}

/** @param {unknown} value @param {unknown} usual */
function isUsual(value, usual) {
  if (value === undefined || value === null || value === "" || value === usual) return true;
  if (value === "smooth" || value === "desktop") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
