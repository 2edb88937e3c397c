// What scripts add to pages that work without them. Each module finds its own elements and leaves all others alone.
import { keepTimesFresh } from "./times.js";
import { tickClocks } from "./clocks.js";
import { votesInPlace } from "./votes.js";
import { editors } from "./editor.js";
import { saveDrafts } from "./drafts.js";
import { similarWhileTyping } from "./similar.js";
import { dialogs } from "./dialogs.js";
import { applyOnChange } from "./filters.js";
import { shortcuts } from "./keys.js";
import { menus } from "./menus.js";
import { tellOfNewAnswers } from "./news.js";

for (const start of [keepTimesFresh, tickClocks, votesInPlace, editors, saveDrafts, similarWhileTyping, dialogs,
  applyOnChange, shortcuts, menus, tellOfNewAnswers]) start();
