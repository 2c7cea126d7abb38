package org.workbinroutes.sink;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.service.ServiceSupport;
import org.workbinroutes.gws.Notification;

/**
 * The first step of a sink's route: reads the text from the spool, lets the sink's rule decide, and
 * builds the message anew, so that nothing but the notification goes on to the sink. What the rule
 * does not take ends here.
 *
 * <p>One per sink, made by the route template; it fails at the start if name or rule is wrong.
 */
public final class SinkFilter extends ServiceSupport implements Processor, ShutdownPrepared {
  /** Exchange property: the {@link Notification} on its way to the sink. */
  public static final String NOTIFICATION = "WorkbinNotification";

  /** Exchange property: the text as it lay in the spool, for the dead letter. */
  static final String SPOOLED = "WorkbinSpooledText";

  /** Exchange property: the filter that took the notification. */
  static final String FILTER = "WorkbinSinkFilter";

  /** Queues are named after it, so it stays with what every broker and URI takes unescaped. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private String name;
  private String when;
  private NotificationCodec codec;
  private SinkRule rule;
  private volatile boolean aboutToStop;

  /**
   * The sink's name.
   *
   * @param name 1 to 64 letters, digits, underscores and hyphens, a letter or digit first
   */
  public void setName(String name) {
    this.name = name;
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
   * What reads and writes notifications.
   *
   * @param codec the codec
   */
  public void setCodec(NotificationCodec codec) {
    this.codec = codec;
  }

  @Override
  protected void doInit() {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The sink name '"
              + name
              + "' cannot be a queue's name: use 1 to 64 letters, digits, underscores and"
              + " hyphens, as in camel.routeTemplate[audit].templateId = sink");
    }
    Objects.requireNonNull(codec, "codec");
    rule = SinkRule.parse(name, when);
  }

  @Override
  protected void doStart() {
    aboutToStop = false;
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    aboutToStop = true;
  }

  /** Whether the sink's route is about to stop: no time for another attempt. */
  boolean isAboutToStop() {
    return aboutToStop;
  }

  @Override
  public void process(Exchange exchange) {
    if (!(exchange.getMessage().getBody() instanceof String text)) {
      throw new UnreadableNotificationException(
          "The message holds no text: a notification is a JSON object sent as text");
    }
    exchange.setProperty(SPOOLED, text);
    exchange.setProperty(FILTER, this);
    Notification notification = codec.read(text);
    if (!rule.takes(notification)) {
      exchange.setRouteStop(true);
      return;
    }
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setBody(codec.write(notification));
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    exchange.setMessage(message);
    exchange.setProperty(NOTIFICATION, notification);
    // without it the platform's charset decides what becomes of umlauts
    exchange.setProperty(Exchange.CHARSET_NAME, StandardCharsets.UTF_8.name());
  }
}
