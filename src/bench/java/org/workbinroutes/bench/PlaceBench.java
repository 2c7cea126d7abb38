package org.workbinroutes.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.gws.AddCall;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsComponent;

/**
 * Callers that place by {@code gws:add}, against the same POST by the bare HttpClient 5 with the
 * same pool and the same JSON, and against the route one would write by hand.
 */
final class PlaceBench implements Benchmark {
  private static final GroupWorkbin BIN =
      new GroupWorkbin("8b4d1f0e-6a1c-4f5e-9f3a-0a7c2b1d9e55", GroupKind.AGENT_GROUP, "Billing");
  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder().encodeToString("agent:secret".getBytes(StandardCharsets.UTF_8));

  /** What is placed. */
  private record Call(String interactionId) implements AddCall {
    @Override
    public GroupWorkbin workbin() {
      return BIN;
    }

    @Override
    public AddOperation operation() {
      return AddOperation.ADD_CHAT;
    }

    @Override
    public boolean saveLAR() {
      return false;
    }
  }

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    report.columns(
        "callers",
        "delay ms",
        "way",
        "calls/s",
        "share of bare",
        "spread",
        "p50 ms",
        "p99 ms",
        "p99 of bare",
        "CPU us/call");
    try (ServerProcess target = ServerProcess.target();
        BareClient bare = new BareClient(target.url())) {
      CamelContext camel = camel(target);
      ProducerTemplate template = camel.createProducerTemplate();
      int[] callers = length.isShort() ? new int[] {32} : new int[] {8, 32, 128};
      int[] delays = length.isShort() ? new int[] {0} : new int[] {0, 5, 20, 100};
      for (int delay : delays) {
        target.delay(delay);
        for (int number : callers) {
          measure(report, length, number, delay, bare, template);
        }
      }
      camel.stop();
    }
  }

  private void measure(
      Report report,
      Length length,
      int number,
      int delay,
      BareClient bare,
      ProducerTemplate template)
      throws Exception {
    try (Callers callers = new Callers(number)) {
      Turns turns =
          new Turns()
              .with(
                  "bare",
                  () ->
                      callers.during(
                          length.nanos(), n -> bare.place(BIN.id(), BIN.group(), "i-" + n)))
              .with(
                  "gws:add",
                  () ->
                      callers.during(
                          length.nanos(),
                          n -> {
                            Exchange done =
                                template.send(
                                    "gws:add",
                                    exchange -> exchange.getMessage().setBody(new Call("i-" + n)));
                            requireAccepted(done);
                          }));
      if (!length.isShort()) {
        turns.with(
            "naive route",
            () ->
                callers.during(
                    length.nanos(),
                    n ->
                        requireAnswer(
                            template.requestBodyAndHeader(
                                "direct:naive", "i-" + n, "bin", BIN.id(), String.class))));
      }
      turns.run(length.rounds());
      for (String way : turns.names()) {
        report.row(
            number,
            delay,
            way,
            turns.timed(way),
            Median.of(turns.of(way), Sample::cpuMicros).value());
      }
      if (number == 32 && delay == 0) {
        report.goal("place, 32 callers, delay 0", turns.share("gws:add").value(), 0.85, true);
      }
      if (number == 128 && delay == 20) {
        report.goal("place, 128 callers, 20 ms", turns.share("gws:add").value(), 0.97, true);
        report.goal(
            "place, 128 callers, 20 ms, p99 of bare",
            turns.ratio("gws:add", Sample::p99Nanos).value(),
            1.1,
            false);
      }
    }
  }

  private static void requireAccepted(Exchange done) {
    if (done.getException() != null
        || !(done.getMessage().getBody() instanceof GwsAnswer answer)
        || answer.referenceId() == null) {
      throw new IllegalStateException("not placed", done.getException());
    }
  }

  private static void requireAnswer(String answer) {
    if (!answer.contains("referenceId")) {
      throw new IllegalStateException("not placed: " + answer);
    }
  }

  private static CamelContext camel(ServerProcess target) throws Exception {
    CamelContext camel = new DefaultCamelContext();
    GwsComponent gws = new GwsComponent();
    gws.getConfiguration().setUrl(target.url());
    gws.getConfiguration().setUsername("agent");
    gws.getConfiguration().setPassword("secret");
    gws.getConfiguration().setConnections(BareClient.POOL);
    camel.addComponent("gws", gws);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:naive")
                .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .setHeader("Authorization", constant(LOGIN))
                .setHeader("X-CSRF-TOKEN", constant("bench"))
                .setBody(simple("{\"operationName\":\"AddChat\",\"id\":\"${body}\"}"))
                .toD(target.url() + "/api/v2/me/workbins/${header.bin}?agentGroup=Billing");
          }
        });
    camel.start();
    return camel;
  }
}
