import * as api from "./api.js";
import { button, confirmed, h, toast } from "./dom.js";
import { ago, exactTime } from "./format.js";
import { dropZone, listOf, listPage } from "./lists.js";

/** @typedef {{id: string, file_name: string, creation_time: number}} Extension */

/** @returns {import("./types.js").Page} */
export function extensionsPage() {
  /** @type {import("./lists.js").Column<Extension>[]} */
  const columns = [
    { name: "Extension", kind: "head", show: (extension) => extension.file_name },
    { name: "Uploaded", kind: "tight", show: (extension) => h("time", { title: exactTime(extension.creation_time * 1000) }, ago(extension.creation_time * 1000)) },
    { name: "Id", kind: "tight", show: (extension) => h("code", { class: "muted" }, extension.id) },
    {
      name: "",
      kind: "tight buttons",
      show: (extension) =>
        h("div", { class: "row" }, h("a", { class: "button small", href: `#/new?extensions=${encodeURIComponent(extension.id)}` }, "Use"), button("Delete", () => forget(extension), "small danger")),
    },
  ];
  const list = listOf({ what: "Extensions", read: () => api.get("/extension"), columns, none: "No extension was uploaded." });

  /** @param {Extension} extension */
  async function forget(extension) {
    if (!(await confirmed({ title: `Delete ${extension.file_name}?`, text: "Tasks that begin later run without it.", yes: "Delete" }))) return;
    await api.del(`/extension/${encodeURIComponent(extension.id)}`);
    await list.refresh();
    toast("The extension was deleted");
  }

  list.refresh();
  return {
    title: "Extensions",
    root: listPage(
      "Extensions",
      "Browser extensions that tasks can load: a zip with a manifest of version 3.",
      dropZone({
        label: "Upload an extension",
        accept: ".zip",
        send: async (file) => {
          await api.upload("/extension", file);
          await list.refresh();
        },
      }),
      list.root,
    ),
  };
}
