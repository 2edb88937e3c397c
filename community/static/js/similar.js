// Similar questions 400 ms after typing stops, so the page between is left out. The old list stays while the new one is on its way; offline it stays too.
const PAUSE = 400, FEWEST = 10;

export function similarWhileTyping() {
  const field = document.querySelector("[data-similar-for]");
  if (!field) return;
  const panel = document.getElementById(field.dataset.similarFor);
  let timer, asked = "";
  for (const button of field.form.querySelectorAll("[data-checked]")) button.value = button.dataset.checked;

  async function ask() {
    const title = field.value.trim();
    if (title.length < FEWEST || title === asked) return;
    asked = title;
    try {
      const response = await fetch(`/questions/similar?${new URLSearchParams({ title })}`, { headers: { Accept: "text/html" } });
      if (!response.ok || asked !== title) return;
      const made = new DOMParser().parseFromString(await response.text(), "text/html");
      panel.replaceChildren(...made.body.childNodes);
      panel.hidden = !panel.querySelector("li");
    } catch { /* offline: what stands there stays */ }
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  ask();
}
