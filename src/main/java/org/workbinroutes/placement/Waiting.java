package org.workbinroutes.placement;

import java.time.Instant;

/**
 * That a request waits for its next call.
 *
 * @param reason why, for people
 * @param since since when it cannot be placed
 * @param nextTry when it is tried again; null if that is not known
 */
public record Waiting(String reason, Instant since, Instant nextTry) {}
