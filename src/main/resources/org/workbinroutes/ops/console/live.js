// Listens to the live channel by CometD, and begins anew by itself when it breaks.

import {CometD} from "./cometd/Client.js";
import {credentials, get} from "./api.js";

const AGAIN_MILLIS = 5_000;

/** Tells onFlow what comes, and onState "on", "wait" or "refused". */
export function listen(onFlow, onState) {
  let cometd = null;
  let timer = null;
  let ended = false;

  function again() {
    onState("wait");
    clearTimeout(timer);
    if (!ended) {
      timer = setTimeout(begin, AGAIN_MILLIS);
    }
  }

  function drop() {
    const old = cometd;
    cometd = null;
    old?.clearListeners();
    old?.disconnect();
  }

  async function begin() {
    let access;
    try {
      access = await get("/console/api/live");
    } catch (refused) {
      if (refused.status === 401) {
        onState("refused");
      } else {
        again();
      }
      return;
    }
    if (ended) {
      return;
    }
    const client = new CometD();
    cometd = client;
    client.unregisterTransport("websocket");
    client.unregisterTransport("callback-polling");
    client.configure({
      url: location.origin + "/console/live",
      appendMessageTypeToURL: false,
      requestHeaders: credentials(),
      // it would run code from a blob, which the page's policy forbids
      useWorkerScheduler: false,
      maxNetworkDelay: 15_000,
      backoffIncrement: 1_000,
      maxBackoff: 10_000,
      logLevel: "error",
    });
    client.addListener("/meta/connect", message => {
      if (cometd === client) {
        onState(message.successful ? "on" : "wait");
      }
    });
    client.addListener("/meta/unsuccessful", message => {
      if (cometd === client && message.failure?.httpCode === 401) {
        drop();
        onState("refused");
      }
    });
    client.handshake({ext: {token: access.token}}, reply => {
      if (cometd !== client) {
        return;
      }
      if (reply.successful) {
        client.subscribe(access.channel, message => onFlow(message.data));
        onState("on");
      } else {
        // another run of the product has another token
        drop();
        again();
      }
    });
  }

  begin();
  return {
    end() {
      ended = true;
      clearTimeout(timer);
      drop();
    },
  };
}
