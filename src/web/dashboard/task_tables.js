// Events and network log of a task as tables.

import { h } from "./dom.js";
import { clockTime, duration, formatted, inline, size } from "./format.js";

/** @typedef {import("./types.js").TaskEvent} TaskEvent */

/** Events as they come: rows are added, those that are there stay. */
export class EventTable {
  constructor() {
    this.body = h("tbody", {});
    this.empty = h("p", { class: "empty" }, "No events.");
    this.table = h("table", { class: "events" }, h("thead", {}, h("tr", {}, ["Time", "Event", "What it says"].map((name) => h("th", { scope: "col" }, name)))), this.body);
    this.root = h("div", { class: "scroll" }, this.table, this.empty);
  }

  /** @param {TaskEvent[]} events all of them, in their order */
  put(events) {
    if (events.length < this.body.rows.length) this.body.replaceChildren();
    for (const event of events.slice(this.body.rows.length)) this.body.append(rowOf(event));
    this.table.hidden = events.length === 0;
    this.empty.hidden = events.length > 0;
  }
}

/** @param {TaskEvent} event */
function rowOf(event) {
  const inside = h("div", {});
  const details = h("details", {}, h("summary", {}, inline(event.payload, 140)), inside);
  details.addEventListener("toggle", () => details.open && inside.replaceChildren(formatted(event.payload)));
  return h("tr", {}, h("td", { class: "tight muted" }, clockTime(event.timestamp)), h("td", { class: "tight" }, h("code", {}, event.name)), h("td", {}, details));
}

/** A field of an entry under one of the names it may have. @param {Record<string, any>} entry @param {...string} names */
const field = (entry, ...names) => names.map((name) => entry[name]).find((value) => value !== undefined && value !== null);

/** @param {any} log @param {() => void} again */
export function networkTable(log, again) {
  /** @type {Record<string, any>[]} */
  const entries = Array.isArray(log) ? log : (log?.entries ?? []);
  const reload = h("div", { class: "more" }, h("button", { type: "button", class: "button small", onclick: again }, "Read again"));
  if (entries.length === 0) return h("div", {}, h("p", { class: "empty" }, "Nothing was sent."), reload);
  return h(
    "div",
    {},
    h(
      "div",
      { class: "scroll" },
      h(
        "table",
        { class: "events network" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Time"), h("th", { scope: "col" }, "Request"), h("th", { scope: "col" }, "Verdict"), h("th", { scope: "col", class: "number" }, "Out"), h("th", { scope: "col", class: "number" }, "In"), h("th", { scope: "col", class: "number" }, "Took"))),
        h(
          "tbody",
          {},
          entries.map((entry) => {
            const at = field(entry, "started_ms", "start_ms", "started_at_ms", "at_ms", "start");
            const took = field(entry, "took_ms", "duration_ms");
            const target = field(entry, "url", "target") ?? `${entry.host ?? ""}${entry.port ? `:${entry.port}` : ""}`;
            const text = String(target).includes(String(entry.host ?? "")) ? target : `${entry.host}${target}`;
            const verdict = field(entry, "verdict", "status") ?? "";
            const refused = /block|refus|den/.test(String(verdict));
            return h(
              "tr",
              {},
              h("td", { class: "tight muted" }, typeof at === "number" ? clockTime(at) : ""),
              h("td", {}, h("code", {}, entry.method ?? ""), " ", String(text)),
              h("td", { class: "tight" }, h("span", { class: refused ? "status failed" : "muted" }, String(verdict)), entry.reason ? ` ${entry.reason}` : ""),
              h("td", { class: "number" }, sizeOf(field(entry, "bytes_out", "sent_bytes", "sent", "bytes_up"))),
              h("td", { class: "number" }, sizeOf(field(entry, "bytes_in", "received_bytes", "received", "bytes_down"))),
              h("td", { class: "number" }, typeof took === "number" ? duration(took) : ""),
            );
          }),
        ),
      ),
    ),
    reload,
  );
}

/** @param {unknown} bytes */
const sizeOf = (bytes) => (typeof bytes === "number" ? size(bytes) : "");
