// A short message at the edge. It stays while it holds an action, else it goes after six seconds.
import { word } from "./words.js";

const place = document.querySelector("[data-toasts]");

function button(text, act, toast) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--s btn--quiet";
  made.textContent = text;
  made.addEventListener("click", () => { toast.remove(); act?.(); });
  return made;
}

export function toast(text, { kind = "ok", act, actWords } = {}) {
  const made = document.createElement("div");
  made.className = `toast toast--${kind}`;
  made.setAttribute("role", kind === "bad" ? "alert" : "status");
  const words = document.createElement("span");
  words.textContent = text;
  made.append(words, act ? button(actWords, act, made) : button(word("dismiss"), null, made));
  place.replaceChildren(made);
  if (!act) setTimeout(() => made.remove(), 6000);
}
