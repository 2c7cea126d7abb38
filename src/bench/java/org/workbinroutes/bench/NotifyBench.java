package org.workbinroutes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.cometd.bayeux.Channel;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.cometd.client.transport.ClientTransport;
import org.cometd.common.JacksonJSONContextClient;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.util.component.LifeCycle;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.Application;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.routes.RouteSource;
import org.workbinroutes.ops.wiring.Product;

/**
 * Notifications as fast as the server can, into three sinks, against a bare BayeuxClient whose
 * listener does nothing but have them parsed, and against the broker alone; and how old they are at
 * a sink at a fixed rate.
 */
final class NotifyBench implements Benchmark {
  private static final int MAX_MESSAGE = 64 * 1024 * 1024;
  private static final int SINKS = 3;
  private static final int WARM_UPS = 20;
  private static final int RATE = 200;
  private static final String BROKER = "the broker alone, three durable subscriptions";

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    int number = length.isShort() ? 10_000 : 20_000;
    try (ServerProcess source = ServerProcess.notificationSource()) {
      List<String> ways = List.of("bare listener", "spool off", "spool on");
      Map<String, List<Sample>> samples = new LinkedHashMap<>();
      List<Double> delays = new ArrayList<>();
      // one listener at a time: the server would else send everything to all of them
      for (int round = 0; round <= length.rounds(); round++) {
        for (String way : ways) {
          try (Listening listening = listening(way, source, folder.resolve(way + round))) {
            listening.awaitHearing(source);
            Sample sample = warm(length, () -> listening.receive(source, number));
            if (round > 0) {
              samples.computeIfAbsent(way, name -> new ArrayList<>()).add(sample);
            }
            if (listening instanceof Module module && way.equals("spool on") && round > 0) {
              delays.add(module.delay(source));
            }
          }
        }
        if (!length.isShort()) {
          try (BareBroker broker = new BareBroker(folder.resolve("bare" + round))) {
            Sample sample = warm(length, () -> broker.carry(number));
            if (round > 0) {
              samples.computeIfAbsent(BROKER, name -> new ArrayList<>()).add(sample);
            }
          }
        }
      }
      report.columns("way", "notifications/s", "share", "spread", "CPU us each");
      Median bare = Median.of(samples.get(ways.get(0)), Sample::perSecond);
      for (String way : samples.keySet()) {
        Median mine = Median.of(samples.get(way), Sample::perSecond);
        report.row(
            way,
            mine.value(),
            mine.value() / bare.value(),
            mine.spread(),
            Median.of(samples.get(way), Sample::cpuMicros).value());
      }
      report.row(
          "spool on, from publish to sink at " + RATE + "/s, p99 ms",
          Median.of(delays, Double::doubleValue).value(),
          0.0,
          Median.of(delays, Double::doubleValue).spread(),
          0.0);
      report.goal(
          "notify, spool off",
          Median.of(samples.get("spool off"), Sample::perSecond).value() / bare.value(),
          0.60,
          true);
      report.goal(
          "notify, spool on",
          Median.of(samples.get("spool on"), Sample::perSecond).value() / bare.value(),
          0.18,
          true);
    }
  }

  /** The last of many bursts: the compiler is done by then. */
  private static Sample warm(Length length, Callable<Sample> burst) throws Exception {
    for (int warmUp = 0; warmUp < (length.isShort() ? 1 : WARM_UPS); warmUp++) {
      burst.call();
    }
    return burst.call();
  }

  private static Listening listening(String way, ServerProcess source, Path folder)
      throws Exception {
    return switch (way) {
      case "bare listener" -> new Bare(source.url());
      case "spool off" -> new Module(source.url(), folder, "memory");
      default -> new Module(source.url(), folder, "broker");
    };
  }

  /** Who hears. */
  private interface Listening extends AutoCloseable {
    void begin();

    long heard();

    @Override
    void close();

    /** Waits for the subscription, which comes some time after the start. */
    default void awaitHearing(ServerProcess source) throws Exception {
      begin();
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (heard() == 0) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("nothing is heard");
        }
        source.say("burst 1");
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }

    default Sample receive(ServerProcess source, int number) throws Exception {
      begin();
      return new Arrivals(this::heard).timed(number, () -> source.say("burst " + number));
    }
  }

  /** The client of CometD with the faster of its two JSON readers, and a listener that counts. */
  private static final class Bare implements Listening {
    private final AtomicLong count = new AtomicLong();
    private final HttpClient http = new HttpClient();
    private final BayeuxClient client;

    Bare(String url) throws Exception {
      http.start();
      Map<String, String> headers;
      try (BareClient login = new BareClient(url)) {
        headers = login.headers();
      }
      client =
          new BayeuxClient(
              url + "/api/v2/notifications",
              new JettyHttpClientTransport(
                  new HashMap<>(
                      Map.of(
                          ClientTransport.MAX_MESSAGE_SIZE_OPTION,
                          MAX_MESSAGE,
                          ClientTransport.JSON_CONTEXT_OPTION,
                          new JacksonJSONContextClient())),
                  http) {
                @Override
                protected void customize(Request request) {
                  request.headers(fields -> headers.forEach(fields::put));
                }
              });
      client.handshake();
      if (!client.waitFor(5_000, BayeuxClient.State.CONNECTED)) {
        throw new IllegalStateException("no handshake");
      }
      java.util.concurrent.CountDownLatch subscribed = new java.util.concurrent.CountDownLatch(1);
      client
          .getChannel("/v2/me/workbins")
          .subscribe(
              (channel, message) -> {
                if (message.getDataAsMap() != null) {
                  count.incrementAndGet();
                }
              },
              reply -> subscribed.countDown());
      if (!subscribed.await(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no subscription to " + Channel.META_SUBSCRIBE);
      }
    }

    @Override
    public void begin() {
      count.set(0);
    }

    @Override
    public long heard() {
      return count.get();
    }

    @Override
    public void close() {
      client.disconnect(2_000);
      LifeCycle.stop(http);
    }
  }

  /** The module in this process, with three sinks that count. */
  private static final class Module implements Listening {
    private final List<CountingSink> sinks = new ArrayList<>();
    private final Application application;
    private final Thread thread;

    Module(String gws, Path folder, String spool) throws Exception {
      Map<String, String> keys = new LinkedHashMap<>();
      keys.put("gws.url", gws);
      keys.put("gws.username", "agent");
      keys.put("gws.password", "secret");
      keys.put("gws.max-burst", "64MB");
      keys.put("workbin.data", folder.resolve("data").toString());
      keys.put("workbin.spool", spool);
      keys.put("workbin.spool.memory-room", "100000");
      keys.put("http.port", String.valueOf(FreePort.next()));
      for (int i = 0; i < SINKS; i++) {
        sinks.add(new CountingSink());
        keys.put("camel.routeTemplate[count" + i + "].templateId", "sink");
        keys.put("camel.routeTemplate[count" + i + "].to", "bean:count" + i);
        keys.put("camel.routeTemplate[count" + i + "].when", "action=ItemAdded; media=chat");
      }
      Path file =
          Files.createDirectories(folder.resolve("config")).resolve("application.properties");
      Files.writeString(
          file,
          keys.entrySet().stream()
              .map(e -> e.getKey() + " = " + e.getValue())
              .collect(Collectors.joining("\n")));
      Configuration configuration =
          ConfigurationLoader.ofProcess(Catalogue.standard()).load(file, Map.of(), folder);
      application =
          Product.of(
              configuration,
              RouteSource.folder(Path.of("routes")),
              System.nanoTime(),
              List.<CamelContextCustomizer>of(this::bind));
      thread =
          new Thread(
              () -> {
                try {
                  application.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.start();
      if (!application.awaitReady(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the module did not start");
      }
    }

    private void bind(CamelContext context) {
      for (int i = 0; i < SINKS; i++) {
        context.getRegistry().bind("count" + i, sinks.get(i));
      }
    }

    @Override
    public void begin() {
      sinks.forEach(sink -> sink.begin(false));
    }

    @Override
    public long heard() {
      return sinks.stream().mapToLong(CountingSink::count).min().orElseThrow();
    }

    /** The 99th percentile of the time from publish to sink, in milliseconds. */
    double delay(ServerProcess source) throws Exception {
      int number = 5 * RATE;
      sinks.forEach(sink -> sink.begin(true));
      source.say("rate " + number + " " + RATE);
      while (heard() < number) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      return sinks.get(0).percentileMillis(99);
    }

    @Override
    public void close() {
      application.stop();
      try {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
