// How times, sizes, money and JSON are written.

import { h } from "./dom.js";

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {number} ms since 1970 */
export const exactTime = (ms) => exact.format(ms);
/** @param {number} ms since 1970 */
export const clockTime = (ms) => clock.format(ms);

/** @param {number} ms since 1970 @param {number} [now] */
export function ago(ms, now = Date.now()) {
  const seconds = Math.max(0, (now - ms) / 1000);
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return day.format(ms);
}

/** @param {number} ms */
export function duration(ms) {
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  for (const [unit, factor] of /** @type {[string, number][]} */ ([["kB", 1e3], ["MB", 1e6], ["GB", 1e9]]))
    if (bytes < factor * 1000) return `${(bytes / factor).toFixed(bytes < factor * 10 ? 1 : 0)} ${unit}`;
  return `${(bytes / 1e12).toFixed(1)} TB`;
}

/** @param {number} dollars */
export function money(dollars) {
  if (dollars === 0) return "$0";
  return dollars < 0.01 ? `$${dollars.toFixed(5)}` : `$${dollars.toFixed(3)}`;
}

/** @param {number} number */
export const count = (number) => number.toLocaleString("en-US").replaceAll(",", " ");

/** The host of an address, or the address where it has none. @param {string} url */
export function hostOf(url) {
  try {
    const parsed = new URL(url);
    return parsed.host + (parsed.pathname === "/" ? "" : parsed.pathname);
  } catch {
    return url;
  }
}

/** One line of a value. @param {unknown} value @param {number} [most] */
export function inline(value, most = 160) {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? line.slice(0, most - 1) + "…" : line;
}

const tokens = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** JSON with its parts in colours; text as it is. @param {unknown} value @returns {HTMLPreElement} */
export function formatted(value) {
  const block = h("pre", { class: "code-block json", tabindex: 0 });
  if (typeof value === "string") {
    block.textContent = value;
    return block;
  }
  const text = JSON.stringify(value, null, 2) ?? "null";
  let at = 0;
  for (const found of text.matchAll(tokens)) {
    const [whole, string, colon, word] = found;
    block.append(text.slice(at, found.index));
    const kind = string ? (colon ? "key" : "string") : word ? "word" : "number";
    block.append(h("span", { class: kind }, string ?? whole), colon ?? "");
    at = (found.index ?? 0) + whole.length;
  }
  block.append(text.slice(at));
  return block;
}
