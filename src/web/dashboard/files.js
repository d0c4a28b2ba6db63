import * as api from "./api.js";
import { button, confirmed, copy, h, toast } from "./dom.js";
import { ago, exactTime, size } from "./format.js";
import { dropZone, listOf, listPage } from "./lists.js";

/** @typedef {{id: string, file_name: string, file_purpose?: string, size_bytes?: number, creation_time: number, expires_at?: number | null}} UploadedFile */

/** @returns {import("./types.js").Page} */
export function filesPage() {
  const purpose = h("input", { "aria-label": "What it is for", placeholder: "What it is for (told to the agent)", maxlength: 64 });
  /** @type {import("./lists.js").Column<UploadedFile>[]} */
  const columns = [
    { name: "File", kind: "head", show: (file) => file.file_name },
    { name: "For", show: (file) => file.file_purpose ?? "" },
    { name: "Size", kind: "number", show: (file) => size(file.size_bytes ?? 0) },
    { name: "Uploaded", kind: "tight", show: (file) => h("time", { title: exactTime(file.creation_time * 1000) }, ago(file.creation_time * 1000)) },
    { name: "Gone at", kind: "tight", show: (file) => (file.expires_at ? exactTime(file.expires_at * 1000) : "") },
    { name: "Id", kind: "tight", show: (file) => h("code", { class: "muted" }, file.id) },
    {
      name: "",
      kind: "tight buttons",
      show: (file) =>
        h(
          "div",
          { class: "row" },
          h("a", { class: "button small", href: `#/new?files=${encodeURIComponent(file.id)}` }, "Use"),
          button("Copy id", () => copy(file.id, "The id"), "small"),
          button("Delete", () => forget(file), "small danger"),
        ),
    },
  ];
  const list = listOf({ what: "Files", read: () => api.get("/file"), columns, none: "No file was uploaded." });

  /** @param {UploadedFile} file */
  async function forget(file) {
    if (!(await confirmed({ title: `Delete ${file.file_name}?`, text: "Tasks that begin later cannot use it any more.", yes: "Delete" }))) return;
    await api.del(`/file/${encodeURIComponent(file.id)}`);
    await list.refresh();
    toast("The file was deleted");
  }

  list.refresh();
  return {
    title: "Files",
    root: listPage(
      "Files",
      "What tasks may upload to pages or read. A file is kept for a day.",
      dropZone({
        label: "Upload a file",
        more: h("div", { class: "grow" }, purpose),
        send: async (file) => {
          await api.upload("/file", file, purpose.value.trim() ? { file_purpose: purpose.value.trim() } : {});
          purpose.value = "";
          await list.refresh();
        },
      }),
      list.root,
    ),
  };
}
