// One task or session: its picture, its steps, its answer, and what can be done with it.

import * as api from "./api.js";
import { button, confirmed, copy, fill, h, messageOf, setText, toast } from "./dom.js";
import { count, duration, exactTime, formatted, hostOf, money } from "./format.js";
import { Picture } from "./picture.js";
import { asCurl, asPython } from "./snippets.js";
import { actionForm } from "./session_actions.js";
import { isActive, titleOf, tookOf } from "./tasks.js";
import { Timeline, stepsFromEvents } from "./timeline.js";
import { EventTable, consoleTable, networkTable } from "./task_tables.js";

/** @typedef {import("./types.js").Task} Task */
/** @typedef {import("./types.js").TaskEvent} TaskEvent */
/** @typedef {import("./types.js").TraceEntry} TraceEntry */

// After a lost stream.
const retryPause = 2000;

class TaskView {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.path = `/task/${encodeURIComponent(id)}`;
    this.leaving = new AbortController();
    /** @type {Task} */
    this.task = /** @type {any} */ (null);
    /** @type {TaskEvent[]} */
    this.events = [];
    /** @type {TraceEntry[]} */
    this.trace = [];
    this.tab = "steps";
    this.clock = 0;
    this.wasBuilt = false;

    this.status = h("span", { class: "status" });
    this.title = h("h1", { tabindex: "-1" });
    this.facts = h("div", { class: "facts" });
    this.buttons = h("div", { class: "row" });
    this.waits = h("p", { class: "note warn", role: "status", hidden: true });
    this.away = h("p", { class: "note bad", role: "alert", hidden: true }, "The server does not answer. Trying again …");
    this.answer = h("section", { class: "card", "aria-label": "Result" });
    this.picture = new Picture();
    this.timeline = new Timeline(this.picture, (entry) => api.getPicture(`${this.path}/trace/${entry}/picture`, this.signal));
    this.table = new EventTable();
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "What happened" });
    this.panel = h("div", { role: "tabpanel", id: "panel", tabindex: "-1" });
    this.actions = h("div", {});
    this.root = h(
      "div",
      { class: "stack" },
      h(
        "header",
        { class: "task-head" },
        h("div", { class: "page-head" }, h("div", { class: "row" }, h("a", { href: "#/tasks" }, "Tasks"), h("span", { class: "muted" }, "/"), this.status), this.buttons),
        this.title,
        this.facts,
        this.waits,
        this.away,
      ),
      h(
        "div",
        { class: "task-grid" },
        h("div", { class: "stack" }, this.answer, this.actions, h("section", { class: "card" }, this.tabs, this.panel)),
        h("div", { class: "stack side" }, this.picture.root),
      ),
    );
  }

  get signal() {
    return this.leaving.signal;
  }

  async open() {
    const [task, events, trace] = await Promise.all([
      api.get(`${this.path}?details=true&downloads=true`, this.signal),
      api.get(`${this.path}?event_t=0`, this.signal),
      this.readTrace(1),
    ]);
    this.events = events.events ?? [];
    this.trace = trace;
    this.put(task);
    this.showTabs();
    this.clock = setInterval(() => isActive(this.task) && this.showFacts(), 1000);
    if (isActive(task)) this.follow();
  }

  leave() {
    this.leaving.abort();
    clearInterval(this.clock);
    this.picture.leave();
    this.timeline.leave();
  }

  // Servers before traces have none.
  /** @param {number} from @returns {Promise<TraceEntry[]>} */
  async readTrace(from) {
    try {
      return await api.get(`${this.path}/trace?from=${from}`, this.signal);
    } catch (error) {
      if (error instanceof api.ApiError && error.status === 404) return [];
      throw error;
    }
  }

  // Until the task ends or somebody goes to another page; a lost connection is begun again where it broke.
  async follow() {
    while (!this.signal.aborted && isActive(this.task)) {
      try {
        const last = this.events.at(-1)?.timestamp ?? 1;
        await api.stream(`${this.path}/events?event_t=${last}`, this.signal, (name, data) => {
          if (name === "end") this.refresh();
          else if (data.timestamp) this.take(data);
        });
        await this.refresh();
      } catch (error) {
        if (this.signal.aborted) return;
        this.away.hidden = false;
        await new Promise((resolve) => setTimeout(resolve, retryPause));
        await this.refresh().then(() => (this.away.hidden = true), () => {});
      }
    }
  }

  /** @param {TaskEvent} event */
  take(event) {
    // Their stamps rise; what a second stream tells again is known.
    if (event.timestamp <= (this.events.at(-1)?.timestamp ?? 0)) return;
    this.events.push(event);
    if (event.name === "challenge") this.showWaits();
    if (event.name === "session_started" || event.name === "session_ended") this.refresh().catch(() => {});
    this.refreshTrace();
  }

  // One question at a time, and one more when something happened meanwhile.
  async refreshTrace() {
    if (this.isReading) {
      this.isStale = true;
      return;
    }
    this.isReading = true;
    try {
      do {
        this.isStale = false;
        // A picture comes a moment after its step: the last ones are looked at again.
        const more = await this.readTrace(Math.max(1, (this.trace.at(-1)?.n ?? 0) - 2));
        const last = this.trace.at(-1)?.n ?? 0;
        for (const entry of more) {
          const known = this.trace.find((each) => each.n === entry.n);
          if (known) known.picture = entry.picture;
        }
        this.trace.push(...more.filter((entry) => entry.n > last));
        this.showTabs();
        this.showFacts();
      } while (this.isStale);
    } catch (error) {
      if (!this.signal.aborted) toast(messageOf(error), "bad");
    } finally {
      this.isReading = false;
    }
  }

  async refresh() {
    this.put(await api.get(`${this.path}?details=true&downloads=true`, this.signal));
    await this.refreshTrace();
    // The recording is made ready in a moment.
    if (!isActive(this.task) && this.task.recording_url === null && !this.hasAskedForRecording) {
      this.hasAskedForRecording = true;
      setTimeout(() => !this.signal.aborted && this.refresh().catch(() => {}), retryPause);
    }
  }

  /** @param {Task} task */
  put(task) {
    const before = this.task;
    this.task = task;
    this.status.className = `status ${task.status}`;
    setText(this.status, task.status);
    setText(this.title, task.request?.task ?? titleOf(task));
    this.showFacts();
    this.showWaits();
    const isNew = !before || before.status !== task.status || before.downloads_url !== task.downloads_url || before.live_url !== task.live_url;
    if (isNew || (before.request === null) !== (task.request === null)) {
      this.showButtons();
      this.showAnswer();
      const takesActions = task.is_session && task.status === "running";
      this.actions.hidden = !takesActions;
      fill(this.actions, takesActions && actionForm(this.path));
    }
    this.picture.show(task, this.events.find((event) => event.name === "session_started")?.timestamp ?? task.created_at_ms);
  }

  // A captcha that only a person can pass: here is the person.
  showWaits() {
    const last = this.events.findLast((event) => event.name === "challenge")?.payload;
    const waits = isActive(this.task) && last?.state === "waiting";
    this.waits.hidden = !waits;
    fill(this.waits, waits && `${last.kind === "captcha" ? "A captcha" : last.kind} on ${hostOf(last.url)} waits for a person: take over, pass it, and the task goes on.`);
  }

  showFacts() {
    const { task } = this;
    const steps = this.trace.filter((entry) => entry.kind === "step").length;
    const spent = { input: 0, output: 0, cost: 0 };
    for (const entry of this.trace) {
      spent.input += entry.tokens?.input ?? 0;
      spent.output += entry.tokens?.output ?? 0;
      spent.cost += entry.cost_usd ?? 0;
    }
    /** @type {[string, string | null | false][]} */
    const facts = [
      ["", task.is_session ? "session" : task.agent],
      ["", task.device],
      ["at", task.request?.url ? hostOf(task.request.url) : null],
      ["profile", task.request?.profile_id],
      ["started", exactTime(task.created_at_ms)],
      [task.is_session ? "open" : "took", duration(tookOf(task))],
      ["steps", steps ? count(steps) : null],
      ["tokens", spent.input + spent.output ? `${count(spent.input)} in, ${count(spent.output)} out` : null],
      ["cost", spent.cost ? money(spent.cost) : null],
      ["credits", task.credits_used ? count(task.credits_used) : null],
    ];
    fill(
      this.facts,
      facts.map(([name, value]) => value && h("span", {}, name ? `${name} ` : "", h("b", {}, value))),
      h("span", {}, "id ", h("code", {}, task.id)),
    );
  }

  showButtons() {
    const { task } = this;
    const request = task.request;
    fill(
      this.buttons,
      isActive(task) && task.live_url && h("a", { class: "button primary", href: `${api.ownLink(task.live_url)}&interactive=true`, target: "_blank", rel: "noopener" }, "Take over"),
      isActive(task) && button("Stop", () => this.stop(), "danger"),
      request && h("a", { class: "button", href: `#/new?from=${encodeURIComponent(task.id)}` }, "Run again"),
      request && button("Copy as curl", () => copy(asCurl(request), "The command")),
      request && button("Copy as Python", () => copy(asPython(request), "The program")),
      task.downloads_url && h("a", { class: "button", href: api.ownLink(task.downloads_url), download: "" }, "Downloads"),
      !isActive(task) && request && button("Delete data", () => this.forget(), "danger"),
    );
  }

  showAnswer() {
    const { task } = this;
    const { output } = task;
    const head = h("div", { class: "head" }, h("h2", {}, task.status === "failed" ? "Why it failed" : "Result"));
    const body = h("div", { class: "body" });
    this.answer.hidden = task.is_session && (output === null || output === undefined);
    if (isActive(task)) fill(body, h("p", { class: "muted" }, task.status === "waiting" ? "Waiting for a free browser." : "Not there yet."));
    else if (output === null || output === undefined) fill(body, h("p", { class: "muted" }, task.request ? "No result." : "The data of this task was deleted."));
    else {
      const text = typeof output === "string" ? output : JSON.stringify(output, null, 2);
      head.append(button("Copy", () => copy(text, "The result"), "small"));
      fill(
        body,
        task.status === "failed" && typeof output === "string" ? h("p", { class: "note bad" }, output)
        : typeof output === "string" ? h("p", { class: "answer-text" }, output)
        : formatted(output),
      );
    }
    fill(this.answer, head, body);
  }

  showTabs() {
    /** @type {[string, string, number | null][]} */
    const tabs = [
      ["steps", "Steps", this.entries().length],
      ["events", "Events", this.events.length],
      ["console", "Console", null],
      ["network", "Network", null],
      ["request", "Request", null],
    ];
    if (!this.wasBuilt) {
      fill(
        this.tabs,
        tabs.map(([id, name]) =>
          h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "panel", onclick: () => this.choose(id) }, name, " ", h("span", { class: "count" })),
        ),
      );
      this.tabs.addEventListener("keydown", (event) => this.moveTab(event));
    }
    tabs.forEach(([id, , number], at) => {
      const tab = this.tabs.children[at];
      tab.setAttribute("aria-selected", String(id === this.tab));
      tab.setAttribute("tabindex", id === this.tab ? "0" : "-1");
      setText(/** @type {Element} */ (tab.lastElementChild), number ? String(number) : "");
    });
    this.panel.setAttribute("aria-labelledby", `tab-${this.tab}`);
    this.picture.caption(this.entries());
    this.showPanel();
    this.wasBuilt = true;
  }

  /** @param {KeyboardEvent} event */
  moveTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...this.tabs.querySelectorAll("button")];
    const at = all.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = all[(at + step + all.length) % all.length];
    next.click();
    next.focus();
    event.preventDefault();
  }

  /** @param {string} id */
  choose(id) {
    if (this.tab === id) return;
    this.tab = id;
    this.panelOf = "";
    this.showTabs();
  }

  entries() {
    return this.trace.length ? this.trace : stepsFromEvents(this.events);
  }

  showPanel() {
    const isOther = this.panelOf !== this.tab;
    this.panelOf = this.tab;
    if (this.tab === "steps") {
      this.timeline.put(this.entries(), isActive(this.task));
      if (isOther) fill(this.panel, this.timeline.root);
    } else if (this.tab === "events") {
      this.table.put(this.events);
      if (isOther) fill(this.panel, this.table.root);
    } else if (isOther && this.tab === "request") {
      fill(this.panel, h("div", { class: "body stack card-pad" }, this.task.request ? formatted(this.task.request) : h("p", { class: "muted" }, "The data of this task was deleted.")));
    } else if (isOther && this.tab === "network") {
      this.showNetwork();
    } else if (isOther && this.tab === "console") {
      this.showConsole();
    }
  }

  async showNetwork() {
    fill(this.panel, h("p", { class: "empty" }, "Reading…"));
    let content;
    try {
      const { r, totals } = await api.getBody(`${this.path}/network`, this.signal);
      content = networkTable(r, totals, [button("Read again", () => this.showNetwork(), "small"), button("Download HAR", () => this.saveArchive(), "small")]);
    } catch (error) {
      if (this.signal.aborted) return;
      const isMissing = error instanceof api.ApiError && error.status === 404;
      content = h("p", { class: "empty" }, isMissing ? "There is no network log of this task." : messageOf(error));
    }
    if (this.tab === "network") fill(this.panel, content);
  }

  async showConsole() {
    fill(this.panel, h("p", { class: "empty" }, "Reading…"));
    let content;
    try {
      const { r, dropped, reads_scripts: readsScripts } = await api.getBody(`${this.path}/console`, this.signal);
      content = consoleTable(r, { dropped, readsScripts }, button("Read again", () => this.showConsole(), "small"));
    } catch (error) {
      if (this.signal.aborted) return;
      content = h("p", { class: "empty" }, messageOf(error));
    }
    if (this.tab === "console") fill(this.panel, content);
  }

  async saveArchive() {
    const archive = await api.getBody(`${this.path}/network?format=har`, this.signal);
    const url = URL.createObjectURL(new Blob([JSON.stringify(archive, null, 1)], { type: "application/json" }));
    h("a", { href: url, download: `${this.id}.har` }).click();
    URL.revokeObjectURL(url);
  }

  async stop() {
    const sure = await confirmed({
      title: this.task.is_session ? "Stop this session?" : "Stop this task?",
      text: "Its browser is closed; what it did to its profile is saved.",
      yes: "Stop",
    });
    if (!sure) return;
    await api.del(this.path);
    await this.refresh();
    toast("Stopped");
  }

  async forget() {
    const sure = await confirmed({
      title: "Delete the data of this task?",
      text: "Output, steps, events, downloads and recording are gone for good. Only its id and times stay.",
      yes: "Delete",
    });
    if (!sure) return;
    await api.del(`${this.path}/data`);
    this.events = [];
    this.trace = [];
    this.timeline.clear();
    this.panelOf = "";
    await this.refresh();
    this.showTabs();
    toast("The data was deleted");
  }
}

/** @param {string} id @returns {Promise<import("./types.js").Page>} */
export async function taskPage(id) {
  const view = new TaskView(id);
  await view.open();
  return { title: titleOf(view.task), root: view.root, leave: () => view.leave() };
}
