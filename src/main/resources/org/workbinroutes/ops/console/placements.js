// Placements: looked for, and one's life step by step.

import {badge, el, table, text} from "./dom.js";
import {moment, number, several, span, time} from "./format.js";
import {call, get} from "./api.js";
import {confirmed, perform} from "./actions.js";

const STATES = ["RECEIVED", "ACCEPTED", "CONFIRMED", "UNCONFIRMED", "REJECTED", "FAILED", "PULLED"];
const OVER = ["REJECTED", "FAILED", "PULLED"];
const ROWS = 50;

const MEANING = {
  RECEIVED: "Taken in and recorded",
  ACCEPTED: "GWS passed it on",
  CONFIRMED: "Seen in its workbin",
  REJECTED: "GWS refused it",
  FAILED: "Given up: it waits as a dead letter",
  UNCONFIRMED: "Not seen in its workbin in time; still looked for",
  PULLED: "Taken out of its workbin again",
};

export function placementsView(section) {
  const input = el("input", {id: "search", type: "search", maxlength: 200, autocomplete: "off", spellcheck: false,
    placeholder: "request, interaction, workbin, group or source"});
  const state = el("select", {id: "search-state"},
    el("option", {value: ""}, "any state"),
    STATES.map(one => el("option", {value: one}, one.toLowerCase())));
  const status = el("p", {class: "note", role: "status"});
  const rows = table("Placements",
    [{name: "Request"}, {name: "State"}, {name: "Interaction"}, {name: "Workbin"}, {name: "Group"},
      {name: "Source"}, {name: "Attempts", number: true}, {name: "Taken in", number: true}]);
  const older = el("button", {type: "button", hidden: true, onclick: () => find(next)}, "Look at older ones");
  const form = el("form", {class: "search", role: "search", onsubmit: event => {
    event.preventDefault();
    find(null);
  }},
    el("div", {}, el("label", {for: "search"}, "Look for"), input),
    el("div", {}, el("label", {for: "search-state"}, "State"), state),
    el("button", {type: "submit", class: "primary"}, "Search"));
  const list = el("div", {}, el("h1", {tabindex: -1}, "Placements"), form,
    el("div", {class: "card"}, status, rows.element, older));
  const one = el("div", {hidden: true});
  section.append(list, one);

  let next = null;
  let asked = 0;
  let lookedAt = 0;

  async function find(after) {
    const mine = ++asked;
    const query = new URLSearchParams({limit: ROWS});
    if (input.value.trim()) {
      query.set("text", input.value.trim());
    }
    if (state.value) {
      query.set("state", state.value);
    }
    if (after) {
      query.set("afterAt", after.at);
      query.set("afterId", after.id);
    }
    older.disabled = true;
    try {
      const found = await get("/console/api/placements?" + query);
      if (mine !== asked) {
        return;
      }
      if (!after) {
        rows.body.replaceChildren();
        lookedAt = 0;
      }
      lookedAt += found.lookedAt;
      rows.body.append(...found.placements.map(row));
      next = found.next;
      older.hidden = next === null;
      rows.element.hidden = rows.body.children.length === 0;
      text(status, `${several(rows.body.children.length, "placement")} of the latest ${number(lookedAt)}`
        + (next ? "" : ", and there are no more"));
    } catch (failure) {
      if (mine === asked) {
        text(status, failure.message);
      }
    } finally {
      older.disabled = false;
    }
  }

  function row(placement) {
    return rows.row([
      el("a", {href: "#/placements/" + encodeURIComponent(placement.requestId)}, placement.requestId),
      badge(placement.state),
      placement.interactionId,
      placement.workbinId,
      placement.group,
      placement.source ?? "",
      number(placement.attempts),
      el("time", {datetime: new Date(placement.receivedAt).toISOString()}, time(placement.receivedAt)),
    ]);
  }

  async function showOne(id) {
    const mine = ++asked;
    one.replaceChildren(el("p", {class: "note"}, "Reading\u2026"));
    let placement;
    try {
      placement = await get("/placements/" + encodeURIComponent(id));
    } catch (failure) {
      if (mine === asked) {
        one.replaceChildren(back(), el("h1", {tabindex: -1}, "Placement"), el("p", {class: "notice"}, failure.message));
      }
      return;
    }
    if (mine !== asked) {
      return;
    }
    const heading = el("h1", {tabindex: -1}, placement.requestId);
    const again = el("button", {type: "button", class: "primary"}, "Place again");
    again.addEventListener("click", () => placeAgain(again, placement.requestId, () => showOne(id)));
    one.replaceChildren(back(),
      el("div", {class: "headline"}, heading, badge(placement.state),
        OVER.includes(placement.state) ? again : null),
      el("div", {class: "columns wide"},
        el("section", {class: "card", "aria-labelledby": "life-heading"},
          el("h2", {id: "life-heading"}, "Its life"), life(placement)),
        el("section", {class: "card", "aria-labelledby": "facts-heading"},
          el("h2", {id: "facts-heading"}, "What it is"), facts(placement))));
    heading.focus();
  }

  function back() {
    return el("p", {class: "back"}, el("a", {href: "#/placements"}, "\u2190 All placements"));
  }

  return {
    title: "Placements",
    show(argument) {
      const [id, query] = argument;
      list.hidden = id !== "";
      one.hidden = id === "";
      if (id) {
        showOne(id);
        return;
      }
      if (query.has("state") && STATES.includes(query.get("state"))) {
        state.value = query.get("state");
      }
      find(null);
    },
    hide() {
      asked++;
    },
    update() {
      // a list that changes under the reader's eyes cannot be read
    },
  };
}

/** Has a placement placed again, once that was confirmed. */
export async function placeAgain(button, requestId, then) {
  const sure = await confirmed("Place it again?",
    `The request ${requestId} goes to GWS again. If its interaction lies in the workbin already, that is found out first.`,
    "Place again");
  if (sure) {
    await perform(button, async () => {
      const answer = await call("POST", "/placements/" + encodeURIComponent(requestId) + "/retry");
      then();
      return `${answer.requestId} is placed again`;
    });
  }
}

function life(placement) {
  const steps = placement.history;
  return el("ol", {class: "life"}, steps.map((step, i) => {
    const at = Date.parse(step.at);
    const gap = i ? at - Date.parse(steps[i - 1].at) : 0;
    const sent = i && step.from === "RECEIVED" && step.to !== "RECEIVED" && placement.attempts > 0
      && !steps.slice(0, i).some(earlier => earlier.from === "RECEIVED");
    const item = el("li", {},
      el("div", {class: "what"}, badge(step.to), el("span", {}, MEANING[step.to] ?? "")),
      el("div", {class: "when"},
        el("time", {datetime: step.at}, moment(at)),
        i ? el("span", {class: "gap"}, "+" + span(gap)) : null),
      sent || step.reason ? el("p", {class: "more"},
        [sent ? "sent to GWS " + (placement.attempts === 1 ? "once" : several(placement.attempts, "time")) : null, step.reason]
          .filter(Boolean).join(" \u00b7 ")) : null);
    item.dataset.state = step.to;
    return item;
  }));
}

function facts(placement) {
  const known = [
    ["Interaction", placement.interactionId],
    ["Workbin", placement.workbinId],
    ["Agent group", placement.agentGroup],
    ["Place group", placement.placeGroup],
    ["Operation", placement.operation],
    ["Source", placement.source],
    ["Attempts", number(placement.attempts)],
    ["GWS reference", placement.referenceId],
    ["Waits because", placement.waiting?.reason],
    ["Waits since", placement.waiting && moment(Date.parse(placement.waiting.since))],
    ["Next try", placement.waiting?.nextTry && moment(Date.parse(placement.waiting.nextTry))],
    ["Last error", placement.lastError],
  ].filter(([, value]) => value !== undefined && value !== null);
  return el("dl", {class: "facts"}, known.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]).flat());
}
