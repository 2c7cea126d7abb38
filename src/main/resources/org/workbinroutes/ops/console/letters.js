// What was given up: placements, and notifications that sinks did not take.

import {el, keyed, table, text} from "./dom.js";
import {number, several, time} from "./format.js";
import {call, get} from "./api.js";
import {confirmed, perform} from "./actions.js";
import {placeAgain} from "./placements.js";

const SHOWN = 50;

export function lettersView(section) {
  const status = el("p", {class: "note", role: "status"}, "Reading\u2026");
  const rows = table("Placements given up",
    [{name: "Request"}, {name: "Interaction"}, {name: "Group"}, {name: "Reason"}, {name: "When", number: true}, {name: "Action"}]);
  const all = el("button", {type: "button", hidden: true, onclick: () => replayAll()}, "Place all again");
  const sinks = el("div", {class: "stack"});
  const noSinks = el("p", {class: "empty"}, "No sink has dead letters.");
  section.append(
    el("h1", {tabindex: -1}, "Dead letters"),
    el("section", {class: "card", "aria-labelledby": "failed-heading"},
      el("div", {class: "headline"}, el("h2", {id: "failed-heading"}, "Placements given up"), all),
      status, rows.element),
    el("section", {class: "card", "aria-labelledby": "sink-letters-heading"},
      el("h2", {id: "sink-letters-heading"}, "Notifications that sinks did not take"), sinks, noSinks));

  let shown = false;
  let failed = null;

  async function readFailed() {
    try {
      const found = await get("/console/api/placements?state=FAILED&limit=" + SHOWN);
      rows.element.hidden = found.placements.length === 0;
      all.hidden = found.placements.length === 0;
      text(status, found.placements.length === 0 ? "No placement was given up."
        : found.next ? `The latest ${number(found.placements.length)}` : several(found.placements.length, "placement"));
      keyed(rows.body, found.placements, row => row.requestId + "@" + row.updatedAt, failedRow, () => {});
    } catch (failure) {
      text(status, failure.message);
    }
  }

  function failedRow(placement) {
    const again = el("button", {type: "button", "aria-label": "Place " + placement.requestId + " again"}, "Place again");
    again.addEventListener("click", () => placeAgain(again, placement.requestId, readFailed));
    return rows.row([
      el("a", {href: "#/placements/" + encodeURIComponent(placement.requestId)}, placement.requestId),
      placement.interactionId, placement.group, placement.lastError ?? "",
      time(placement.updatedAt), again]);
  }

  async function replayAll() {
    const sure = await confirmed("Place all of them again?",
      "Every placement that was given up goes to GWS again, each one once.", "Place all again");
    if (sure) {
      await perform(all, async () => {
        const answer = await call("POST", "/replays", {});
        readFailed();
        return `${several(answer.reopened, "placement")} placed again`;
      });
    }
  }

  function box(sink) {
    const count = el("span", {class: "number"});
    const letters = table("Dead letters of sink " + sink.name,
      [{name: "Interaction"}, {name: "Action"}, {name: "Workbin"}, {name: "Reason"}, {name: "When", number: true}]);
    const note = el("p", {class: "note", role: "status"});
    letters.element.hidden = true;
    const path = "/sinks/" + encodeURIComponent(sink.name) + "/dead-letters";
    const show = el("button", {type: "button", onclick: () => read(show)}, "Show");
    const replay = el("button", {type: "button", class: "primary"}, "Replay");
    const purge = el("button", {type: "button", class: "danger"}, "Purge");

    async function read(button) {
      await perform(button, async () => {
        const answer = await get(path + "?limit=" + SHOWN);
        letters.element.hidden = answer.letters.length === 0;
        keyed(letters.body, answer.letters, letter => letter.id,
          letter => letters.row([letter.interactionId ?? "?", letter.action ?? "?", letter.workbin ?? "?",
            letter.reason ?? "", time(Date.parse(letter.failedAt))]), () => {});
        text(note, answer.letters.length < (answer.deadLetters ?? 0) ? `The oldest ${number(answer.letters.length)}` : "");
        return `${several(answer.letters.length, "dead letter")} of sink ${sink.name}`;
      });
    }

    replay.addEventListener("click", () => perform(replay, async () => {
      const answer = await call("POST", path + "/replay");
      return `${several(answer.replayed, "dead letter")} put back for sink ${sink.name}`;
    }));
    purge.addEventListener("click", async () => {
      const sure = await confirmed(`Throw the dead letters of ${sink.name} away?`,
        "They are gone for good: the sink will never get these notifications.", "Throw away", true);
      if (sure) {
        await perform(purge, async () => {
          const answer = await call("DELETE", path);
          return `${several(answer.purged, "dead letter")} of sink ${sink.name} thrown away`;
        });
      }
    });
    const element = el("article", {class: "letters", "aria-label": "Sink " + sink.name},
      el("div", {class: "headline"}, el("h3", {}, sink.name, " ", count), show, replay, purge),
      note, letters.element);
    return element;
  }

  function sinkLetters(flow) {
    const list = (flow.sinks ?? []).filter(sink => sink.deadLetters);
    noSinks.hidden = list.length > 0;
    keyed(sinks, list, sink => sink.name, box,
      (element, sink) => text(element.querySelector(".number"), number(sink.deadLetters)));
  }

  return {
    title: "Dead letters",
    show(argument, history) {
      shown = true;
      failed = null;
      this.update(history);
    },
    hide() {
      shown = false;
    },
    update(history) {
      const flow = history.last();
      if (!shown || !flow) {
        return;
      }
      sinkLetters(flow);
      const now = flow.placements?.FAILED ?? null;
      if (failed !== now || now === null) {
        failed = now;
        readFailed();
      }
    },
  };
}
