// The sinks: what waits for each, and why one is held.

import {badge, el, keyed, setBadge, table, text} from "./dom.js";
import {number, outcomes, rate} from "./format.js";
import {sparkline} from "./spark.js";
import {call, get} from "./api.js";
import {perform} from "./actions.js";
import {sinkPart, sinkState} from "./flow.js";

export function sinksView(section) {
  const rows = table("Sinks",
    [{name: "Sink"}, {name: "State"}, {name: "Waiting", number: true}, {name: "Lately"},
      {name: "Delivered / min", number: true}, {name: "Dead letters", number: true}, {name: "Since the start"}, {name: "Action"}]);
  const empty = el("p", {class: "empty"}, "No sinks are configured.");
  section.append(el("h1", {tabindex: -1}, "Sinks"),
    el("div", {class: "card"}, rows.element, empty));
  const lines = new Map();
  let shown = false;
  let troubledBefore = "";

  function create(sink) {
    const line = sparkline("What waited for " + sink.name);
    lines.set(sink.name, line);
    const resume = el("button", {type: "button", class: "primary", hidden: true}, "Resume");
    resume.addEventListener("click", () => perform(resume, async () => {
      await call("POST", "/sinks/" + encodeURIComponent(sink.name) + "/resume");
      return `Sink ${sink.name} goes on`;
    }));
    const state = el("div", {}, badge("UNKNOWN"), el("p", {class: "reason"}));
    return rows.row([sink.name, state, "", line.element, "",
      el("a", {href: "#/letters"}), "", resume]);
  }

  function update(row, sink, history) {
    const cells = row.children;
    const state = sinkState(history.last(), sink);
    setBadge(cells[1].querySelector(".badge"), state);
    if (!sink.held && state !== "DOWN") {
      text(cells[1].querySelector(".reason"), "");
    }
    text(cells[2], number(sink.waiting));
    lines.get(sink.name).draw(history.levels("waiting " + sink.name));
    text(cells[4], rate(history.rate("sink " + sink.name)));
    text(cells[5].firstChild, number(sink.deadLetters));
    text(cells[6], outcomes(sink.deliveries));
    cells[7].firstChild.hidden = !sink.held;
  }

  /** Why sinks are held or down is not in the overview: it can be a sentence of somebody else's. */
  async function reasons(flow) {
    const troubled = (flow.sinks ?? []).filter(sink => ["HELD", "DOWN"].includes(sinkState(flow, sink)));
    const now = troubled.map(sink => sink.name + " " + sinkState(flow, sink)).join("\n");
    if (now === troubledBefore) {
      return;
    }
    troubledBefore = now;
    if (!now) {
      return;
    }
    try {
      const [known, health] = await Promise.all([get("/sinks"), get("/console/api/health")]);
      for (const sink of troubled) {
        const row = [...rows.body.children].find(one => one.dataset.key === sink.name);
        if (row) {
          text(row.querySelector(".reason"),
            known.sinks.find(one => one.name === sink.name)?.held
              ?? health.parts.find(part => part.id === sinkPart(sink))?.message ?? "");
        }
      }
    } catch (failure) {
      troubledBefore = "";
    }
  }

  return {
    title: "Sinks",
    show(argument, history) {
      shown = true;
      troubledBefore = "";
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
      const list = flow.sinks ?? [];
      empty.hidden = list.length > 0;
      rows.element.hidden = list.length === 0;
      text(empty, flow.sinks ? "No sinks are configured." : "The spool cannot be asked.");
      keyed(rows.body, list, sink => sink.name, create, (row, sink) => update(row, sink, history));
      reasons(flow);
    },
  };
}
