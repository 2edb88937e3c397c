// The words come from the page, so that they are in its language.
const words = document.getElementById("words")?.dataset ?? {};

export const word = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] ?? "");
