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

/**
 * @typedef {object} NetworkEntry
 * @property {number} started_at
 * @property {number} [took_ms]
 * @property {boolean} [open]
 * @property {string} method
 * @property {string} host
 * @property {number} port
 * @property {string} url
 * @property {number | null} [status]
 * @property {number} sent
 * @property {number} received
 * @property {string} verdict
 * @property {string | null} [reason]
 */

/** @typedef {{requests: number, refused: number, sent: number, received: number, dropped: number}} Totals */

/** @param {NetworkEntry[]} entries @param {Totals | undefined} totals @param {import("./dom.js").Child} buttons */
export function networkTable(entries, totals, buttons) {
  const sum = totals && `${totals.requests} requests, ${totals.refused} refused, ${size(totals.sent)} sent, ${size(totals.received)} received${totals.dropped ? `; the oldest ${totals.dropped} are not listed` : ""}`;
  const head = h("div", { class: "head" }, h("span", { class: "muted small" }, sum), h("div", { class: "row" }, buttons));
  if (entries.length === 0) return h("div", { class: "network-log" }, head, h("p", { class: "empty" }, "Nothing was sent."));
  const columns = /** @type {[string, string][]} */ ([["Time", ""], ["Request", ""], ["Verdict", ""], ["Sent", "number"], ["Received", "number"], ["Took", "number"]]);
  return h(
    "div",
    { class: "network-log" },
    head,
    h("div", { class: "scroll" }, h("table", { class: "events network" }, h("thead", {}, h("tr", {}, columns.map(([name, kind]) => h("th", { scope: "col", class: kind || null }, name)))), h("tbody", {}, entries.map(networkRow)))),
  );
}

/** @param {NetworkEntry} entry */
function networkRow(entry) {
  const isTunnel = entry.method === "CONNECT";
  const isRefused = entry.verdict !== "allowed";
  return h(
    "tr",
    {},
    h("td", { class: "tight muted" }, clockTime(entry.started_at)),
    h("td", { class: "request" }, h("code", {}, isTunnel ? "tunnel" : entry.method), " ", isTunnel ? `${entry.host}:${entry.port}` : entry.url),
    h("td", { class: "tight" }, h("span", { class: isRefused ? "status failed" : "muted" }, isRefused ? entry.verdict : String(entry.status ?? entry.verdict)), entry.reason && h("div", { class: "muted small" }, entry.reason)),
    h("td", { class: "number" }, size(entry.sent)),
    h("td", { class: "number" }, size(entry.received)),
    h("td", { class: "number" }, entry.open ? "open" : entry.took_ms === undefined ? "" : duration(entry.took_ms)),
  );
}

/**
 * @typedef {object} ConsoleEntry
 * @property {number} at_ms
 * @property {string} level
 * @property {string} source
 * @property {string} text
 * @property {string} [url]
 * @property {number} [line]
 */

/** @param {ConsoleEntry[]} entries @param {{dropped?: number, readsScripts?: boolean}} more @param {import("./dom.js").Child} buttons */
export function consoleTable(entries, { dropped, readsScripts }, buttons) {
  const notes = [
    dropped ? `the oldest ${dropped} are not listed` : "",
    readsScripts === false ? "what pages' own scripts write is read only in tasks with use_stealth off" : "",
  ].filter(Boolean);
  const head = h("div", { class: "head" }, h("span", { class: "muted small" }, notes.join("; ")), h("div", { class: "row" }, buttons));
  if (entries.length === 0) return h("div", { class: "network-log" }, head, h("p", { class: "empty" }, "Nothing was written."));
  const rows = entries.map((entry) =>
    h(
      "tr",
      { class: entry.level },
      h("td", { class: "tight muted" }, clockTime(entry.at_ms)),
      h("td", { class: "tight" }, entry.level),
      h("td", { class: "said" }, entry.text, h("div", { class: "muted small" }, entry.source, entry.url && ` · ${entry.url}:${entry.line}`)),
    ),
  );
  return h(
    "div",
    { class: "network-log" },
    head,
    h("div", { class: "scroll" }, h("table", { class: "events console" }, h("thead", {}, h("tr", {}, ["Time", "Level", "What it says"].map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows))),
  );
}
