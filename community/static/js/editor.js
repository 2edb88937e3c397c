// The toolbar, the preview in place, and Ctrl+Enter. The bar is hidden until this runs.
import { word } from "./words.js";

const WRAPS = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"], code: ["`", "`"] };
const LINES = { list: () => "- ", olist: (n) => `${n + 1}. `, quote: () => "> " };
const KEYS = { b: "bold", i: "italic", k: "link" };

function replace(area, from, to, text, caret) {
  area.focus();
  area.setRangeText(text, from, to, "end");
  area.setSelectionRange(...caret);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, [before, after]) {
  const { selectionStart: from, selectionEnd: to, value } = area, chosen = value.slice(from, to);
  const fence = before === "`" && chosen.includes("\n");
  const text = fence ? "```\n" + chosen + "\n```" : before + chosen + after;
  const start = from + (fence ? 4 : before.length);
  replace(area, from, to, text, [start, start + chosen.length]);
}

function prefix(area, mark) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, to = area.selectionEnd;
  const text = area.value.slice(from, to).split("\n").map((line, n) => mark(n) + line).join("\n");
  replace(area, from, to, text, [from + text.length, from + text.length]);
}

const format = (area, mark) => WRAPS[mark] ? wrap(area, WRAPS[mark]) : prefix(area, LINES[mark]);

async function render(area, pane) {
  const body = new FormData(area.form);
  const data = new FormData();
  data.set("body", area.value);
  data.set("csrf_token", body.get("csrf_token") ?? "");
  const response = await fetch("/preview", { method: "POST", body: data, headers: { Accept: "text/html" } });
  const made = new DOMParser().parseFromString(response.ok ? await response.text() : "", "text/html");
  pane.replaceChildren(...made.body.childNodes);
  if (!pane.hasChildNodes()) pane.textContent = word("nothing");
}

function show(editor, area, pane, tab) {
  for (const button of editor.querySelectorAll("[data-tab]")) button.setAttribute("aria-pressed", button.dataset.tab === tab);
  pane.hidden = tab === "write";
  area.hidden = tab !== "write";
  if (tab === "preview") render(area, pane); else area.focus();
}

function onKey(event, area) {
  if (!event.ctrlKey && !event.metaKey) return;
  if (event.key === "Enter") area.form.requestSubmit();
  else if (KEYS[event.key]) format(area, KEYS[event.key]);
  else return;
  event.preventDefault();
}

function start(editor) {
  const area = editor.querySelector("textarea"), pane = editor.querySelector("[data-preview]");
  const bar = editor.querySelector("[role=toolbar]");
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.mark) format(area, button.dataset.mark);
    else if (button?.dataset.tab) show(editor, area, pane, button.dataset.tab);
  });
  area.addEventListener("keydown", (event) => onKey(event, area));
  for (const button of area.form.querySelectorAll("[data-without-scripts]")) button.hidden = true;
}

export function editors() {
  for (const editor of document.querySelectorAll("[data-editor]")) start(editor);
}
