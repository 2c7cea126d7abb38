// Calls of the server. The key goes into a header, never into an address.

const STORED = "workbin-routes.key";
let key = null;

/** What could not be done, with what to tell the reader. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The key that was kept in this tab; null if none was. */
export function storedKey() {
  return sessionStorage.getItem(STORED);
}

export function setKey(value, keep) {
  key = value;
  if (value !== null && keep) {
    sessionStorage.setItem(STORED, value);
  } else {
    sessionStorage.removeItem(STORED);
  }
}

/** Asks, and gives the JSON of the answer; throws Refused. */
export async function call(method, path, body, patienceMillis = 30_000) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(key === null ? {} : {"Authorization": "Bearer " + key}),
        ...(body === undefined ? {} : {"Content-Type": "application/json"}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patienceMillis),
    });
  } catch (unreachable) {
    throw new Refused(0, "The server cannot be reached");
  }
  const json = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(response.status, told(response.status, json));
  }
  return json;
}

export const get = (path, patienceMillis) => call("GET", path, undefined, patienceMillis);

function told(status, problem) {
  switch (status) {
    case 401:
      return "The key or token is not accepted";
    case 403:
      return "This key may look, and not change anything";
    case 429:
      return "Too many attempts: wait a minute";
    default:
      return [problem.title ?? "The server answered " + status, problem.detail]
        .filter(part => typeof part === "string").join(": ");
  }
}
