package org.workbinroutes.sink.webhook;

import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * A receiver refused a notification for good: the same request would be refused again. It goes to
 * the sink's dead letters at once.
 */
public final class RefusedNotificationException extends HttpOperationFailedException {
  private static final long serialVersionUID = 1L;

  RefusedNotificationException(HttpOperationFailedException answer) {
    super(
        answer.getUri(),
        answer.getStatusCode(),
        answer.getStatusText(),
        answer.getRedirectLocation(),
        Map.of(),
        null);
  }
}
