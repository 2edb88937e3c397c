// Single keys, outside fields only, and off where the member turned them off (WCAG 2.1.4). "?" shows the list.
const OFF = "keys-off";
const PLACES = { h: "/", n: "/inbox", q: "/staff" };
const ROWS = ".qrow, .answer, .queue > li, .sq tbody tr, .result";

const click = (selector) => { const found = document.querySelector(selector); found?.click(); return !!found; };
const go = (path) => { location.assign(path); return true; };
const focus = (selector) => { const found = document.querySelector(selector); found?.focus(); return !!found; };

function step(by) {
  const rows = [...document.querySelectorAll(ROWS)];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? rows[0];
  const target = row.querySelector("h2 a, h3 a, a.t") ?? row;
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function helpful() {
  const answer = document.activeElement?.closest(".answer");
  const button = answer?.querySelector("form.vote button");
  button?.click();
  return !!button;
}

function list() {
  const link = document.createElement("a");
  link.href = "/help/keys";
  link.dataset.dialog = "";
  link.hidden = true;
  document.body.append(link);
  link.click();
  return true;
}

const KEYS = {
  "/": () => focus("[data-search]") || go("/search"),
  "?": list,
  c: () => go("/questions/ask"),
  j: () => step(1),
  k: () => step(-1),
  u: () => click(".crumbs a"),
  h: helpful,
  m: () => click('form[data-toggle="me-too"] button'),
  r: () => focus("#answer"),
  n: () => click("[data-key=n]"),
  t: () => click("[data-key=t]"),
  i: () => click("[data-key=i]"),
};

const typing = (element) => element.matches("input, textarea, select, [contenteditable]") || element.closest("dialog");

let after = 0;

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || localStorage.getItem(OFF)) return;
  const wasG = Date.now() - after < 1500;
  after = event.key === "g" ? Date.now() : 0;
  const done = wasG && PLACES[event.key] ? go(PLACES[event.key]) : KEYS[event.key]?.();
  if (done) event.preventDefault();
}

export function shortcuts() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-off]")) return;
    if (event.target.checked) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF);
  });
  for (const box of document.querySelectorAll("[data-keys-off]")) box.checked = !!localStorage.getItem(OFF);
}
