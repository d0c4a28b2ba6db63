// The list of tasks and sessions: kept up to date, searched, filtered, paged.

import * as api from "./api.js";
import { fill, h, messageOf, setText } from "./dom.js";
import { ago, duration, exactTime, hostOf, inline } from "./format.js";

/** @typedef {import("./types.js").Task} Task */

const pageLength = 50;
// How often the list is read again while somebody looks at it.
const interval = 2500;

const filters = /** @type {[string, string][]} */ ([
  ["All", ""],
  ["Active", "waiting,running"],
  ["Done", "done"],
  ["Failed", "failed"],
  ["Cancelled", "cancelled"],
]);

/** @param {Task} task */
export function titleOf(task) {
  if (task.request?.task) return inline(task.request.task, 300);
  if (task.is_session) return task.request?.url ? `Session at ${hostOf(task.request.url)}` : "Session";
  return "Deleted task";
}

/** @param {Task} task */
export const isActive = (task) => task.status === "waiting" || task.status === "running";

/** @param {Task} task */
export const tookOf = (task) => (task.ended_at_ms ?? Date.now()) - task.created_at_ms;

class Row {
  /** @param {Task} task */
  constructor(task) {
    this.task = task;
    this.title = h("a", { class: "title clip", href: `#/task/${encodeURIComponent(task.id)}` });
    this.where = h("span", { class: "muted small clip" });
    this.status = h("span", { class: "status" });
    this.result = h("span", { class: "clip" });
    this.agent = h("span", { class: "muted clip" });
    this.when = h("time", { class: "muted" });
    this.took = h("span", {});
    this.credits = h("span", {});
    this.element = h(
      "tr",
      { "data-id": task.id },
      h("td", { class: "c-status" }, this.status),
      h("td", { class: "c-task" }, this.title, this.where),
      h("td", { class: "c-result" }, this.result),
      h("td", { class: "c-agent" }, this.agent),
      h("td", { class: "c-when" }, this.when),
      h("td", { class: "c-took number" }, this.took),
      h("td", { class: "c-credits number" }, this.credits),
    );
    this.put(task);
  }

  /** @param {Task} task */
  put(task) {
    this.task = task;
    setText(this.title, titleOf(task));
    setText(this.where, task.request?.task && task.request.url ? hostOf(task.request.url) : task.id);
    if (this.status.textContent !== task.status) {
      this.status.className = `status ${task.status}`;
      setText(this.status, task.status);
    }
    setText(this.result, task.output === null || task.output === undefined ? "" : inline(task.output));
    this.result.className = task.status === "failed" ? "clip muted" : "clip";
    setText(this.agent, [task.is_session ? "session" : task.agent, task.device === "desktop" ? null : task.device].filter(Boolean).join(" · "));
    setText(this.when, ago(task.created_at_ms));
    this.when.title = exactTime(task.created_at_ms);
    setText(this.took, duration(tookOf(task)));
    setText(this.credits, task.credits_used ? String(task.credits_used) : "");
  }
}

/** @param {URLSearchParams} query @returns {import("./types.js").Page} */
export function tasksPage(query) {
  let status = query.get("status") ?? "";
  let text = query.get("q") ?? "";
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {number | null} */
  let next = null;
  let asked = 0;
  let isReadingOlder = false;
  let timer = 0;
  let typing = 0;
  const leaving = new AbortController();

  const body = h("tbody", {});
  const table = h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, "Tasks and sessions, newest first"),
    h("colgroup", {}, ["c-status", "", "c-result", "c-agent", "c-when", "c-took", "c-credits"].map((name) => h("col", { class: name || null }))),
    h("thead", {}, h("tr", {}, ["Status", "Task", "Result", "Agent", "Started"].map((name) => h("th", { scope: "col" }, name)), h("th", { scope: "col", class: "number" }, "Took"), h("th", { scope: "col", class: "number" }, "Credits"))),
    body,
  );
  const empty = h("div", { class: "empty" });
  const wrong = h("p", { class: "note bad", role: "alert", hidden: true });
  const older = h("button", { type: "button", class: "button" }, "Show older tasks");
  const more = h("div", { class: "more", hidden: true }, older);
  const search = h("input", { type: "search", placeholder: "Search task, address, result…", "aria-label": "Search", value: text, title: "Press / to search" });
  const segments = h(
    "div",
    { class: "segments", role: "group", "aria-label": "Status" },
    filters.map(([name, value]) =>
      h("button", { type: "button", "data-status": value, onclick: () => choose(value) }, name),
    ),
  );

  /** @param {number | null} before */
  const path = (before) => {
    const params = new URLSearchParams({ l: String(pageLength), details: "true" });
    if (status) params.set("status", status);
    if (text) params.set("q", text);
    if (before) params.set("t", String(before));
    return `/task?${params}`;
  };

  function remember() {
    const params = new URLSearchParams();
    if (status) params.set("status", status);
    if (text) params.set("q", text);
    history.replaceState(null, "", `#/tasks${params.size ? `?${params}` : ""}`);
  }

  function show() {
    for (const button of segments.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.status === status));
    const nothing = rows.size === 0;
    table.hidden = nothing;
    empty.hidden = !nothing;
    more.hidden = next === null;
    if (!nothing) return;
    if (status || text) fill(empty, h("p", {}, "Nothing fits this search."));
    else fill(empty, h("p", {}, "No task yet. Say what you want done on the web."), h("a", { class: "button primary", href: "#/new" }, "New task"));
  }

  // New rows come on top; those that are there stay the same elements, so that focus and selection stay too.
  /** @param {Task[]} tasks */
  function put(tasks) {
    for (const task of tasks) {
      const row = rows.get(task.id);
      if (row) row.put(task);
      else rows.set(task.id, new Row(task));
    }
    const order = [...rows.values()].sort((a, b) => b.task.created_at_ms - a.task.created_at_ms);
    order.forEach((row, at) => {
      if (body.children[at] !== row.element) body.insertBefore(row.element, body.children[at] ?? null);
    });
  }

  /** @param {boolean} anew */
  async function read(anew) {
    const question = ++asked;
    try {
      const { r, next: further } = await api.getBody(path(null), leaving.signal);
      if (question !== asked) return;
      // What ended, or was found no more, since the last look leaves a filtered list.
      const oldest = r.length ? r[r.length - 1].created_at_ms : 0;
      const found = new Set(r.map((/** @type {Task} */ task) => task.id));
      // More has come than a page holds: between these and the rows that are there, some would be missing.
      const isGap = further !== null && !r.some((/** @type {Task} */ task) => rows.has(task.id));
      anew ||= isGap;
      for (const [id, row] of rows)
        if (anew || (!found.has(id) && row.task.created_at_ms >= oldest)) {
          row.element.remove();
          rows.delete(id);
        }
      if (anew || rows.size <= r.length) next = further;
      put(r);
      wrong.hidden = true;
      show();
    } catch (error) {
      if (leaving.signal.aborted || question !== asked) return;
      wrong.hidden = false;
      wrong.textContent = messageOf(error);
    }
  }

  async function readOlder() {
    if (next === null || isReadingOlder) return;
    isReadingOlder = true; // a button that is disabled would lose the focus
    try {
      const { r, next: further } = await api.getBody(path(next), leaving.signal);
      next = further;
      put(r);
      // Whoever came here by keyboard goes on with what has come, when the button goes.
      if (next === null && document.activeElement === older) rows.get(r[0]?.id)?.title.focus();
      show();
    } catch (error) {
      if (!leaving.signal.aborted) {
        wrong.hidden = false;
        wrong.textContent = messageOf(error);
      }
    } finally {
      isReadingOlder = false;
    }
  }

  /** @param {string} value */
  function choose(value) {
    status = value;
    remember();
    read(true);
  }

  function tick() {
    timer = setTimeout(async () => {
      if (!document.hidden) await read(false);
      if (!leaving.signal.aborted) tick();
    }, interval);
  }

  older.addEventListener("click", readOlder);
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      text = search.value.trim();
      remember();
      read(true);
    }, 200);
  });
  show();
  empty.hidden = true;
  read(true);
  tick();

  return {
    title: "Tasks",
    leave: () => {
      leaving.abort();
      clearTimeout(timer);
      clearTimeout(typing);
    },
    root: h(
      "div",
      { class: "stack" },
      h(
        "div",
        { class: "page-head" },
        h("h1", {}, "Tasks"),
        h("div", { class: "filters grow" }, search, segments),
        h("a", { class: "button primary", href: "#/new", title: "Press n" }, "New task"),
      ),
      wrong,
      h("section", { class: "card tasks", "aria-label": "Tasks" }, table, empty, more),
    ),
  };
}
