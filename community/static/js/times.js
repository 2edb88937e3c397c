// "9 min ago" stays true while the page is open. Times older than a day hold a date, which stays true by itself.
import { word } from "./words.js";

const MINUTE = 60_000, DAY = 1440;

const phrase = (minutes) => minutes < 1 ? word("justNow")
  : minutes < 60 ? word("minutes", { n: minutes }) : word("hours", { n: Math.floor(minutes / 60) });

function refresh() {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / MINUTE);
    if (minutes >= 0 && minutes < DAY) time.textContent = phrase(minutes);
  }
}

export function keepTimesFresh() {
  refresh();
  setInterval(() => document.hidden || refresh(), MINUTE);
}
