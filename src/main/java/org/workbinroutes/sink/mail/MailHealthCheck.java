package org.workbinroutes.sink.mail;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down while a mail server takes no mail. It decides on neither liveness nor readiness: what waits
 * is safe in the outbox.
 */
final class MailHealthCheck extends AbstractHealthCheck {
  private final Digest digest;

  MailHealthCheck(String mail, Digest digest) {
    super("workbin", "mail-" + mail);
    this.digest = digest;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    digest
        .trouble()
        .ifPresentOrElse(
            trouble -> {
              builder.detail("downSince", trouble.since().toString());
              builder.message("no mail is sent: " + trouble.reason()).down();
            },
            builder::up);
  }
}
