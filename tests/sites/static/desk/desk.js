"use strict";
// Deskline, a help desk as a single-page app: divs with ARIA roles, lists and switches of its own, everything drawn anew after each change.
const state = {
  view: "Tickets", page: 0, status: "All", assignee: "Anyone", query: "", sort: "id", down: false,
  open: null, fresh: null, pick: null, menu: null, toast: "", confirm: null,
  tickets: TICKETS, settings: { mail: true, sound: false, zone: "Berlin" }, draft: null,
};
const SIZE = 8;
const root = document.getElementById("root");

function h(tag, props, ...kids) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2).toLowerCase(), value);
    else if (key === "cls") node.className = value;
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
    if (key === "value") node.value = value;
  }
  node.append(...kids.flat().filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return node;
}
function set(change) { Object.assign(state, change); draw(); }
function say(text) { set({ toast: text }); setTimeout(() => state.toast === text && set({ toast: "" }), 4000); }

function button(text, onClick, more = {}) {
  return h("div", { cls: "btn " + (more.cls || ""), role: "button", tabindex: 0, "aria-label": more.label, "aria-disabled": more.off ? "true" : undefined,
    onClick: () => more.off || onClick() }, text);
}
function pick(name, label, value, options, onPick) {
  return h("div", { cls: "pick" },
    h("div", { cls: "pick-btn", role: "combobox", tabindex: 0, "aria-label": label, "aria-haspopup": "listbox", "aria-expanded": state.pick === name ? "true" : "false",
      onClick: () => set({ pick: state.pick === name ? null : name }) }, value, " ▾"),
    state.pick === name && h("div", { cls: "pick-list", role: "listbox" }, options.map((option) =>
      h("div", { cls: "pick-item", role: "option", "aria-selected": option === value ? "true" : "false",
        onClick: () => { state.pick = null; onPick(option); draw(); } }, option))));
}

function shown() {
  const words = state.query.toLowerCase();
  const rows = state.tickets.filter((t) =>
    (state.status === "All" || t.status === state.status) && (state.assignee === "Anyone" || t.assignee === state.assignee) &&
    (!words || (t.subject + t.requester + t.id).toLowerCase().includes(words)));
  const rank = { Urgent: 0, High: 1, Normal: 2, Low: 3 };
  const key = (t) => state.sort === "priority" ? rank[t.priority] : t[state.sort];
  return rows.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (state.down ? -1 : 1));
}

function head(name, key) {
  const is = state.sort === key;
  return h("div", { role: "columnheader", "aria-sort": is ? (state.down ? "descending" : "ascending") : "none",
    onClick: () => set({ sort: key, down: is ? !state.down : false, page: 0 }) }, name, is ? (state.down ? " ↓" : " ↑") : "");
}
function tickets() {
  const rows = shown(), first = state.page * SIZE, pages = Math.max(1, Math.ceil(rows.length / SIZE));
  return [
    h("div", { cls: "bar" }, h("div", { cls: "title", role: "heading", "aria-level": 1 }, "Tickets"), button("+ New ticket", () => set({ fresh: { subject: "", priority: "Normal", assignee: "Anna Berg", due: "", text: "" } }), { cls: "primary" })),
    h("div", { cls: "bar" },
      h("input", { cls: "input", style: "width:240px", placeholder: "Search tickets…", value: state.query, id: "q", onInput: (e) => { state.query = e.target.value; state.page = 0; draw(); } }),
      pick("status", "Status", state.status, ["All", "Open", "Pending", "Closed"], (status) => Object.assign(state, { status, page: 0 })),
      pick("assignee", "Assignee", state.assignee, ["Anyone", ...PEOPLE.map((p) => p.name)], (assignee) => Object.assign(state, { assignee, page: 0 }))),
    h("div", { cls: "grid", role: "grid", "aria-label": "Tickets" },
      h("div", { cls: "row head", role: "row" }, head("ID", "id"), head("Subject", "subject"), head("Requester", "requester"), head("Assignee", "assignee"), head("Priority", "priority"), head("Status", "status"), head("Due", "due"), h("div", { role: "columnheader" }, "")),
      rows.slice(first, first + SIZE).map((t) => h("div", { cls: "row", role: "row", onClick: () => set({ open: t.id, menu: null }) },
        ...[t.id, t.subject, t.requester, t.assignee].map((text) => h("div", { role: "gridcell" }, String(text))),
        h("div", { role: "gridcell" }, h("span", { cls: "chip " + t.priority }, t.priority)),
        h("div", { role: "gridcell" }, t.status), h("div", { role: "gridcell" }, t.due),
        h("div", { role: "gridcell" }, h("span", { role: "button", tabindex: 0, "aria-label": "Actions for ticket " + t.id, onClick: (e) => { e.stopPropagation(); set({ menu: state.menu === t.id ? null : t.id }); } }, "⋯"),
          state.menu === t.id && h("div", { cls: "menu", role: "menu" },
            h("div", { role: "menuitem", onClick: (e) => { e.stopPropagation(); t.status = "Closed"; state.menu = null; say(`Ticket ${t.id} closed`); } }, "Close ticket"),
            h("div", { role: "menuitem", onClick: (e) => { e.stopPropagation(); set({ menu: null, confirm: t.id }); } }, "Delete")))))),
    h("div", { cls: "foot" }, button("‹", () => set({ page: state.page - 1 }), { label: "Previous page", off: state.page === 0 }),
      h("span", {}, rows.length ? `${first + 1}–${Math.min(first + SIZE, rows.length)} of ${rows.length}` : "No tickets"),
      button("›", () => set({ page: state.page + 1 }), { label: "Next page", off: state.page >= pages - 1 })),
  ];
}

function field(label, control) { return h("div", { cls: "field" }, h("div", { cls: "label" }, label), control); }
function input(target, key, more = {}) {
  return h("input", { cls: "input", value: target[key], onInput: (e) => { target[key] = e.target.value; }, ...more });
}
function freshBox() {
  const t = state.fresh;
  return h("div", { cls: "veil" }, h("div", { cls: "box", role: "dialog", "aria-modal": "true", "aria-label": "New ticket" },
    h("div", { cls: "title" }, "New ticket"),
    field("Subject", input(t, "subject", { "aria-label": "Subject" })),
    field("Priority", pick("p", "Priority", t.priority, ["Low", "Normal", "High", "Urgent"], (v) => { t.priority = v; })),
    field("Assign to", pick("a", "Assign to", t.assignee, PEOPLE.map((p) => p.name), (v) => { t.assignee = v; })),
    field("Due date", input(t, "due", { type: "date", "aria-label": "Due date" })),
    field("Description", h("textarea", { cls: "input", rows: 3, "aria-label": "Description", onInput: (e) => { t.text = e.target.value; } }, t.text)),
    h("div", { cls: "bar" }, button("Cancel", () => set({ fresh: null })), button("Create ticket", () => {
      if (!t.subject) return say("A subject is needed");
      state.tickets.push({ id: 1041 + state.tickets.length, subject: t.subject, requester: "Me", assignee: t.assignee, priority: t.priority, status: "Open", due: t.due, notes: [], text: t.text });
      state.fresh = null; say("Ticket created");
    }, { cls: "primary" }))));
}
function openBox() {
  const t = state.tickets.find((each) => each.id === state.open);
  state.draft ??= { due: t.due, note: "" };
  const d = state.draft;
  return h("div", { cls: "veil" }, h("div", { cls: "box", role: "dialog", "aria-modal": "true", "aria-label": "Ticket " + t.id },
    h("div", { cls: "bar" }, h("div", { cls: "title" }, `#${t.id} ${t.subject}`), h("span", { role: "button", tabindex: 0, "aria-label": "Close dialog", onClick: () => set({ open: null, draft: null }) }, "✕")),
    h("div", {}, "Requested by " + t.requester),
    field("Status", pick("s", "Status", t.status, ["Open", "Pending", "Closed"], (v) => { t.status = v; })),
    field("Assignee", pick("a", "Assignee", t.assignee, PEOPLE.map((p) => p.name), (v) => { t.assignee = v; })),
    field("Priority", pick("p", "Priority", t.priority, ["Low", "Normal", "High", "Urgent"], (v) => { t.priority = v; })),
    field("Due date", input(d, "due", { type: "date", "aria-label": "Due date" })),
    button("Save due date", () => { t.due = d.due; say("Saved"); }),
    h("div", { cls: "field" }, h("div", { cls: "label" }, "Notes"), t.notes.map((n) => h("div", { cls: "note" }, h("b", {}, n.by), ": ", n.text))),
    h("textarea", { cls: "input", rows: 2, placeholder: "Write a note…", onInput: (e) => { d.note = e.target.value; } }, d.note),
    button("Add note", () => { if (d.note) { t.notes.push({ by: "Me", text: d.note }); d.note = ""; say("Note added"); } })));
}
function confirmBox() {
  return h("div", { cls: "veil" }, h("div", { cls: "box", role: "alertdialog", "aria-label": "Delete ticket" }, h("div", {}, `Delete ticket ${state.confirm}? This cannot be undone.`),
    h("div", { cls: "bar" }, button("Keep it", () => set({ confirm: null })), button("Delete", () => {
      state.tickets = state.tickets.filter((t) => t.id !== state.confirm); state.confirm = null; say("Ticket deleted");
    }, { cls: "primary" }))));
}
function team() {
  return [h("div", { cls: "bar" }, h("div", { cls: "title", role: "heading", "aria-level": 1 }, "Team")),
    h("div", { cls: "cards" }, PEOPLE.map((p) => h("div", { cls: "card" }, h("div", { cls: "title" }, p.name), h("div", {}, p.role), h("div", {}, p.mail), h("div", {}, p.phone), h("div", {}, "With us since " + p.since))))];
}
function reports() {
  const count = (status) => state.tickets.filter((t) => t.status === status).length;
  return [h("div", { cls: "bar" }, h("div", { cls: "title", role: "heading", "aria-level": 1 }, "Reports")),
    h("div", { cls: "cards" }, [["Open tickets", count("Open")], ["Pending tickets", count("Pending")], ["Closed this month", count("Closed")], ["Median first answer", "2 h 40 min"], ["Satisfaction", "94 %"], ["Backlog older than a week", 6]].map(([label, value]) =>
      h("div", { cls: "card" }, h("div", { cls: "num" }, String(value)), h("div", { cls: "label" }, label))))];
}
function settings() {
  const s = state.settings;
  const flip = (key, label) => h("div", { cls: "bar" }, h("span", { style: "width:240px", id: "l-" + key }, label), h("span", { cls: "switch", role: "switch", tabindex: 0, "aria-checked": String(s[key]), "aria-labelledby": "l-" + key, onClick: () => { s[key] = !s[key]; draw(); } }, h("i")));
  return [h("div", { cls: "bar" }, h("div", { cls: "title", role: "heading", "aria-level": 1 }, "Settings")),
    h("div", { cls: "card" }, flip("mail", "E-mail notifications"), flip("sound", "Play a sound"), field("Time zone", pick("z", "Time zone", s.zone, ["Berlin", "Lisbon", "London", "New York"], (v) => { s.zone = v; })))];
}
function draw() {
  const focused = document.activeElement?.id;
  const caret = focused === "q" ? document.activeElement.selectionStart : 0;
  root.replaceChildren(h("div", { cls: "shell" },
    h("div", { cls: "side", role: "navigation" }, h("div", { cls: "brand" }, "Deskline"), ["Tickets", "Team", "Reports", "Settings"].map((name) =>
      h("div", { cls: "side-item" + (state.view === name ? " on" : ""), onClick: () => set({ view: name, pick: null }) }, name))),
    h("div", { cls: "main", role: "main" }, { Tickets: tickets, Team: team, Reports: reports, Settings: settings }[state.view]())),
    ...(state.open ? [openBox()] : []), ...(state.fresh ? [freshBox()] : []), ...(state.confirm ? [confirmBox()] : []),
    ...(state.toast ? [h("div", { cls: "toast", role: "status" }, state.toast)] : []));
  if (focused === "q") { const q = document.getElementById("q"); if (q) { q.focus(); q.setSelectionRange(caret, caret); } }
}
function ticket(subject) { return state.tickets.find((t) => t.subject === subject); }
draw();
