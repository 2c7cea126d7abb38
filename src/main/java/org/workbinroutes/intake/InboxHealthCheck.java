package org.workbinroutes.intake;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.workbinroutes.outage.Outage;

/**
 * Down while a drop folder, or a file in it, fails. It does not decide on readiness: the other
 * intakes work.
 */
final class InboxHealthCheck extends AbstractHealthCheck {
  private final Inbox inbox;

  InboxHealthCheck(Inbox inbox) {
    super("workbin", "files-" + inbox.intake());
    this.inbox = inbox;
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
    int blocked = inbox.blocked();
    Optional<Outage> outage = inbox.outage();
    builder.detail("blocked", blocked);
    if (outage.isPresent()) {
      builder.detail("since", outage.get().since().toString());
      builder.message("the folder fails: " + outage.get().reason()).down();
    } else if (blocked > 0) {
      builder
          .message(blocked + " files are blocked, the first because " + inbox.reason().orElse(""))
          .down();
    } else {
      builder.up();
    }
  }
}
