// The console: who reads, which view, and the figures as they come.

import {get, setKey, storedKey} from "./api.js";
import {concerns, flowView, pending} from "./flow.js";
import {healthView} from "./health.js";
import {lettersView} from "./letters.js";
import {poll} from "./live.js";
import {placementsView} from "./placements.js";
import {sinksView} from "./sinks.js";
import {number, time} from "./format.js";
import {say} from "./actions.js";
import {text} from "./dom.js";

const byId = id => document.getElementById(id);
const KEPT_SAMPLES = 61;
const RATE_MILLIS = 30_000;
const AGAIN_MILLIS = 3_000;
const REASON = "workbin-routes.reason";
const LONGEST_SILENCE_MILLIS = 15_000;

/** The latest figures, for rates and lines; begins anew when a counter does. */
class History {
  #samples = [];

  add(flow) {
    const last = this.#samples.at(-1);
    if (last && flow.at <= last.flow.at) {
      return;
    }
    this.#samples.push({flow, counters: counters(flow), levels: levels(flow)});
    if (this.#samples.length > KEPT_SAMPLES) {
      this.#samples.shift();
    }
  }

  clear() {
    this.#samples = [];
  }

  last() {
    return this.#samples.at(-1)?.flow;
  }

  /** So many in a minute, of the last half minute; null if that is not known yet. */
  rate(name) {
    const now = this.#samples.at(-1);
    const then = this.#samples.find(sample => now.flow.at - sample.flow.at <= RATE_MILLIS);
    return then === now ? null : perMinute(then, now, name);
  }

  /** The rate between each two samples. */
  series(name) {
    return this.#samples.slice(1).map((sample, i) => perMinute(this.#samples[i], sample, name));
  }

  levels(name) {
    return this.#samples.map(sample => sample.levels[name] ?? null);
  }
}

function perMinute(from, to, name) {
  const before = from.counters[name];
  const after = to.counters[name];
  if (before === undefined || after === undefined) {
    // a counter that has just come up was nothing before
    return after === undefined || before !== undefined ? null
      : after * 60_000 / (to.flow.at - from.flow.at);
  }
  return Math.max(0, after - before) * 60_000 / (to.flow.at - from.flow.at);
}

const sum = object => Object.values(object).reduce((total, n) => total + n, 0);

function counters(flow) {
  const all = {};
  if (flow.placements) {
    all.in = sum(flow.placements);
    all.confirmed = flow.placements.CONFIRMED;
  }
  for (const intake of flow.intakes) {
    all["intake " + intake.name] = intake.outcomes.received ?? sum(intake.outcomes);
  }
  for (const sink of flow.sinks ?? []) {
    if (Object.keys(sink.deliveries).length) {
      all["sink " + sink.name] = sink.deliveries.delivered ?? sum(sink.deliveries);
    }
  }
  return all;
}

function levels(flow) {
  const all = {};
  if (flow.placements) {
    all.pending = pending(flow.placements);
  }
  if (flow.sinks) {
    all.waiting = flow.sinks.reduce((total, sink) => total + (sink.waiting ?? 0), 0);
    flow.sinks.forEach(sink => { all["waiting " + sink.name] = sink.waiting; });
  }
  return all;
}

const history = new History();
const views = {
  flow: flowView(byId("view-flow")),
  placements: placementsView(byId("view-placements")),
  letters: lettersView(byId("view-letters")),
  sinks: sinksView(byId("view-sinks")),
  health: healthView(byId("view-health")),
};
let current = null;
let everyMillis = 2_000;
let asksForLogin = true;
let figuresAt = 0;

function route(event) {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?", 2);
  const [name, id = ""] = path.split("/", 2);
  const view = Object.hasOwn(views, name) ? name : "flow";
  if (current) {
    views[current].hide();
  }
  current = view;
  for (const one of Object.keys(views)) {
    byId("view-" + one).hidden = one !== view;
  }
  document.querySelectorAll("#views a").forEach(link => {
    if (link.dataset.view === view) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({block: "nearest", inline: "nearest"});
    } else {
      link.removeAttribute("aria-current");
    }
  });
  document.title = views[view].title + " \u00b7 workbin-routes console";
  views[view].show([decoded(id), new URLSearchParams(query ?? "")], history);
  if (event) {
    byId("view-" + view).querySelector("h1")?.focus();
  }
}

function decoded(id) {
  try {
    return decodeURIComponent(id);
  } catch (broken) {
    return id;
  }
}

function count(id, n) {
  const element = byId(id);
  element.hidden = !n;
  text(element, number(n));
}

function take(overview) {
  const flow = overview.flow;
  figuresAt = Date.now();
  document.documentElement.dataset.lost = "false";
  byId("lost").hidden = true;
  linkState("on");
  text(byId("about"), `${overview.about.node} \u00b7 ${overview.about.version}`);
  history.add(flow);
  const list = concerns(flow);
  const letters = (flow.placements?.FAILED ?? 0)
    + (flow.sinks ?? []).reduce((total, sink) => total + (sink.deadLetters ?? 0), 0);
  count("nav-letters", letters);
  count("nav-sinks", (flow.sinks ?? []).filter(sink => sink.held).length);
  count("nav-health", flow.health.filter(part => part.state === "DOWN").length);
  document.documentElement.dataset.concerns = list.length;
  views[current]?.update(history);
}

function linkState(state) {
  byId("link").dataset.state = state;
  text(byId("link-text"),
    {on: "Live", wait: "Connecting\u2026", lost: "No connection", paused: "Paused", off: "Not connected"}[state]);
}

const isLost = () => document.documentElement.dataset.lost === "true";

/** What is shown is of the past from now on, and looks like it until the next figures come. */
function outdate(state, reason) {
  document.documentElement.dataset.lost = "true";
  text(byId("lost"), `${reason} since ${time(figuresAt)}: the figures are of that time`);
  byId("lost").hidden = false;
  linkState(state);
}

const lose = () => outdate("lost", "No connection");

/** Answers can be late, and a machine can have slept. */
function watch() {
  if (figuresAt && !isLost() && Date.now() - figuresAt > LONGEST_SILENCE_MILLIS + everyMillis) {
    lose();
  }
}

async function start() {
  const overview = await get("/console/api/overview");
  byId("login").hidden = true;
  byId("app").hidden = false;
  byId("views").hidden = false;
  byId("sign-out").hidden = !asksForLogin;
  history.clear();
  take(overview);
  route();
  poll(everyMillis, {
    onOverview: take,
    onRefused: () => signOut("The key or token is not accepted any more"),
    onLost: lose,
    onHidden: () => outdate("paused", "Paused"),
  });
}

/** Begins anew with an empty page: what was shown is nobody's business any more. */
function signOut(reason) {
  setKey(null);
  if (reason) {
    sessionStorage.setItem(REASON, reason);
  }
  window.history.replaceState(null, "", "/console");
  location.reload();
}

function askForLogin(reason) {
  linkState("off");
  byId("app").hidden = true;
  byId("views").hidden = true;
  byId("sign-out").hidden = true;
  byId("login").hidden = false;
  text(byId("login-error"), reason ?? "");
  byId("key").focus();
}

async function signIn(event) {
  event.preventDefault();
  const button = event.target.querySelector("button");
  button.disabled = true;
  text(byId("login-error"), "");
  setKey(byId("key").value.trim(), byId("keep").checked);
  try {
    await start();
    byId("key").value = "";
    byId("view-flow").querySelector("h1")?.focus();
  } catch (refused) {
    setKey(null);
    text(byId("login-error"), refused.message);
    byId("key").focus();
  } finally {
    button.disabled = false;
  }
}

/** As long as the server is not there, or not ready. */
async function startOrWait() {
  try {
    await start();
  } catch (refused) {
    if (refused.status === 401) {
      setKey(null);
      askForLogin(refused.message);
    } else {
      linkState("wait");
      say(refused.message, true);
      setTimeout(startOrWait, AGAIN_MILLIS);
    }
  }
}

async function boot() {
  byId("login-form").addEventListener("submit", signIn);
  setInterval(watch, 1_000);
  byId("sign-out").addEventListener("click", () => signOut(null));
  byId("skip").addEventListener("click", event => {
    event.preventDefault();
    [...document.querySelectorAll("main h1")].find(heading => heading.offsetParent)?.focus();
  });
  window.addEventListener("hashchange", event => {
    if (current) {
      route(event);
    }
  });
  let settings;
  try {
    settings = await get("/console/settings.json");
  } catch (away) {
    say(away.message, true);
    return;
  }
  asksForLogin = settings.login;
  everyMillis = settings.everyMillis;
  const stored = asksForLogin ? storedKey() : null;
  if (asksForLogin && stored === null) {
    askForLogin(sessionStorage.getItem(REASON));
    sessionStorage.removeItem(REASON);
    return;
  }
  setKey(stored, true);
  startOrWait();
}

boot();
