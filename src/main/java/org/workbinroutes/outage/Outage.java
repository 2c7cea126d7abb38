package org.workbinroutes.outage;

import java.time.Instant;

/**
 * An outage that lasts.
 *
 * @param reason the latest reason, one short line without secrets or personal data
 */
public record Outage(Instant since, String reason) {}
