package org.workbinroutes.sink;

import java.util.Collections;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.jsonpath.JsonPathLanguage;
import org.apache.camel.support.DefaultExchange;

/**
 * A sink's condition in one of Camel's languages, for what a {@link SinkRule} cannot say. It is
 * compiled once, from the configuration; nothing of a message becomes part of it. It sees the
 * notification as a map in the body, and the headers the sink would get.
 */
final class SinkPredicate {
  private static final String SIMPLE = "simple:";
  private static final String JSONPATH = "jsonpath:";

  private final String sink;
  private final String text;
  private final CamelContext context;
  private final Predicate predicate;

  private SinkPredicate(String sink, String text, CamelContext context, Predicate predicate) {
    this.sink = sink;
    this.text = text;
    this.context = context;
    this.predicate = predicate;
  }

  /**
   * Compiles a predicate.
   *
   * @throws IllegalArgumentException if the text is none; the message names the remedy
   */
  static SinkPredicate compile(String sink, String text, CamelContext context) {
    String stripped = text.strip();
    try {
      if (stripped.startsWith(SIMPLE)) {
        return new SinkPredicate(
            sink, stripped, context, simple(stripped.substring(SIMPLE.length()), context));
      }
      if (stripped.startsWith(JSONPATH)) {
        return new SinkPredicate(
            sink, stripped, context, jsonPath(stripped.substring(JSONPATH.length()), context));
      }
    } catch (RuntimeException wrong) {
      throw new IllegalArgumentException(
          "cannot be compiled: " + OneLine.of(wrong.getMessage(), 300), wrong);
    }
    throw new IllegalArgumentException(
        "names no language: write simple:... or jsonpath:..., for example"
            + " jsonpath:$.chatStateResourceV2.userData[?(@.vip == true)]");
  }

  private static Predicate simple(String text, CamelContext context) {
    Predicate predicate = context.resolveLanguage("simple").createPredicate(text.strip());
    predicate.init(context);
    return predicate;
  }

  private static Predicate jsonPath(String text, CamelContext context) {
    JsonPathLanguage language = (JsonPathLanguage) context.resolveLanguage("jsonpath");
    language.validatePredicate(text.strip());
    // a path that leads nowhere is false; ${...} in a path would be compiled anew for each message
    Object[] properties = {null, null, true, false, true, false, false, null};
    Predicate predicate = language.createPredicate(null, text.strip(), properties);
    predicate.init(context);
    return predicate;
  }

  /**
   * Whether it holds.
   *
   * @throws PredicateFailedException if it has none
   */
  boolean holds(SpooledNotification spooled) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(Collections.unmodifiableMap(spooled.notification().body()));
    exchange.getMessage().setHeaders(SinkHeaders.of(spooled));
    boolean holds;
    try {
      holds = predicate.matches(exchange);
    } catch (Exception failure) {
      throw new PredicateFailedException(sink, failure);
    }
    if (exchange.getException() != null) {
      throw new PredicateFailedException(sink, exchange.getException());
    }
    return holds;
  }

  @Override
  public String toString() {
    return text;
  }
}
