// What a reader has done: asked about first if it cannot be undone, and told what came of it.

import {text} from "./dom.js";

const dialog = document.getElementById("confirm");
const toast = document.getElementById("toast");
let fading = null;

/** Asks; resolves to true if it was confirmed. */
export function confirmed(title, explanation, action, danger) {
  text(document.getElementById("confirm-title"), title);
  text(document.getElementById("confirm-text"), explanation);
  const yes = document.getElementById("confirm-yes");
  text(yes, action);
  yes.className = danger ? "danger" : "primary";
  dialog.returnValue = "no";
  dialog.showModal();
  document.getElementById("confirm-no").focus();
  return new Promise(resolve =>
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), {once: true}));
}

/** Says a sentence. */
export function say(sentence, bad = false) {
  text(toast, sentence);
  toast.dataset.bad = bad;
  toast.dataset.shown = "true";
  clearTimeout(fading);
  fading = setTimeout(() => { toast.dataset.shown = "false"; }, bad ? 12_000 : 6_000);
}

/** Does something while its button cannot be pressed again, and says what came of it. */
export async function perform(button, work) {
  button.disabled = true;
  try {
    say(await work());
  } catch (failure) {
    say(failure.message, true);
  } finally {
    button.disabled = false;
  }
}
