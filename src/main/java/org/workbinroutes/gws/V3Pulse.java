package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the list of workbins now and then, which API v3 sends over the notification connection.
 * Polls are answered also in a session that GWS does not know any more, and in one that another
 * client of the same user has taken the events from.
 */
final class V3Pulse implements LinkPulse {
  private static final Logger LOG = LoggerFactory.getLogger(V3Pulse.class);

  private final GwsSession session;
  private final WorkbinRequests requests;
  private final PendingAnswers answers;
  private final V3NotificationReader reader;
  private final Clock clock;
  private final Duration interval;
  private final Duration patience;
  private Instant next;
  private Instant asked;
  private CompletableFuture<Map<String, Object>> echo;
  private String operationId;

  V3Pulse(
      GwsConfiguration configuration,
      GwsSession session,
      WorkbinRequests requests,
      PendingAnswers answers,
      V3NotificationReader reader,
      Clock clock) {
    this.session = session;
    this.requests = requests;
    this.answers = answers;
    this.reader = reader;
    this.clock = clock;
    this.interval = Duration.ofMillis(configuration.getHeartbeatInterval());
    this.patience = Duration.ofMillis(configuration.getNetworkDelay());
    this.next = clock.instant().plus(interval);
  }

  @Override
  public String deafness(boolean delivering) {
    Instant now = clock.instant();
    if (echo == null) {
      if (!now.isBefore(next)) {
        ask();
      }
      return null;
    }
    if (echo.isDone()) {
      echo = null;
      next = now.plus(interval);
      return null;
    }
    // What comes before the echo may be much, and is processed one after the other.
    Instant heard = reader.lastHeard();
    Instant quietSince = heard.isAfter(asked) ? heard : asked;
    if (delivering || quietSince.plus(patience).isAfter(now)) {
      return null;
    }
    answers.forget(operationId);
    return "GWS answers polls and sent nothing over them for "
        + patience.toMillis()
        + " ms although it was asked";
  }

  private void ask() {
    GwsRequest request = requests.workbins();
    operationId = V3Requests.operationId(request);
    CompletableFuture<Map<String, Object>> expected = answers.expect(operationId);
    try {
      session.call(request).accepted();
      echo = expected;
      asked = clock.instant();
    } catch (GwsException e) {
      // Of a server that is away the polls tell; a session that ended has closed the connection.
      LOG.debug("No sign of life could be asked for: {}", e.getMessage());
      answers.forget(operationId);
      next = clock.instant().plus(interval);
    }
  }
}
