package org.workbinroutes.intake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** Which process of which machine wrote a lock, so that one that was killed is known as dead. */
final class ProcessMark {
  private static final String SEPARATOR = " ";

  private final String host;

  ProcessMark() {
    this.host = hostName();
  }

  /** One line about this process. */
  String own() {
    ProcessHandle self = ProcessHandle.current();
    return String.join(SEPARATOR, host, String.valueOf(self.pid()), startOf(self));
  }

  /** Whether a line is that of a process of this machine that is no more. */
  boolean isDead(String mark) {
    String[] parts = mark.split(SEPARATOR, -1);
    if (parts.length != 3 || !parts[0].equals(host) || !parts[1].matches("\\d{1,18}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    return process.isEmpty() || !startOf(process.get()).equals(parts[2]);
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("\\s", "_");
    } catch (UnknownHostException nameless) {
      return "unknown-" + ProcessHandle.current().pid();
    }
  }
}
