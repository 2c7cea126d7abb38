package org.workbinroutes.sink.mail;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel component {@code maildigest}: many notifications in one mail. Sender, receivers and subject
 * are the configuration's.
 */
@Component("maildigest")
public class MaildigestComponent extends DefaultComponent {
  private static final Logger LOG = LoggerFactory.getLogger(MaildigestComponent.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final long STOP_MILLIS = 5_000;

  private final ConcurrentMap<String, Shared> digests = new ConcurrentHashMap<>();

  /** One for each mail: a server that is slow holds up no other's. */
  private final ConcurrentMap<String, ScheduledExecutorService> postmen = new ConcurrentHashMap<>();

  @Metadata(
      label = "producer",
      description =
          "Where notifications wait for their mail, a directory. By default sinks/mail in"
              + " workbin.data.")
  private String directory;

  private record Shared(Digest digest, DigestRule rule) {}

  /** Makes the component. */
  public MaildigestComponent() {}

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!NAME.matcher(remaining).matches()) {
      throw new IllegalArgumentException(
          "maildigest names no mail: write maildigest:desk, and workbin.mail.desk.server and the"
              + " others in the configuration");
    }
    MaildigestEndpoint endpoint = new MaildigestEndpoint(uri, this);
    endpoint.setName(remaining);
    setProperties(endpoint, parameters);
    endpoint.setDigest(share(remaining, endpoint.rule()));
    return endpoint;
  }

  private Digest share(String name, DigestRule rule) {
    MailSettings settings = MailSettings.read(getCamelContext(), name);
    Shared shared =
        digests.computeIfAbsent(
            name,
            key ->
                new Shared(
                    new Digest(
                        key,
                        new Outbox(outboxes().resolve(key), rule.limit()),
                        rule,
                        new Letter(settings),
                        settings.sender(),
                        Clock.systemUTC()),
                    rule));
    if (!shared.rule().equals(rule)) {
      throw new IllegalArgumentException(
          "maildigest: two sinks send the mail '"
              + name
              + "' with different options: give both the same, or a name each");
    }
    return shared.digest();
  }

  private Path outboxes() {
    String path =
        directory != null
            ? directory
            : getCamelContext().resolvePropertyPlaceholders("{{workbin.data:data}}/sinks/mail");
    String home =
        getCamelContext().getPropertiesComponent().resolveProperty("workbin.home").orElse("");
    return Path.of(home).resolve(path).toAbsolutePath().normalize();
  }

  /** Starts to send; what a stopped process left behind goes out too. To be cancelled. */
  Future<?> start(String name, Digest digest) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
    if (checks != null && checks.getCheck("mail-" + name).isEmpty()) {
      checks.register(new MailHealthCheck(name, digest));
    }
    return postmen
        .computeIfAbsent(
            name,
            key ->
                getCamelContext()
                    .getExecutorServiceManager()
                    .newScheduledThreadPool(this, "maildigest-" + key, 1))
        .scheduleWithFixedDelay(
            () -> sendDue(digest), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void sendDue(Digest digest) {
    try {
      digest.sendDue();
    } catch (RuntimeException failed) {
      // the executor would never call again
      LOG.error("The mails could not be looked after", failed);
    }
  }

  @Override
  protected void doStop() throws Exception {
    List<ScheduledExecutorService> last = List.copyOf(postmen.values());
    postmen.clear();
    last.forEach(ScheduledExecutorService::shutdown);
    last.forEach(
        postman ->
            getCamelContext().getExecutorServiceManager().shutdownGraceful(postman, STOP_MILLIS));
    super.doStop();
  }

  /** {@return where notifications wait; null for the default} */
  public String getDirectory() {
    return directory;
  }

  /**
   * Sets where notifications wait for their mail.
   *
   * @param directory a directory; null for {@code sinks/mail} in {@code workbin.data}
   */
  public void setDirectory(String directory) {
    this.directory = directory;
  }
}
