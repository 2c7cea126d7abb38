// The sinks: what waits for each, and why one is held.

import {badge, el, keyed, setBadge, table, text} from "./dom.js";
import {number, outcomes, rate} from "./format.js";
import {sparkline} from "./spark.js";
import {call, get} from "./api.js";
import {perform} from "./actions.js";

export function sinksView(section) {
  const rows = table("Sinks",
    [{name: "Sink"}, {name: "State"}, {name: "Waiting", number: true}, {name: "Lately"},
      {name: "Delivered / min", number: true}, {name: "Dead letters", number: true}, {name: "Since the start"}, {name: "Action"}]);
  const empty = el("p", {class: "empty"}, "No sinks are configured.");
  section.append(el("h1", {tabindex: -1}, "Sinks"),
    el("div", {class: "card"}, rows.element, empty));
  const lines = new Map();
  let shown = false;
  let heldBefore = "";

  function create(sink) {
    const line = sparkline("What waited for " + sink.name);
    lines.set(sink.name, line);
    const resume = el("button", {type: "button", class: "primary", hidden: true}, "Resume");
    resume.addEventListener("click", () => perform(resume, async () => {
      await call("POST", "/sinks/" + encodeURIComponent(sink.name) + "/resume");
      return `Sink ${sink.name} goes on`;
    }));
    const state = el("div", {}, badge("FLOWS"), el("p", {class: "reason"}));
    return rows.row([sink.name, state, "", line.element, "",
      el("a", {href: "#/letters"}), "", resume]);
  }

  function update(row, sink, history) {
    const cells = row.children;
    setBadge(cells[1].querySelector(".badge"), sink.held ? "HELD" : sink.deadLetters ? "DEAD LETTERS" : "FLOWS");
    if (!sink.held) {
      text(cells[1].querySelector(".reason"), "");
    }
    text(cells[2], number(sink.waiting));
    lines.get(sink.name).draw(history.levels("waiting " + sink.name));
    text(cells[4], rate(history.rate("sink " + sink.name)));
    text(cells[5].firstChild, number(sink.deadLetters));
    text(cells[6], outcomes(sink.deliveries));
    cells[7].firstChild.hidden = !sink.held;
  }

  /** Why sinks are held is not told on the live channel: it can be a sentence of somebody else's. */
  async function reasons(flow) {
    const held = (flow.sinks ?? []).filter(sink => sink.held).map(sink => sink.name).join("\n");
    if (held === heldBefore) {
      return;
    }
    heldBefore = held;
    if (!held) {
      return;
    }
    try {
      const answer = await get("/sinks");
      for (const sink of answer.sinks.filter(one => one.held)) {
        const row = [...rows.body.children].find(one => one.dataset.key === sink.name);
        if (row) {
          text(row.querySelector(".reason"), sink.held);
        }
      }
    } catch (failure) {
      heldBefore = "";
    }
  }

  return {
    title: "Sinks",
    show(argument, history) {
      shown = true;
      heldBefore = "";
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
