package org.workbinroutes.sink.ndjson;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code ndjson}: appends message bodies to a file, one line of JSON each.
 * Endpoints that name the same file share it without mixing lines.
 */
@Component("ndjson")
public class NdjsonComponent extends DefaultComponent {
  private static final long STOP_MILLIS = 5_000;

  /** The property with the folder that relative paths start at. */
  private static final String HOME = "workbin.home";

  private final ConcurrentMap<Path, Shared> files = new ConcurrentHashMap<>();
  private final Clock clock;
  private ExecutorService housekeeping;

  private record Shared(NdjsonFile file, RollRule rule, boolean gzip, int keep) {}

  /** Makes the component; days begin and end in the system's time zone. */
  public NdjsonComponent() {
    this(Clock.system(ZoneId.systemDefault()));
  }

  NdjsonComponent(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Path path = home().resolve(remaining).toAbsolutePath().normalize();
    if (remaining.isBlank() || path.getFileName() == null || path.getParent() == null) {
      throw new IllegalArgumentException(
          "ndjson names no file: write ndjson:data/sinks/notifications.ndjson");
    }
    NdjsonEndpoint endpoint = new NdjsonEndpoint(uri, this);
    endpoint.setFile(remaining);
    setProperties(endpoint, parameters);
    endpoint.setTarget(share(path, endpoint));
    return endpoint;
  }

  /**
   * What is not absolute starts there; in a context without the product, at the working directory.
   */
  private Path home() {
    return Path.of(getCamelContext().getPropertiesComponent().resolveProperty(HOME).orElse(""));
  }

  private NdjsonFile share(Path path, NdjsonEndpoint endpoint) {
    RollRule rule = RollRule.parse(endpoint.getRoll());
    boolean gzip = endpoint.isGzip();
    int keep = endpoint.getKeep();
    if (rule.equals(RollRule.NEVER) && (gzip || keep > 0)) {
      throw new IllegalArgumentException(
          "ndjson: gzip and keep are for closed files, and without roll none is closed: add"
              + " roll=daily or roll=100MB");
    }
    if (keep < 0) {
      throw new IllegalArgumentException(
          "ndjson: keep=" + keep + " is no number of files: write 1 or more, or 0 to keep all");
    }
    Shared shared =
        files.computeIfAbsent(
            path,
            file ->
                new Shared(
                    new NdjsonFile(
                        file,
                        rule,
                        new RolledFiles(file, gzip, keep),
                        channel -> channel.force(false),
                        clock,
                        this::tidy),
                    rule,
                    gzip,
                    keep));
    if (!shared.rule().equals(rule) || shared.gzip() != gzip || shared.keep() != keep) {
      throw new IllegalArgumentException(
          "ndjson: two sinks write "
              + path
              + " with different roll, gzip or keep: give both the same, or a file each");
    }
    return shared.file();
  }

  /** Runs what packs and removes closed files. */
  private synchronized void tidy(Runnable task) {
    if (isStoppingOrStopped()) {
      throw new RejectedExecutionException("ndjson stops");
    }
    if (housekeeping == null) {
      housekeeping =
          getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "ndjson");
    }
    housekeeping.execute(task);
  }

  @Override
  protected void doStop() throws Exception {
    for (Shared shared : files.values()) {
      shared.file().close();
    }
    ExecutorService last;
    synchronized (this) {
      last = housekeeping;
      housekeeping = null;
    }
    if (last != null) {
      getCamelContext().getExecutorServiceManager().shutdownGraceful(last, STOP_MILLIS);
    }
    super.doStop();
  }
}
