package org.workbinroutes.gws;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes calls whose answer comes over the notification connection, which it has made for them. */
final class V3ReadCalls implements ReadCalls {
  private final GwsSession session;
  private final NotificationLink link;
  private final Runnable connect;
  private final PendingAnswers answers;
  private final Duration patience;
  private final Duration linkPatience;

  V3ReadCalls(
      GwsConfiguration configuration,
      GwsSession session,
      NotificationLink link,
      Runnable connect,
      PendingAnswers answers) {
    this.session = session;
    this.link = link;
    this.connect = connect;
    this.answers = answers;
    this.patience = Duration.ofMillis(configuration.getResponseTimeout());
    this.linkPatience = Duration.ofMillis(configuration.getNetworkDelay());
  }

  @Override
  public Map<String, Object> read(GwsRequest request) {
    // First, so that a refused login is told as such.
    session.login();
    connect.run();
    String operationId = V3Requests.operationId(request);
    try {
      if (!link.awaitLive(linkPatience)) {
        String trouble = link.status().trouble();
        throw new GwsUnavailableException(
            "The answer would come over the notification connection, which is not there"
                + (trouble == null ? "" : ": " + trouble),
            null,
            null);
      }
      CompletableFuture<Map<String, Object>> answer = answers.expect(operationId);
      session.call(request).accepted();
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new GwsUnavailableException(
          "GWS accepted a call and did not send its answer within " + patience.toSeconds() + " s",
          null,
          late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof GwsException told) {
        throw told;
      }
      throw new IllegalStateException(failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GwsUnavailableException("Interrupted while an answer was waited for", null, e);
    } finally {
      answers.forget(operationId);
    }
  }
}
