// The steps of a task, one below the other; each opens to what was seen, said and done.

import { button, fill, h } from "./dom.js";
import { clockTime, count, duration, exactTime, formatted, hostOf, inline, money } from "./format.js";

/** @typedef {import("./types.js").TraceEntry} TraceEntry */
/** @typedef {import("./types.js").TaskEvent} TaskEvent */

/** What events tell of the steps, where there is no trace. @param {TaskEvent[]} events @returns {TraceEntry[]} */
export function stepsFromEvents(events) {
  return events
    .filter((event) => event.name === "step")
    .map((event, at) => ({ n: at + 1, at_ms: event.timestamp, kind: "step", step: event.payload.number, ...event.payload }));
}

/** @param {TraceEntry} entry */
function lineOf(entry) {
  if (entry.kind === "full") return "This trace is too long; what came after was not kept.";
  if (entry.effect && entry.kind !== "result") return inline(entry.effect, 300);
  if (entry.kind === "result") return entry.failed ? inline(entry.effect, 300) : inline(entry.output, 200);
  return inline(entry.params ?? "", 200);
}

/** Of a step, the model's thinking included; a result's time is that of all steps. @param {TraceEntry} entry */
const timeOf = (entry) => (entry.kind === "result" ? 0 : (entry.took_ms ?? 0) + (entry.thinking_ms ?? 0));

/** @param {TraceEntry} entry */
function nameOf(entry) {
  if (entry.kind === "result") return entry.failed ? "gave up" : "answer";
  return entry.action ?? "";
}

// What a step did shows a moment after it; the picture is taken then, and before the next step begins.
const showsAfter = 700;

export class Timeline {
  /** @param {import("./picture.js").Picture} picture @param {(entry: number) => Promise<string>} stillOf the address of an entry's picture */
  constructor(picture, stillOf) {
    this.picture = picture;
    this.stillOf = stillOf;
    /** @type {Map<number, Promise<string>>} */
    this.stills = new Map();
    // Pictures of steps that nobody scrolls to are not asked for.
    this.sight = new IntersectionObserver((seen) => seen.forEach((each) => each.isIntersecting && this.showThumb(/** @type {HTMLImageElement} */ (each.target))), { rootMargin: "200px" });
    this.list = h("ol", { class: "steps" });
    this.empty = h("p", { class: "empty" });
    this.root = h("div", {}, this.list, this.empty);
    /** @type {Map<number, HTMLElement>} */
    this.items = new Map();
    this.longest = 0;
    /** @type {TraceEntry[]} */
    this.entries = [];
  }

  /** When to look at the recording for what the step led to. @param {TraceEntry} entry */
  momentAfter(entry) {
    const next = this.entries.find((other) => other.n > entry.n);
    const latest = next ? next.at_ms - (next.took_ms ?? 0) : Infinity;
    return Math.max(entry.at_ms, Math.min(entry.at_ms + showsAfter, latest));
  }

  clear() {
    this.items.clear();
    fill(this.list);
    this.leave();
  }

  leave() {
    this.sight.disconnect();
    for (const still of this.stills.values()) still.then(URL.revokeObjectURL, () => {});
    this.stills.clear();
  }

  /** @param {number} number of the entry */
  still(number) {
    let still = this.stills.get(number);
    if (!still) this.stills.set(number, (still = this.stillOf(number)));
    return still;
  }

  /** @param {HTMLImageElement} thumb */
  showThumb(thumb) {
    this.sight.unobserve(thumb);
    this.still(Number(thumb.dataset.entry)).then(
      (address) => (thumb.src = address),
      () => thumb.remove(),
    );
  }

  /** @param {HTMLElement} item @param {TraceEntry} entry */
  addThumb(item, entry) {
    if (!entry.picture || item.querySelector(".thumb")) return;
    const thumb = h("img", { class: "thumb", alt: "", "data-entry": entry.n });
    item.querySelector("summary")?.append(thumb);
    this.sight.observe(thumb);
  }

  /** @param {TraceEntry[]} entries @param {boolean} isActive */
  put(entries, isActive) {
    this.entries = entries;
    this.longest = Math.max(1, ...entries.map(timeOf));
    for (const entry of entries) {
      let item = this.items.get(entry.n);
      if (!item) {
        item = this.item(entry);
        this.items.set(entry.n, item);
        this.list.append(item);
      }
      this.addThumb(item, entry);
    }
    for (const bar of this.list.querySelectorAll("i")) bar.style.width = `${(100 * Number(bar.dataset.ms)) / this.longest}%`;
    this.empty.hidden = entries.length > 0;
    this.empty.textContent = isActive ? "No step yet." : "No steps were kept.";
  }

  /** @param {TraceEntry} entry */
  item(entry) {
    const tokens = (entry.tokens?.input ?? 0) + (entry.tokens?.output ?? 0);
    const inside = h("div", { class: "inside" });
    const details = h(
      "details",
      {},
      h(
        "summary",
        {},
        h("span", { class: "n" }, entry.kind === "result" ? "=" : String(entry.step ?? entry.n)),
        h("span", { class: "what" }, h("code", {}, nameOf(entry)), " ", lineOf(entry)),
        h(
          "span",
          { class: "cost", title: exactTime(entry.at_ms) },
          [tokens ? `${count(tokens)} tok` : "", entry.cost_usd ? money(entry.cost_usd) : "", entry.kind === "full" ? "" : duration(timeOf(entry) || (entry.took_ms ?? 0))].filter(Boolean).join(" · "),
        ),
        entry.url && h("span", { class: "where clip" }, hostOf(entry.url)),
        entry.kind !== "result" && h("span", { class: "bars", "aria-hidden": "true" }, h("i", { "data-ms": timeOf(entry) })),
      ),
      inside,
    );
    // Pages are long: their text becomes elements when somebody opens the step.
    details.addEventListener("toggle", () => {
      if (details.open && !inside.firstChild) this.open(inside, entry);
    });
    return h("li", { class: [entry.kind, entry.failed && "failed"].filter(Boolean).join(" ") }, details);
  }

  /** @param {HTMLElement} inside @param {TraceEntry} entry */
  open(inside, entry) {
    const parts = /** @type {[string, unknown][]} */ ([
      ["Asked of the model", entry.asked],
      ["The model said", entry.answered],
      ["Parameters", isEmpty(entry.params) ? null : entry.params],
      ["Effect", entry.kind === "result" && !entry.failed ? null : entry.effect],
      [entry.kind === "result" ? "Output" : "Answer", entry.output],
      [entry.kind === "result" ? "The page at the end" : "The page before it", entry.observation],
    ]);
    const { tokens } = entry;
    const facts = [
      clockTime(entry.at_ms),
      entry.took_ms !== undefined ? `action ${duration(entry.took_ms)}` : "",
      entry.thinking_ms ? `model ${duration(entry.thinking_ms)}` : "",
      tokens && tokens.input + tokens.output ? `${count(tokens.input)} tokens in (${count(tokens.cached)} cached), ${count(tokens.output)} out` : "",
      entry.cost_usd ? money(entry.cost_usd) : "",
    ].filter(Boolean);
    const name = `Picture after step ${entry.step ?? entry.n}`;
    const canvas = h("canvas", { "aria-label": name, role: "img", hidden: true });
    const still = h("img", { alt: name, class: "still", hidden: true });
    fill(
      inside,
      h("p", { class: "muted small row" }, facts.join(" · "), this.picture.hasRecording && button("Show in recording", () => this.picture.seek(entry.at_ms), "small")),
      still,
      canvas,
      parts.map(([name, value]) => value !== null && value !== undefined && value !== "" && h("div", {}, h("h3", {}, name), formatted(value))),
    );
    // The recording is sharper, where there is one.
    this.picture.draw(canvas, this.momentAfter(entry)).then(
      (isThere) => (canvas.hidden = !isThere),
      () => canvas.remove(),
    ).then(async () => {
      if (!entry.picture || (canvas.isConnected && !canvas.hidden)) return;
      still.src = await this.still(entry.n);
      still.hidden = false;
    }).catch(() => still.remove());
  }
}

/** @param {unknown} value */
const isEmpty = (value) => value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
