package org.workbinroutes.sink;

import java.util.Map;

/**
 * What a sink gets of a notification.
 *
 * @param spooled the notification without what must not leave
 * @param body a text, or a map in the format columns
 */
public record Delivery(SpooledNotification spooled, Object body, Map<String, Object> headers) {}
