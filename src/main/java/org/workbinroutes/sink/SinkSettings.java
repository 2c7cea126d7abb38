package org.workbinroutes.sink;

/**
 * What the configuration says of one sink, but for its endpoint's own business.
 *
 * @param to the endpoint; only its scheme is looked at
 * @param when the rule, see {@link SinkRule}; null is as empty
 * @param predicate a condition as {@code simple:...} or {@code jsonpath:...}; null and blank for
 *     none
 * @param format {@code raw}, {@code flat}, {@code columns}, {@code summary} or {@code cloudevents};
 *     null for raw
 * @param fields the columns of flat and columns; null and blank for the usual ones
 * @param redact what must not leave, see {@link Redaction}; null and blank for nothing
 * @param eventSource the attribute {@code source} of cloudevents; null for the usual one
 */
public record SinkSettings(
    String name,
    String to,
    String when,
    String predicate,
    String format,
    String fields,
    String redact,
    String eventSource) {
  /** What a CloudEvent names as its source if nothing else is said. */
  public static final String DEFAULT_EVENT_SOURCE = "urn:workbinroutes:gws";
}
