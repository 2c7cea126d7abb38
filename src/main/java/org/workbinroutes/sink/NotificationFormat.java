package org.workbinroutes.sink;

import java.util.function.Function;

/**
 * The form in which a sink gets notifications. Safe for use by many threads.
 *
 * @param contentType the header {@code Content-Type}; null if the body is no text
 * @param body a redacted notification as a text, or as a map of the caller's own
 */
record NotificationFormat(String contentType, Function<SpooledNotification, Object> body) {}
