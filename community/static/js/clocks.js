// Clocks tick each minute and rest while the page is hidden. They are not live regions: they would never stop talking.
import { word } from "./words.js";

const MINUTE = 60_000;

const span = (minutes) => minutes < 60 ? `${minutes} min`
  : minutes < 2880 ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}` : `${Math.floor(minutes / 1440)} d`;

function tick() {
  for (const clock of document.querySelectorAll("[data-due]")) {
    const minutes = Math.round((Date.parse(clock.dataset.due) - Date.now()) / MINUTE);
    const words = clock.querySelector("[data-left]");
    if (words && word("left")) words.textContent = word(minutes < 0 ? "over" : "left", { t: span(Math.abs(minutes)) });
    clock.classList.toggle("sla--over", minutes < 0);
  }
}

export function tickClocks() {
  if (!document.querySelector("[data-due]")) return;
  setInterval(() => document.hidden || tick(), MINUTE);
}
