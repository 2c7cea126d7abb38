// The parts, and what they say of themselves.

import {badge, el, keyed, setBadge, text} from "./dom.js";
import {get} from "./api.js";

const EVERY_MILLIS = 5_000;

export function healthView(section) {
  const list = el("ul", {class: "parts"});
  const status = el("p", {class: "note", role: "status"}, "Reading\u2026");
  section.append(el("h1", {tabindex: -1}, "Health"), el("div", {class: "card"}, status, list));
  let shown = false;
  let readAt = 0;
  let states = "";

  function create() {
    return el("li", {},
      el("div", {class: "headline"}, badge("UP"), el("h2")),
      el("p", {class: "reason"}),
      el("details", {}, el("summary", {}, "Details"), el("dl", {class: "facts"})));
  }

  function update(item, part) {
    setBadge(item.querySelector(".badge"), part.state);
    text(item.querySelector("h2"), part.id);
    text(item.querySelector(".reason"), part.message ?? "");
    const details = Object.entries(part.details);
    item.querySelector("details").hidden = details.length === 0;
    item.querySelector("dl").replaceChildren(
      ...details.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat());
  }

  async function read() {
    readAt = Date.now();
    try {
      const answer = await get("/console/api/health");
      const down = answer.parts.filter(part => part.state === "DOWN").length;
      text(status, answer.parts.length === 0 ? "No part says how it is."
        : down ? `${down} of ${answer.parts.length} down` : `All ${answer.parts.length} are well`);
      keyed(list, answer.parts, part => part.id, create, update);
    } catch (failure) {
      text(status, failure.message);
    }
  }

  return {
    title: "Health",
    show() {
      shown = true;
      read();
    },
    hide() {
      shown = false;
    },
    update(history) {
      const now = JSON.stringify(history.last()?.health);
      if (shown && (now !== states || Date.now() - readAt > EVERY_MILLIS)) {
        states = now;
        read();
      }
    },
  };
}
