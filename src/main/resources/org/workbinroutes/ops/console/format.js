// How figures and times are written.

const whole = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
const fine = new Intl.NumberFormat("en", {maximumFractionDigits: 1});
const clock = new Intl.DateTimeFormat("en-GB", {hour: "2-digit", minute: "2-digit", second: "2-digit"});
const exact = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3});
const full = new Intl.DateTimeFormat("en-GB", {dateStyle: "medium", timeStyle: "medium"});

/** A number; a dash if it is not known. */
export function number(value) {
  return value === null || value === undefined ? "\u2013" : whole.format(value);
}

/** So many in a minute; a dash if it is not known yet. */
export function rate(value) {
  if (value === null || value === undefined) {
    return "\u2013";
  }
  return value >= 100 ? whole.format(value) : fine.format(value);
}

/** The time of day, and the date too if it is not today's. */
export function time(millis) {
  const date = new Date(millis);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : full.format(date);
}

/** Date and time, to the millisecond. */
export function moment(millis) {
  return exact.format(new Date(millis));
}

/** How long, in the largest unit that tells something. */
export function span(millis) {
  if (millis < 1000) {
    return whole.format(millis) + " ms";
  }
  if (millis < 60_000) {
    return fine.format(millis / 1000) + " s";
  }
  if (millis < 3_600_000) {
    return whole.format(Math.floor(millis / 60_000)) + " min " + whole.format(Math.floor(millis % 60_000 / 1000)) + " s";
  }
  if (millis < 48 * 3_600_000) {
    return whole.format(Math.floor(millis / 3_600_000)) + " h " + whole.format(Math.floor(millis % 3_600_000 / 60_000)) + " min";
  }
  return whole.format(Math.floor(millis / 86_400_000)) + " days";
}

/** "1 sink", "2 sinks". */
export function several(n, one, many = one + "s") {
  return number(n) + " " + (n === 1 ? one : many);
}

const ORDER = ["delivered", "received", "accepted", "confirmed", "unconfirmed", "rejected", "failed", "pulled", "dead-letter"];

/** "3 accepted \u00b7 1 failed": counts in the order in which things happen. */
export function outcomes(counts) {
  return Object.entries(counts)
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b) || a.localeCompare(b))
    .map(([outcome, n]) => `${number(n)} ${outcome}`).join(" \u00b7 ") || "\u2013";
}
