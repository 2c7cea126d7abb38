package org.workbinroutes.simulator;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What goes wrong on the Bayeux side. */
final class PollFaults {
  final Allowance refuseConnect = new Allowance();
  final Allowance refuseHandshake = new Allowance();
  final Allowance denyHandshake = new Allowance();
  final Allowance cutAnswer = new Allowance();
  final Allowance adviseNone = new Allowance();
  private final Set<String> forbiddenClients = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> parked = new ConcurrentLinkedQueue<>();
  private volatile boolean connectRefusalHasHeader;
  private volatile int handshakeRefusal;
  private volatile boolean adviseNoneSuccessfully;
  private volatile boolean deaf;
  private volatile boolean expiryEndsLogins;

  void refuseConnects(boolean withHeader, int times) {
    connectRefusalHasHeader = withHeader;
    refuseConnect.set(times);
  }

  void adviseNone(boolean successful, int times) {
    adviseNoneSuccessfully = successful;
    adviseNone.set(times);
  }

  boolean adviseNoneSuccessfully() {
    return adviseNoneSuccessfully;
  }

  boolean connectRefusalHasHeader() {
    return connectRefusalHasHeader;
  }

  void refuseHandshakes(int status, int times) {
    handshakeRefusal = status;
    refuseHandshake.set(times);
  }

  int handshakeRefusal() {
    return handshakeRefusal;
  }

  void forbid(String clientId) {
    forbiddenClients.add(clientId);
  }

  boolean isForbidden(String clientId) {
    return clientId != null && forbiddenClients.contains(clientId);
  }

  void deaf(boolean on) {
    deaf = on;
    if (!on) {
      for (Runnable poll = parked.poll(); poll != null; poll = parked.poll()) {
        poll.run();
      }
    }
  }

  void expiryEndsLogins(boolean on) {
    expiryEndsLogins = on;
  }

  boolean expiryEndsLogins() {
    return expiryEndsLogins;
  }

  /** Runs the answer of a poll, or keeps it for as long as the server is deaf. */
  void answerUnlessDeaf(Runnable answer) {
    if (!deaf) {
      answer.run();
      return;
    }
    parked.add(answer);
    if (!deaf && parked.remove(answer)) {
      answer.run();
    }
  }

  void forgetParked() {
    parked.clear();
  }

  void clear() {
    refuseConnect.set(0);
    refuseHandshake.set(0);
    denyHandshake.set(0);
    cutAnswer.set(0);
    adviseNone.set(0);
    deaf(false);
  }
}
