package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Something that goes wrong with a REST request. Immutable; arm it with {@link Faults#onAdd} or
 * {@link Faults#onRest}.
 *
 * <p>Faults have no effect on workbins, other than {@link #slow}, unless {@link #withEffect()} says
 * so.
 */
public final class Fault {
  enum Kind {
    ANSWER,
    STATUS_CODE,
    UNAUTHORIZED,
    CUT_BODY,
    RESET,
    HANG,
    DRIP,
    SLOW
  }

  private static final String JSON_TYPE = "application/json;charset=UTF-8";
  private static final String HALF_AN_ANSWER = "{\"statusCode\":0,\"refer";
  private static final String HTML =
      "<html><head><title>Error</title></head><body><h1>HTTP Status %d</h1>"
          + "<p>The server encountered an error: <b>&lt;unknown&gt;</b></p></body></html>";

  private final Kind kind;
  private final int code;
  private final Map<String, String> headers;
  private final String contentType;
  private final String body;
  private final Duration delay;
  private final boolean effect;
  private final Predicate<RestCall> matches;

  private Fault(
      Kind kind,
      int code,
      Map<String, String> headers,
      String contentType,
      String body,
      Duration delay,
      boolean effect,
      Predicate<RestCall> matches) {
    this.kind = kind;
    this.code = code;
    this.headers = headers;
    this.contentType = contentType;
    this.body = body;
    this.delay = delay;
    this.effect = effect;
    this.matches = matches;
  }

  private static Fault of(Kind kind, int code, String contentType, String body) {
    return new Fault(
        kind, code, Map.of(), contentType, body, Duration.ZERO, false, request -> true);
  }

  /**
   * An HTTP status with an empty JSON object.
   *
   * @param status for example 503
   * @return the fault
   */
  public static Fault httpStatus(int status) {
    return of(Kind.ANSWER, status, JSON_TYPE, "{}");
  }

  /**
   * An answer with a statusCode; its HTTP status is as configured for those.
   *
   * @param statusCode for example 4
   * @return the fault
   */
  public static Fault statusCode(int statusCode) {
    return of(Kind.STATUS_CODE, statusCode, JSON_TYPE, "");
  }

  /**
   * 401, as for a request without credentials.
   *
   * @return the fault
   */
  public static Fault unauthorized() {
    return of(Kind.UNAUTHORIZED, 401, JSON_TYPE, "");
  }

  /**
   * 403 with the CSRF text, though the token was right.
   *
   * @return the fault
   */
  public static Fault csrf() {
    return of(Kind.ANSWER, 403, "text/plain", RestServlet.CSRF_TEXT);
  }

  /**
   * 403 for another reason than CSRF.
   *
   * @return the fault
   */
  public static Fault forbidden() {
    return of(
        Kind.ANSWER, 403, JSON_TYPE, "{\"statusCode\":5,\"statusMessage\":\"Access is denied\"}");
  }

  /**
   * A page as servers and proxies print it.
   *
   * @param status HTTP status; 200 is possible
   * @return the fault
   */
  public static Fault htmlPage(int status) {
    return of(Kind.ANSWER, status, "text/html;charset=UTF-8", HTML.formatted(status));
  }

  /**
   * HTTP 200 without a body.
   *
   * @return the fault
   */
  public static Fault emptyBody() {
    return of(Kind.ANSWER, 200, JSON_TYPE, "");
  }

  /**
   * HTTP 200 whose JSON ends in the middle, though the HTTP message is complete.
   *
   * @return the fault
   */
  public static Fault cutJson() {
    return of(Kind.ANSWER, 200, JSON_TYPE, HALF_AN_ANSWER);
  }

  /**
   * HTTP 200 whose connection is closed before the announced length is reached.
   *
   * @return the fault
   */
  public static Fault cutBody() {
    return of(Kind.CUT_BODY, 200, JSON_TYPE, HALF_AN_ANSWER);
  }

  /**
   * The connection is reset instead of an answer.
   *
   * @return the fault
   */
  public static Fault reset() {
    return of(Kind.RESET, 0, "", "");
  }

  /**
   * No answer ever; the connection is reset when the fault is cleared or the simulator stops.
   *
   * @return the fault
   */
  public static Fault hang() {
    return of(Kind.HANG, 0, "", "");
  }

  /**
   * An answer that comes byte by byte and never ends; the connection is reset when the fault is
   * cleared or the simulator stops.
   *
   * @return the fault
   */
  public static Fault drip() {
    return of(Kind.DRIP, 0, "", "");
  }

  /**
   * The right answer, with its effect, but late.
   *
   * @param delay how late
   * @return the fault
   */
  public static Fault slow(Duration delay) {
    return new Fault(Kind.SLOW, 0, Map.of(), "", "", delay, true, request -> true);
  }

  /**
   * Adds a header to the answer.
   *
   * @param name for example {@code Retry-After}
   * @param value its value
   * @return the changed fault
   */
  public Fault header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Fault(kind, code, Map.copyOf(more), contentType, body, delay, effect, matches);
  }

  /**
   * Replaces the body of the answer. Means nothing to faults that give none.
   *
   * @param type content type
   * @param text body
   * @return the changed fault
   */
  public Fault body(String type, String text) {
    return new Fault(kind, code, headers, type, text, delay, effect, matches);
  }

  /**
   * The operation is done all the same, with its notification.
   *
   * @return the changed fault
   */
  public Fault withEffect() {
    return new Fault(kind, code, headers, contentType, body, delay, true, matches);
  }

  /**
   * Only for requests that match, besides what was demanded before.
   *
   * @param condition looks at the request
   * @return the changed fault
   */
  public Fault when(Predicate<RestCall> condition) {
    return new Fault(kind, code, headers, contentType, body, delay, effect, matches.and(condition));
  }

  /**
   * Only for one interaction.
   *
   * @param interactionId its id
   * @return the changed fault
   */
  public Fault forInteraction(String interactionId) {
    return when(call -> interactionId.equals(call.interactionId()));
  }

  /**
   * Only for one operation.
   *
   * @param operationName its name on the wire
   * @return the changed fault
   */
  public Fault forOperation(String operationName) {
    return when(call -> operationName.equals(call.operation()));
  }

  /**
   * Only for one workbin.
   *
   * @param workbinId its id
   * @return the changed fault
   */
  public Fault forWorkbin(String workbinId) {
    return when(call -> workbinId.equals(call.workbinId()));
  }

  Kind kind() {
    return kind;
  }

  int code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  String contentType() {
    return contentType;
  }

  String body() {
    return body;
  }

  Duration delay() {
    return delay;
  }

  boolean hasEffect() {
    return effect;
  }

  boolean matches(RestCall call) {
    return matches.test(call);
  }
}
