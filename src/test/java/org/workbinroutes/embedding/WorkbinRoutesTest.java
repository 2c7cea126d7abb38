package org.workbinroutes.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.WorkbinRoutes;
import org.workbinroutes.intake.InvalidRequestException;
import org.workbinroutes.intake.RefusedPlacementException;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** The routes in a CamelContext of somebody else's. */
class WorkbinRoutesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;

  private final Map<String, String> settings = new HashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Set<String> sinksOfI1 = ConcurrentHashMap.newKeySet();
  private SimulatorServer gws;

  @BeforeEach
  void start() {
    gws = SimulatorServer.builder().start();
    settings.put("gws.url", gws.url());
    settings.put("gws.username", "agent");
    settings.put("gws.password", "secret");
    settings.put("workbin.data", data.toString());
    settings.put("camel.routeTemplate[crm].templateId", "sink");
    settings.put("camel.routeTemplate[crm].to", "direct:crm");
    settings.put("camel.routeTemplate[crm].when", "action=ItemAdded");
  }

  @AfterEach
  void stop() {
    gws.close();
  }

  @Test
  void aRequestOfTheOwnersIsPlacedAndConfirmedAndHeardOf() throws Exception {
    try (DefaultCamelContext camel = started()) {
      // When
      Placement placement = place(camel, request("one", "I1"));
      // Then
      assertThat(placement.state()).isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
      assertThat(placement.source()).isEqualTo("route");
      assertThat(gws.contents(SeedData.PLACE_GROUP_BIN)).containsExactly("I1");
      // once more, if the look into the workbin after the start finds it too
      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
      assertThat(heard.get(0)).contains("\"I1\"");
      await()
          .atMost(PATIENCE)
          .until(() -> place(camel, request("one", "I1")).state() == PlacementState.CONFIRMED);
      assertThat(gws.adds("I1").calls()).isEqualTo(1);
    }
  }

  @Test
  void notificationsCanBePutElsewhereThanInTheSpool() throws Exception {
    // Given
    settings.put("workbin.spool.publish", "direct:bus");
    List<Object> lanes = new CopyOnWriteArrayList<>();
    try (DefaultCamelContext camel = context()) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:bus")
                  .filter(body().contains("ItemAdded"))
                  .process(e -> lanes.add(e.getMessage().getHeader("JMSXGroupID")))
                  .process(e -> heard.add(e.getMessage().getBody(String.class)));
            }
          });
      camel.start();
      // When
      place(camel, request("one", "I1"));
      place(camel, request("two", "I2"));
      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .anyMatch(text -> text.contains("\"I1\""))
                      .anyMatch(text -> text.contains("\"I2\"")));
      assertThat(heard).noneMatch(text -> text.contains("\"I1\"") && text.contains("\"I2\""));
      assertThat(lanes).doesNotContainNull();
      assertThat(Set.copyOf(lanes)).as("both are of one workbin").hasSize(1);
    }
  }

  @Test
  void theLedgerOutlivesTheContext() throws Exception {
    // Given
    try (DefaultCamelContext camel = started()) {
      place(camel, request("one", "I1"));
    }
    // When
    try (DefaultCamelContext camel = started()) {
      place(camel, request("one", "I1"));
      // Then
      assertThat(gws.adds("I1").calls()).isEqualTo(1);
    }
  }

  @Test
  void aMapWillDoAndSoWillARouteOfOnesOwnMadeFromTheTemplate() throws Exception {
    // Given
    try (DefaultCamelContext camel = context()) {
      TemplatedRouteBuilder.builder(camel, "sink")
          .routeId("mine")
          .parameter("to", "direct:crm")
          .add();
      camel.start();
      // When
      camel
          .createProducerTemplate()
          .requestBody(
              "direct:intake",
              Map.of(
                  "workbinId",
                  SeedData.PLACE_GROUP_BIN.workbinId(),
                  "placeGroup",
                  SeedData.PLACE_GROUP_BIN.group(),
                  "interactionId",
                  "I1"));
      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(sinksOfI1).containsExactlyInAnyOrder("crm", "mine"));
    }
  }

  @Test
  void whoseRequestIsWrongOrRefusedIsTold() throws Exception {
    try (DefaultCamelContext camel = started()) {
      // When / Then
      assertThatThrownBy(() -> place(camel, "{\"colour\":\"red\"}"))
          .isInstanceOf(CamelExecutionException.class)
          .hasCauseInstanceOf(InvalidRequestException.class);
      // Given
      gws.faults().onAdd(Fault.statusCode(5), 1);
      // When / Then
      assertThatThrownBy(() -> place(camel, request("two", "I2")))
          .hasCauseInstanceOf(RefusedPlacementException.class);
    }
  }

  @Test
  void settingsCanComeFromTheContextsOwnProperties() throws Exception {
    // Given
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      settings.keySet().removeIf(key -> key.startsWith("camel."));
      settings.put("my.password", settings.put("gws.password", "{{my.password}}"));
      Properties properties = new Properties();
      properties.putAll(settings);
      camel.getPropertiesComponent().setInitialProperties(properties);
      camel.addRoutes(new WorkbinRoutes());
      camel.start();
      // When / Then
      assertThat(place(camel, request("one", "I1")).request().interactionId()).isEqualTo("I1");
    }
  }

  @Test
  void aSlipInTheContextsOwnPropertiesIsNamed() {
    // Given
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.getPropertiesComponent().addInitialProperty("gws.url", gws.url());
    camel.getPropertiesComponent().addInitialProperty("gws.usrname", "agent");
    // When / Then
    assertThatThrownBy(() -> camel.addRoutes(new WorkbinRoutes()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean gws.username?");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port,8080,http.port is for the product as a process of its own",
    "workbin.stop-timeout,7s,workbin.stop-timeout is for the product",
    "camel.component.jms.concurrentConsumers,4,your own program",
    "gws.max-ate,4,did you mean gws.max-rate?",
  })
  void whatMeansNothingHereIsRefused(String key, String value, String message) {
    settings.put(key, value);
    assertThatThrownBy(this::context)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMisspeltParameterOfASinkIsRefusedHoweverTheSinkIsMade() throws Exception {
    // Given
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      add(camel);
      TemplatedRouteBuilder.builder(camel, "sink")
          .routeId("own")
          .parameter("to", "direct:crm")
          .parameter("redcat", "userData")
          .add();
      // When / Then
      assertThatThrownBy(camel::start)
          .hasStackTraceContaining("has no parameter redcat: did you mean redact?");
    }
    settings.put("camel.routeTemplate[crm].wehn", "action=ItemAdded");
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      assertThatThrownBy(() -> add(camel))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("did you mean when?");
    }
  }

  @Test
  void aContextThatRunsIsTooLate() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.start();
      assertThatThrownBy(() -> camel.addRoutes(new WorkbinRoutes(settings)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("before the CamelContext is initialized or started");
    }
  }

  @Test
  void namesThatAreTakenAreAllNamedBeforeAnythingIsOpened() throws Exception {
    // Given
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.addComponent("jms", new JmsComponent());
    camel.getRegistry().bind("ledger", "somebody's");
    // When / Then
    assertThatThrownBy(() -> camel.addRoutes(new WorkbinRoutes(settings)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("workbin.broker.component")
        .hasMessageContaining("a bean ledger");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aComponentJmsOfTheOwnersStaysHis() throws Exception {
    // Given
    settings.put("workbin.broker.component", "workbin-jms");
    settings.put("camel.routeTemplate[orders].templateId", "jms-intake");
    JmsComponent own = new JmsComponent();
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.addComponent("jms", own);
      add(camel);
      // When
      camel.start();
      camel
          .createProducerTemplate()
          .sendBody("workbin-jms:queue:workbin.placements", request("one", "I1"));
      // Then
      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
      assertThat(camel.getComponent("jms")).isSameAs(own);
    }
  }

  @Test
  void enginesEndIfTheContextCannotStart() throws Exception {
    // Given
    DefaultCamelContext camel = context();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("file:" + data + "/nowhere?autoCreate=false&startingDirectoryMustExist=true")
                .to("mock:end");
          }
        });
    // When
    assertThatThrownBy(camel::start).hasMessageContaining("nowhere");
    // Then
    try (DefaultCamelContext another = started()) {
      assertThat(another.getStatus()).isEqualTo(ServiceStatus.Started);
    }
  }

  @Test
  void aSecondStartIsRefused() throws Exception {
    // Given
    DefaultCamelContext camel = started();
    camel.stop();
    // When / Then
    assertThatThrownBy(camel::start).hasMessageContaining("make a new CamelContext");
  }

  @Test
  void nothingRunsAnyMoreWhenTheContextHasStopped() throws Exception {
    // Given
    DefaultCamelContext camel = started();
    place(camel, request("one", "I1"));
    // When
    camel.stop();
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("ActiveMQ") || name.contains("ledger")));
  }

  private DefaultCamelContext started() throws Exception {
    DefaultCamelContext camel = context();
    camel.start();
    return camel;
  }

  private DefaultCamelContext context() throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    add(camel);
    return camel;
  }

  private void add(DefaultCamelContext camel) throws Exception {
    camel.addRoutes(new WorkbinRoutes(settings));
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:crm")
                .process(e -> heard.add(e.getMessage().getBody(String.class)))
                .filter(body().contains("\"I1\""))
                .process(e -> sinksOfI1.add(e.getFromRouteId()));
          }
        });
  }

  private static Placement place(DefaultCamelContext camel, String request) {
    return camel.createProducerTemplate().requestBody("direct:intake", request, Placement.class);
  }

  private static String request(String id, String interaction) {
    return """
    {"requestId":"%s","workbinId":"%s","placeGroup":"%s","interactionId":"%s"}\
    """
        .formatted(
            id,
            SeedData.PLACE_GROUP_BIN.workbinId(),
            SeedData.PLACE_GROUP_BIN.group(),
            interaction);
  }
}
