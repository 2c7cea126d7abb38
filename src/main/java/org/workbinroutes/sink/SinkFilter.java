package org.workbinroutes.sink;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.MDC;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.placement.RequestLog;

/**
 * The first step of a sink's route: reads the text from the spool, lets the sink's rule decide, and
 * builds the message anew, so that nothing but the notification, in the sink's format and without
 * what must not leave, goes on to the sink. What the rule does not take ends here.
 *
 * <p>One per sink, made by the route template; it fails at the start if a parameter is wrong.
 */
public final class SinkFilter extends ServiceSupport
    implements Processor, ShutdownPrepared, CamelContextAware {
  /** Exchange property: the {@link Notification} on its way to the sink, redacted. */
  public static final String NOTIFICATION = "WorkbinNotification";

  /** Exchange property: the notification's id, the same in every attempt and replay. */
  public static final String ID = "WorkbinNotificationId";

  /** Exchange property: the text as it lay in the spool, redacted, for the dead letter. */
  static final String SPOOLED = "WorkbinSpooledText";

  /** Exchange property: the filter that took the notification. */
  static final String FILTER = "WorkbinSinkFilter";

  private CamelContext context;
  private String name;
  private String to;
  private String when;
  private String predicate;
  private String format;
  private String fields;
  private String redact;
  private String eventSource;
  private NotificationCodec codec;
  private SinkPlans plans;
  private SpoolCodec spoolCodec;
  private SinkPlan plan;
  private volatile boolean aboutToStop;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.context = camelContext;
  }

  /**
   * The sink's name.
   *
   * @param name 1 to 64 letters, digits, underscores and hyphens, a letter or digit first
   */
  public void setName(String name) {
    this.name = name;
  }

  /**
   * The sink's endpoint.
   *
   * @param to its URI, of which only the scheme is looked at
   */
  public void setTo(String to) {
    this.to = to;
  }

  /**
   * The sink's rule.
   *
   * @param when see {@link SinkRule}; empty or {@code *} takes everything
   */
  public void setWhen(String when) {
    this.when = when;
  }

  /**
   * One more condition.
   *
   * @param predicate {@code simple:...} or {@code jsonpath:...}; empty for none
   */
  public void setPredicate(String predicate) {
    this.predicate = predicate;
  }

  /**
   * The form in which the sink gets notifications.
   *
   * @param format raw, flat, columns, summary or cloudevents; empty for raw
   */
  public void setFormat(String format) {
    this.format = format;
  }

  /**
   * The columns of flat and columns.
   *
   * @param fields a list, see docs/sinks.md; empty for the usual ones
   */
  public void setFields(String fields) {
    this.fields = fields;
  }

  /**
   * What the sink must not get.
   *
   * @param redact see {@link Redaction}; empty for nothing
   */
  public void setRedact(String redact) {
    this.redact = redact;
  }

  /**
   * What cloudevents name as their source.
   *
   * @param eventSource a URI reference; empty for the usual one
   */
  public void setEventSource(String eventSource) {
    this.eventSource = eventSource;
  }

  /** What reads and writes notifications. */
  public void setCodec(NotificationCodec codec) {
    this.codec = codec;
  }

  /** Where all sinks' plans are known. */
  public void setPlans(SinkPlans plans) {
    this.plans = plans;
  }

  @Override
  protected void doInit() {
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(plans, "plans");
    spoolCodec = new SpoolCodec(codec);
    plan =
        SinkPlan.compile(
            new SinkSettings(name, to, when, predicate, format, fields, redact, eventSource),
            context,
            codec);
    plans.add(plan);
  }

  @Override
  protected void doStart() {
    aboutToStop = false;
  }

  @Override
  protected void doShutdown() {
    if (plan != null) {
      plans.remove(plan);
    }
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    aboutToStop = true;
  }

  /**
   * Whether a failed notification belongs to a sink that is about to stop. It has not had all its
   * attempts then, so it is no dead letter: it goes back to the spool.
   */
  static boolean isStopping(Exchange exchange) {
    SinkFilter filter = exchange.getProperty(FILTER, SinkFilter.class);
    return exchange.getContext().isStopping() || (filter != null && filter.aboutToStop);
  }

  @Override
  public void process(Exchange exchange) {
    exchange.setProperty(FILTER, this);
    Object body = exchange.getMessage().getBody();
    SpooledNotification spooled = read(exchange, body);
    logAs(spooled.placement());
    SpooledNotification redacted = plan.redaction().of(spooled);
    boolean isWhole = plan.redaction().isEmpty();
    try {
      if (!plans.takes(plan, spooled)) {
        exchange.setRouteStop(true);
        return;
      }
    } catch (PredicateFailedException undecided) {
      keep(exchange, isWhole ? body : spoolCodec.write(redacted));
      throw undecided;
    }
    // put back in the spool, it must come here again, whether or not the rule still matches
    keep(exchange, isWhole ? body : spoolCodec.write(redacted.addressedTo(name)));
    Delivery delivery = plan.form(redacted);
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setBody(delivery.body());
    message.setHeaders(delivery.headers());
    exchange.setMessage(message);
    exchange.setProperty(NOTIFICATION, redacted.notification());
    exchange.setProperty(ID, redacted.id());
    // without it the platform's charset decides what becomes of umlauts
    exchange.setProperty(Exchange.CHARSET_NAME, StandardCharsets.UTF_8.name());
  }

  private SpooledNotification read(Exchange exchange, Object body) {
    // what cannot be read cannot be redacted
    keep(exchange, plan.redaction().isEmpty() ? body : withheld(body));
    if (!(body instanceof String text)) {
      throw new UnreadableNotificationException(
          "The message holds no text: a notification is a JSON object sent as text");
    }
    return spoolCodec.read(text);
  }

  /** What is logged of a delivery names the request that the notification confirms. */
  private static void logAs(ConfirmedPlacement placement) {
    if (placement == null) {
      MDC.remove(RequestLog.REQUEST_ID);
    } else {
      MDC.put(RequestLog.REQUEST_ID, placement.requestId());
    }
  }

  /** What becomes the dead letter, and is there to be logged, if the delivery fails. */
  private static void keep(Exchange exchange, Object body) {
    exchange.getMessage().setBody(body);
    if (body instanceof String) {
      exchange.setProperty(SPOOLED, body);
    }
  }

  private static String withheld(Object body) {
    return "(withheld, as it cannot be redacted: "
        + (body instanceof String text ? text.length() + " characters" : "no text")
        + ")";
  }
}
