// The dashboard: which page is on the screen, and whether somebody is signed in.

import * as api from "./api.js";
import { fill, find, h, messageOf } from "./dom.js";
import { extensionsPage } from "./extensions.js";
import { filesPage } from "./files.js";
import { keysPage } from "./keys.js";
import { newTaskPage } from "./new_task.js";
import { profilesPage } from "./profiles.js";
import { settingsPage, useTheme } from "./settings.js";
import { signInPage } from "./sign_in.js";
import { taskPage } from "./task.js";
import { tasksPage } from "./tasks.js";

/** @typedef {import("./types.js").Page} Page */

/** @type {Record<string, {name?: string, open: (rest: string, query: URLSearchParams) => Page | Promise<Page>}>} */
const pages = {
  tasks: { name: "Tasks", open: (_, query) => tasksPage(query) },
  new: { open: (_, query) => newTaskPage(query) },
  task: { open: (id) => taskPage(id) },
  profiles: { name: "Profiles", open: profilesPage },
  files: { name: "Files", open: filesPage },
  extensions: { name: "Extensions", open: extensionsPage },
  keys: { name: "Keys", open: keysPage },
  settings: { name: "Settings", open: settingsPage },
};

// Until a server that does not answer is asked again.
const retryPause = 3000;

const main = find("#main");
const bar = find(".bar");
/** @type {Page | null} */
let shown = null;
let visits = 0;

async function show() {
  const visit = ++visits;
  shown?.leave?.();
  shown = null;
  const signedIn = api.key.get() !== "";
  bar.hidden = !signedIn;
  if (!signedIn) return put(signInPage(show));

  const [path, search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/");
  const page = pages[name] ?? pages.tasks;
  const parent = name === "task" || name === "new" ? "tasks" : pages[name] ? name : "tasks";
  for (const link of bar.querySelectorAll(".nav a"))
    if (link.getAttribute("href") === `#/${parent}`) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
  try {
    const opened = await page.open(decodeURIComponent(rest.join("/")), new URLSearchParams(search));
    // Another page may have been asked for meanwhile.
    if (visit !== visits) return opened.leave?.();
    put(opened);
  } catch (error) {
    if (visit !== visits || api.key.get() === "") return;
    if (error instanceof api.ApiError && error.status === 0) setTimeout(() => visit === visits && show(), retryPause);
    put({
      title: "Error",
      root: h("div", { class: "stack" }, h("h1", {}, "That did not work"), h("p", { class: "note bad" }, messageOf(error))),
    });
  }
}

/** @param {Page} page */
function put(page) {
  shown = page;
  document.title = page.title === "Lissom" ? page.title : `${page.title} · Lissom`;
  fill(main, page.root);
  if (page.root.querySelector("[autofocus]")) find("[autofocus]", page.root).focus();
  else main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** @param {string} [why] */
function signOut(why) {
  api.key.forget();
  show();
  if (why) find(".sign-in .note").textContent = why;
}

function begin() {
  useTheme();
  fill(
    find(".nav"),
    Object.entries(pages).map(([id, page]) => page.name && h("a", { href: `#/${id}` }, page.name)),
    h("a", { href: "/docs" }, "API"),
  );
  // Addresses behind the # are pages here: the skip link must not lead to one.
  find(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  find(".sign-out").addEventListener("click", () => signOut());
  api.refused.then = () => {
    if (api.key.get() !== "") signOut("The server does not take this key any more.");
  };
  addEventListener("hashchange", show);
  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const isTyping = target.matches("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || api.key.get() === "") return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "n") location.hash = "#/new";
    else if (event.key === "/") /** @type {HTMLElement | null} */ (document.querySelector("input[type=search]"))?.focus();
    else return;
    event.preventDefault();
  });
  show();
}

begin();
