// A question that stays open tells of new answers; it never inserts them by itself under a reader's eyes.
import { toast } from "./toast.js";
import { word } from "./words.js";

const EVERY = 60_000;

export function tellOfNewAnswers() {
  const place = document.querySelector("[data-answers]");
  if (!place) return;
  let known = Number(place.dataset.answers);

  setInterval(async () => {
    if (document.hidden) return;
    const response = await fetch(place.dataset.news, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { answers } = await response.json();
    if (answers > known) toast(word("newAnswers"), { kind: "", act: () => location.reload(), actWords: word("show") });
    known = Math.max(known, answers);
  }, EVERY);
}
