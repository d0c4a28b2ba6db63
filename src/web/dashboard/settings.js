import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { size } from "./format.js";

const place = "lissom-theme";

/** Light, dark, or as the system says. */
export function useTheme() {
  const theme = localStorage.getItem(place);
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** @param {[string, unknown][]} pairs */
function pairsOf(pairs) {
  return h(
    "dl",
    { class: "pairs" },
    pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value === "" || value === null || value === undefined ? h("span", { class: "muted" }, "not set") : String(value))]),
  );
}

/** How to change what the program was told at its start. @param {Record<string, unknown>} settings @returns {[string, unknown][]} */
const rowsOf = (settings) => Object.entries(settings).map(([name, value]) => [name.replaceAll("_", " "), value === true ? "on" : value === false ? "off" : value === 0 && name === "max_sessions" ? "by this machine" : value]);

/** @returns {Promise<import("./types.js").Page>} */
export async function settingsPage() {
  const server = await api.get("/server");
  const chosen = localStorage.getItem(place) ?? "system";
  const themes = h(
    "div",
    { class: "segments", role: "group", "aria-label": "Colours" },
    ["system", "light", "dark"].map((theme) =>
      h("button", { type: "button", "aria-pressed": String(theme === chosen), onclick: (/** @type {Event} */ event) => choose(theme, /** @type {HTMLElement} */ (event.target)) }, theme),
    ),
  );
  /** @param {string} theme @param {HTMLElement} pressed */
  function choose(theme, pressed) {
    if (theme === "system") localStorage.removeItem(place);
    else localStorage.setItem(place, theme);
    useTheme();
    for (const each of themes.children) each.setAttribute("aria-pressed", String(each === pressed));
  }

  const ready = h("dd", {}, "…");
  fetch("/readyz").then(
    (answer) => fill(ready, h("span", { class: `status ${answer.ok ? "done" : "failed"}` }, answer.ok ? "ready" : "not ready")),
    () => fill(ready, "the server does not answer"),
  );

  return {
    title: "Settings",
    root: h(
      "div",
      { class: "stack narrow" },
      h("h1", {}, "Settings"),
      card("Appearance", themes),
      card(
        "Server",
        h("dl", { class: "pairs" }, h("dt", {}, "State"), ready),
        pairsOf([
          ["Version", server.version],
          ["Your key", server.key],
          ["Largest upload", size(server.max_upload_bytes)],
          ...(server.is_operator ? /** @type {[string, unknown][]} */ ([["Running", server.running], ["Waiting", server.waiting]]) : []),
        ]),
      ),
      server.settings &&
        card(
          "How it was started",
          pairsOf(rowsOf(server.settings)),
          h("p", { class: "muted small" }, "Flags, environment and ", h("code", {}, "lissom.toml"), " decide these; ", h("code", {}, "lissom serve --help"), " lists them."),
        ),
      card(
        "Elsewhere",
        h("p", { class: "row" }, h("a", { href: "/docs" }, "API reference"), h("a", { href: "/openapi.json" }, "OpenAPI document"), h("a", { href: "/metrics" }, "Metrics"), h("a", { href: "/healthz" }, "Health")),
        h("p", { class: "muted small" }, "Keys of this dashboard: ", h("kbd", {}, "n"), " new task, ", h("kbd", {}, "/"), " search."),
      ),
    ),
  };
}

/** @param {string} title @param {...import("./dom.js").Child} parts */
const card = (title, ...parts) => h("section", { class: "card", "aria-label": title }, h("div", { class: "head" }, h("h2", {}, title)), h("div", { class: "body stack" }, ...parts));
