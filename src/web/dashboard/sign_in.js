import * as api from "./api.js";
import { h, messageOf } from "./dom.js";

/** @param {() => void} then @returns {import("./types.js").Page} */
export function signInPage(then) {
  const field = h("input", {
    id: "key",
    type: "password",
    autocomplete: "current-password",
    spellcheck: "false",
    required: true,
    autofocus: true,
    placeholder: "sk_…",
  });
  const submit = h("button", { class: "button primary" }, "Sign in");
  const note = h("p", { class: "note bad", role: "alert" });
  note.hidden = true;
  const observer = new MutationObserver(() => (note.hidden = note.textContent === ""));
  observer.observe(note, { childList: true });

  const form = h(
    "form",
    { class: "stack" },
    h("div", { class: "field" }, h("label", { for: "key" }, "API key"), field),
    note,
    submit,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    note.textContent = "";
    submit.disabled = true;
    try {
      await api.check(field.value.trim());
      api.key.set(field.value.trim());
      then();
    } catch (error) {
      note.textContent = messageOf(error);
      field.select();
    } finally {
      submit.disabled = false;
    }
  });
  return {
    title: "Sign in",
    leave: () => observer.disconnect(),
    root: h(
      "section",
      { class: "card sign-in" },
      h("h1", { class: "brand" }, h("img", { src: "/web/dashboard/icon.svg", alt: "", width: 24, height: 24 }), "Lissom"),
      form,
      h(
        "p",
        { class: "muted small" },
        "The key was printed at the first start of the server; ",
        h("code", {}, "lissom keys create"),
        " makes another. It stays in this tab.",
      ),
      h("p", { class: "small" }, h("a", { href: "/docs" }, "API reference")),
    ),
  };
}
