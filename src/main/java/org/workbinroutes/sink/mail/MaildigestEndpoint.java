package org.workbinroutes.sink.mail;

import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/** Send many notifications in one mail. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "maildigest",
    title = "Mail digest",
    syntax = "maildigest:name",
    category = {Category.MAIL},
    producerOnly = true)
public class MaildigestEndpoint extends DefaultEndpoint implements Trial {
  private static final long DEFAULT_EVERY_MILLIS = 300_000;

  @UriPath(
      description =
          "The mail: the configuration has workbin.mail.NAME.server, .username, .password, .from,"
              + " .to, .subject and .starttls.")
  @Metadata(required = true)
  private String name;

  @UriParam(
      defaultValue = "100",
      description = "How many notifications a mail has at most; so many send it at once.")
  private int most = 100;

  @UriParam(
      defaultValue = "300000",
      javaType = "java.time.Duration",
      description = "How long a notification waits for others, in milliseconds.")
  private long every = DEFAULT_EVERY_MILLIS;

  @UriParam(
      defaultValue = "false",
      description =
          "Whether what the sink gets comes along as notifications.ndjson. Without, a mail holds"
              + " nothing that a customer wrote.")
  private boolean attach;

  @UriParam(
      defaultValue = "10000",
      description =
          "How many notifications can wait for a mail server that takes none; then deliveries fail"
              + " and the spool keeps what comes.")
  private int limit = 10_000;

  private Digest digest;
  private Future<?> sending;

  MaildigestEndpoint(String uri, MaildigestComponent component) {
    super(uri, component);
  }

  void setDigest(Digest digest) {
    this.digest = digest;
  }

  DigestRule rule() {
    return new DigestRule(most, Duration.ofMillis(every), attach, limit);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    sending = ((MaildigestComponent) getComponent()).start(name, digest);
  }

  @Override
  protected void doStop() throws Exception {
    if (sending != null) {
      sending.cancel(false);
    }
    super.doStop();
  }

  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    return new MailTrial(name, MailSettings.read(getCamelContext(), name)).tryOut(patience);
  }

  @Override
  public Producer createProducer() {
    return new MaildigestProducer(this, digest);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "maildigest only sends: to read mails use Camel's imap component");
  }

  /** {@return the mail's name} */
  public String getName() {
    return name;
  }

  /**
   * Sets the mail.
   *
   * @param name its name in the configuration
   */
  public void setName(String name) {
    this.name = name;
  }

  /** {@return how many notifications a mail has at most} */
  public int getMost() {
    return most;
  }

  /**
   * Sets how many notifications a mail has at most.
   *
   * @param most their number, 1 to 10000
   */
  public void setMost(int most) {
    this.most = most;
  }

  /** {@return how long a notification waits for others, in milliseconds} */
  public long getEvery() {
    return every;
  }

  /**
   * Sets how long a notification waits for others.
   *
   * @param every milliseconds, greater than 0
   */
  public void setEvery(long every) {
    this.every = every;
  }

  /** {@return whether the notifications themselves come along} */
  public boolean isAttach() {
    return attach;
  }

  /**
   * Sets whether the notifications themselves come along.
   *
   * @param attach false by default
   */
  public void setAttach(boolean attach) {
    this.attach = attach;
  }

  /** {@return how many notifications can wait} */
  public int getLimit() {
    return limit;
  }

  /**
   * Sets how many notifications can wait for a mail server that takes none.
   *
   * @param limit their number, at least as many as a mail has
   */
  public void setLimit(int limit) {
    this.limit = limit;
  }
}
