// Asks for the figures again and again: one request at a time, and none while the tab is hidden.

import {get} from "./api.js";

const PATIENCE_MILLIS = 10_000;

/** Gives onOverview each answer; calls onRefused and onLost for failures, and onHidden once nothing is asked. */
export function poll(everyMillis, {onOverview, onRefused, onLost, onHidden}) {
  let timer = null;
  let asking = false;

  async function ask() {
    clearTimeout(timer);
    if (asking || document.hidden) {
      return;
    }
    asking = true;
    let refused = false;
    try {
      const overview = await get("/console/api/overview", PATIENCE_MILLIS);
      if (!document.hidden) {
        onOverview(overview);
      }
    } catch (failure) {
      refused = failure.status === 401;
      if (refused) {
        onRefused();
      } else if (!document.hidden) {
        onLost();
      }
    } finally {
      asking = false;
    }
    if (!refused && !document.hidden) {
      timer = setTimeout(ask, everyMillis);
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      clearTimeout(timer);
      onHidden();
    } else {
      ask();
    }
  });
  timer = setTimeout(ask, everyMillis);
}
