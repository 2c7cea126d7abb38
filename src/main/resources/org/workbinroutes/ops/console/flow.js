// At a glance: whether things flow.

import {badge, el, keyed, setBadge, table, text} from "./dom.js";
import {number, outcomes, rate, several, time} from "./format.js";
import {shares, sparkline} from "./spark.js";
import {get} from "./api.js";

const STATES = ["RECEIVED", "ACCEPTED", "CONFIRMED", "UNCONFIRMED", "REJECTED", "FAILED", "PULLED"];
const LATEST = 8;
const LATEST_EVERY_MILLIS = 3_000;

/** What is open: taken in, and not over. */
export const pending = placements =>
  placements.RECEIVED + placements.ACCEPTED + placements.UNCONFIRMED;

/** The part of the health that says how a sink is. */
export const sinkPart = sink => "sink-" + sink.name;

/** The state of a sink: what its health says, unless somebody has to see to it anyhow. */
export function sinkState(flow, sink) {
  const state = flow.health.find(part => part.id === sinkPart(sink))?.state ?? "UNKNOWN";
  return sink.held ? "HELD" : state !== "UP" ? state : sink.deadLetters ? "DEAD LETTERS" : "FLOWS";
}

/** What needs somebody, the worst first. */
export function concerns(flow) {
  const list = [];
  const down = flow.health.filter(part => part.state === "DOWN").map(part => part.id);
  if (down.length) {
    list.push({view: "health", bad: true, sentence: `${down.slice(0, 3).join(", ")}${down.length > 3 ? " and others" : ""}: down`});
  }
  if (!flow.placements) {
    list.push({view: "health", bad: true, sentence: "The ledger cannot be read"});
  }
  if (!flow.sinks) {
    list.push({view: "health", bad: true, sentence: "The spool cannot be asked"});
  }
  (flow.sinks ?? []).filter(sink => sink.held).forEach(sink =>
    list.push({view: "sinks", bad: true, sentence: `Sink ${sink.name} is held`}));
  if (flow.placements?.REJECTED) {
    list.push({view: "placements?state=REJECTED", sentence: `${several(flow.placements.REJECTED, "placement")} rejected by GWS`});
  }
  if (flow.placements?.FAILED) {
    list.push({view: "letters", sentence: `${several(flow.placements.FAILED, "placement")} given up`});
  }
  const letters = (flow.sinks ?? []).reduce((sum, sink) => sum + (sink.deadLetters ?? 0), 0);
  if (letters) {
    list.push({view: "letters", sentence: `${several(letters, "dead letter")} of sinks`});
  }
  return list;
}

function tile(name, unit, hint) {
  const value = el("span", {class: "value"}, "\u2013");
  const line = sparkline(name + " over the last two minutes");
  return {
    element: el("li", {class: "tile"},
      el("span", {class: "name"}, name),
      el("span", {class: "figure"}, value, unit ? el("span", {class: "unit"}, unit) : null),
      line.element,
      el("span", {class: "hint"}, hint)),
    value,
    line,
  };
}

export function flowView(section) {
  const verdict = el("div", {class: "verdict", role: "status"});
  const verdictText = el("p", {class: "sentence"}, "Reading\u2026");
  const reasons = el("ul", {class: "reasons"});
  verdict.append(verdictText, reasons);

  const tiles = {
    in: tile("Taken in", "/ min", "placements of all intakes"),
    confirmed: tile("Confirmed", "/ min", "seen in their workbins"),
    pending: tile("Pending", "", "taken in, and not over"),
    waiting: tile("Waiting for sinks", "", "notifications in the spool"),
  };

  const bar = shares("Placements by state");
  const legend = el("ul", {class: "legend"});
  const intakes = table("Intakes", [{name: "Intake"}, {name: "per min", number: true}, {name: "Since the start"}]);
  const noIntakes = el("p", {class: "empty"}, "Nothing has come in since this process started.");
  const sinks = table("Sinks",
    [{name: "Sink"}, {name: "Waiting", number: true}, {name: "Delivered / min", number: true}, {name: "State"}]);
  const noSinks = el("p", {class: "empty"}, "No sinks are configured.");
  const latest = table("Latest placements",
    [{name: "Request"}, {name: "State"}, {name: "Interaction"}, {name: "Group"}, {name: "Taken in", number: true}]);
  const noLatest = el("p", {class: "empty"}, "No placements yet. They are listed here as soon as an intake takes one in.");

  section.append(
    el("h1", {id: "main-heading", class: "hidden", tabindex: -1}, "Flow"),
    verdict,
    el("ul", {class: "tiles"}, Object.values(tiles).map(one => one.element)),
    el("section", {class: "card", "aria-labelledby": "states-heading"},
      el("h2", {id: "states-heading"}, "Placements by state"), bar.element, legend),
    el("div", {class: "columns"},
      el("section", {class: "card", "aria-labelledby": "intakes-heading"},
        el("h2", {id: "intakes-heading"}, "Intakes"), intakes.element, noIntakes),
      el("section", {class: "card", "aria-labelledby": "flow-sinks-heading"},
        el("h2", {id: "flow-sinks-heading"}, "Sinks"), sinks.element, noSinks)),
    el("section", {class: "card", "aria-labelledby": "latest-heading"},
      el("h2", {id: "latest-heading"}, "Latest placements"), latest.element, noLatest));

  let shown = false;
  let latestAt = 0;
  let latestOf = "";

  function judge(flow) {
    const list = concerns(flow);
    const bad = list.some(one => one.bad);
    verdict.dataset.state = bad ? "bad" : list.length ? "warn" : "good";
    text(verdictText, bad ? "Something is down" : list.length ? "Flowing, and something waits for you" : "Everything flows");
    keyed(reasons, list, one => one.sentence,
      one => el("li", {}, el("a", {href: "#/" + one.view}, one.sentence)), () => {});
  }

  function figures(history) {
    const flow = history.last();
    text(tiles.in.value, rate(history.rate("in")));
    tiles.in.line.draw(history.series("in"));
    text(tiles.confirmed.value, rate(history.rate("confirmed")));
    tiles.confirmed.line.draw(history.series("confirmed"));
    text(tiles.pending.value, number(flow.placements ? pending(flow.placements) : null));
    tiles.pending.line.draw(history.levels("pending"));
    text(tiles.waiting.value, number(flow.sinks ? history.levels("waiting").at(-1) : null));
    tiles.waiting.line.draw(history.levels("waiting"));
  }

  function states(placements) {
    const parts = STATES.map(state => ({state, value: placements?.[state] ?? 0}));
    bar.draw(parts);
    keyed(legend, parts, part => part.state,
      part => {
        const dot = el("span", {class: "dot"});
        dot.dataset.state = part.state;
        return el("li", {},
          el("a", {href: "#/placements?state=" + part.state}, dot, part.state.toLowerCase()), el("strong"));
      },
      (item, part) => text(item.lastChild, placements ? number(part.value) : "\u2013"));
  }

  function comeIn(history) {
    const list = history.last().intakes;
    noIntakes.hidden = list.length > 0;
    intakes.element.hidden = list.length === 0;
    keyed(intakes.body, list, intake => intake.name,
      intake => intakes.row([intake.name, "", ""]),
      (row, intake) => {
        text(row.children[1], rate(history.rate("intake " + intake.name)));
        text(row.children[2], outcomes(intake.outcomes));
      });
  }

  function goOut(history) {
    const list = history.last().sinks ?? [];
    noSinks.hidden = list.length > 0;
    sinks.element.hidden = list.length === 0;
    keyed(sinks.body, list, sink => sink.name,
      sink => sinks.row([el("a", {href: "#/sinks"}, sink.name), "", "", badge("UNKNOWN")]),
      (row, sink) => {
        text(row.children[1], number(sink.waiting));
        text(row.children[2], rate(history.rate("sink " + sink.name)));
        setBadge(row.children[3].firstChild, sinkState(history.last(), sink));
      });
  }

  async function readLatest(flow) {
    const of = JSON.stringify(flow?.placements ?? null);
    if (of === latestOf || Date.now() - latestAt < LATEST_EVERY_MILLIS) {
      return;
    }
    latestAt = Date.now();
    try {
      const found = await get("/console/api/placements?limit=" + LATEST);
      latestOf = of;
      noLatest.hidden = found.placements.length > 0;
      latest.element.hidden = found.placements.length === 0;
      keyed(latest.body, found.placements, row => row.requestId,
        row => latest.row([
          el("a", {href: "#/placements/" + encodeURIComponent(row.requestId)}, row.requestId),
          badge(row.state), row.interactionId, row.group, time(row.receivedAt)]),
        (element, row) => setBadge(element.children[1].firstChild, row.state));
    } catch (failure) {
      // said by the verdict; tried again with the next figures
    }
  }

  return {
    title: "Flow",
    show(argument, history) {
      shown = true;
      latestOf = "";
      latestAt = 0;
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
      judge(flow);
      figures(history);
      states(flow.placements);
      comeIn(history);
      goOut(history);
      readLatest(flow);
    },
  };
}
