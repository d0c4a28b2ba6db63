import * as api from "./api.js";
import { button, confirmed, h, toast } from "./dom.js";
import { ago, exactTime, size } from "./format.js";
import { listOf, listPage, quickForm } from "./lists.js";

/** @typedef {{id: string, cookie_domains?: string[], cookie_count?: number, profile_size_bytes?: number, last_saved_at?: number | null}} Profile */

/** @returns {import("./types.js").Page} */
export function profilesPage() {
  const name = h("input", { "aria-label": "Name of the new profile", placeholder: "Name, or empty for one that is made up", maxlength: 128 });
  /** @type {import("./lists.js").Column<Profile>[]} */
  const columns = [
    { name: "Profile", kind: "head", show: (profile) => h("code", {}, profile.id) },
    { name: "Signed in at", show: (profile) => domains(profile.cookie_domains ?? []) },
    { name: "Cookies", kind: "number", show: (profile) => String(profile.cookie_count ?? 0) },
    { name: "Size", kind: "number", show: (profile) => size(profile.profile_size_bytes ?? 0) },
    { name: "Saved", kind: "tight", show: (profile) => (profile.last_saved_at ? h("time", { title: exactTime(profile.last_saved_at * 1000) }, ago(profile.last_saved_at * 1000)) : h("span", { class: "muted" }, "never")) },
    {
      name: "",
      kind: "tight buttons",
      show: (profile) =>
        h(
          "div",
          { class: "row" },
          h("a", { class: "button small", href: `#/new?profile_id=${encodeURIComponent(profile.id)}` }, "Use"),
          button("Delete", () => forget(profile), "small danger"),
        ),
    },
  ];
  const list = listOf({ what: "Profiles", read: () => api.get("/profile"), columns, none: "No profile yet." });

  /** @param {Profile} profile */
  async function forget(profile) {
    const sure = await confirmed({ title: `Delete the profile ${profile.id}?`, text: "Its cookies, logins and storage are gone for good.", yes: "Delete" });
    if (!sure) return;
    await api.del(`/profile/${encodeURIComponent(profile.id)}`);
    await list.refresh();
    toast("The profile was deleted");
  }

  list.refresh();
  return {
    title: "Profiles",
    root: listPage(
      "Profiles",
      "A profile keeps cookies and storage, so that a later task is still signed in.",
      quickForm({
        label: "New profile",
        fields: [h("div", { class: "grow" }, name)],
        submit: "Create",
        send: async () => {
          await api.post("/profile", name.value.trim() ? { id: name.value.trim() } : {});
          name.value = "";
          await list.refresh();
        },
      }),
      list.root,
    ),
  };
}

/** @param {string[]} names */
function domains(names) {
  const shown = names.slice(0, 4).join(", ");
  return h("span", { title: names.join(", ") }, names.length > 4 ? `${shown} and ${names.length - 4} more` : shown || h("span", { class: "muted" }, "none"));
}
