// Filters apply when they change; the button that does it without scripts is hidden.
export function applyOnChange() {
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", () => form.requestSubmit());
    for (const button of form.querySelectorAll("[data-without-scripts]")) button.hidden = true;
  }
}
