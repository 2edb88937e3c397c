// Helpful, didn't work, me too and follow without a new page, with Undo.
import { openDialog } from "./dialogs.js";
import { send } from "./send.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

function show(form, answer) {
  for (const [name, value] of Object.entries(answer.counts ?? {})) {
    const figure = form.querySelector(`[data-count="${name}"]`);
    if (figure) { figure.textContent = value.toLocaleString("en"); figure.hidden = name === "didnt_work" && !value; }
  }
  for (const button of form.querySelectorAll("button[aria-pressed]")) {
    const own = button.dataset.own, pressed = String(answer.mine) === own;
    button.setAttribute("aria-pressed", pressed);
    button.value = pressed ? "0" : own;
    if (form.dataset.toggle) button.classList.toggle("btn--on", pressed);
    swapWords(button, pressed);
  }
}

function swapWords(button, pressed) {
  const words = button.querySelector("[data-on]");
  if (words) words.textContent = pressed ? words.dataset.on : words.dataset.off;
}

const saying = (form, button, mine) => mine === 0 ? word("takenBack")
  : form.dataset.toggle ? word(form.dataset.toggle === "follow" ? "follow" : "meToo") : word(mine === 1 ? "helpful" : "didntWork");

async function press(form, button) {
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await send(form, button);
    show(form, answer);
    const act = answer.why ? () => openDialog(answer.why, button) : () => press(form, button);
    toast(saying(form, button, answer.mine), answer.mine === 0 ? {} : { act, actWords: word(answer.why ? "why" : "undo") });
  } catch (error) {
    toast(navigator.onLine ? error.message || word("failed") : word("offline"),
      { kind: "bad", act: () => press(form, button), actWords: word("retry") });
  } finally {
    form.removeAttribute("aria-busy");
  }
}

export function votesInPlace() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-vote], [data-toggle]") || !event.submitter) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") press(form, event.submitter);
  });
}
