// What is being written is saved on the server every ten seconds while it changes, and when the page is left.
// What is being sent is not: a draft that arrives after the post would come back as one.
import { word } from "./words.js";

const EVERY = 10_000;

function start(editor) {
  const area = editor.querySelector("textarea"), said = editor.querySelector("[data-saved]"), form = area.form;
  let saved = new URLSearchParams(fields(form)).toString(), sent = false;

  async function save(options = {}) {
    const data = fields(form), text = new URLSearchParams(data).toString();
    if (sent || text === saved) return;
    data.set("place", editor.dataset.draft);
    try {
      const response = await fetch("/drafts", { method: "POST", body: data, headers: { Accept: "application/json" }, ...options });
      if (!response.ok) return;
      saved = text;
      const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      said.textContent = `${word("saved")} ${now}`;
    } catch {
      said.textContent = word("offline");
    }
  }

  setInterval(save, EVERY);
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("pagehide", () => save({ keepalive: true }));
}

const fields = (form) => {
  const all = new FormData(form);
  all.delete("do");
  return all;
};

export function saveDrafts() {
  for (const editor of document.querySelectorAll("[data-draft]")) start(editor);
}
