// Filters apply when they change; the button that does it without scripts is hidden. A topic shows its own fields.
export function applyOnChange() {
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", () => form.requestSubmit());
    for (const button of form.querySelectorAll("[data-without-scripts]")) button.hidden = true;
  }
  document.querySelector("[data-topic]")?.addEventListener("change", ({ target }) => {
    for (const fields of document.querySelectorAll("[data-topic-fields]")) fields.hidden = fields.dataset.topicFields !== target.value;
  });
}
