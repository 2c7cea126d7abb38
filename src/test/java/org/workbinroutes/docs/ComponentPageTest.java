package org.workbinroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

/** docs/gws-component.md: its tables are those of the catalog, and its routes run. */
class ComponentPageTest {
  private static final String REFRESH = "docs.refresh";
  private static final Path PAGE = Path.of("docs", "gws-component.md");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

  @Test
  void theTablesAreThoseOfTheCatalog() throws IOException {
    // Given
    ComponentTables tables = new ComponentTables(new OwnComponents().model("gws"));
    String committed = Files.readString(PAGE);
    String expected = tables.refresh(committed);
    if (Boolean.getBoolean(REFRESH)) {
      Files.writeString(PAGE, expected);
      committed = expected;
    }
    // Then
    assertThat(committed)
        .as(
            "%s is out of date; refresh it with ./mvnw -q test -Dtest=ComponentPageTest -D%s=true",
            PAGE, REFRESH)
        .isEqualTo(expected);
    for (String name : tables.names()) {
      assertThat(committed).containsOnlyOnce("<!-- table: " + name + " -->");
    }
  }

  @Test
  void theRoutesRun(@GwsSimulator SimulatedGws gws) throws Exception {
    // Given
    List<String> routes = new ArrayList<>();
    Matcher block = YAML.matcher(Files.readString(PAGE));
    while (block.find()) {
      routes.add(block.group(1));
    }
    assertThat(routes).hasSize(3);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      GwsComponent component = new GwsComponent();
      component.getConfiguration().setUrl(gws.url());
      component.getConfiguration().setUsername(gws.username());
      component.getConfiguration().setPassword(gws.password());
      camel.addComponent("gws", component);
      for (int number = 0; number < routes.size(); number++) {
        PluginHelper.getRoutesLoader(camel)
            .loadRoutes(ResourceHelper.fromString("route" + number + ".yaml", routes.get(number)));
      }
      camel.start();
      MockEndpoint heard = camel.getEndpoint("mock:heard", MockEndpoint.class);
      heard.expectedBodiesReceived("0001BaBFVPR20039");
      gws.awaitListener(SeedData.PLACE_GROUP_BIN);
      try (var template = camel.createProducerTemplate()) {
        // When
        Object answer =
            template.requestBody(
                "direct:place",
                """
                {"workbinId": "5d487e69-a393-4228-a06f-6a4015ab1b54",
                 "placeGroup": "MyPlaceGroup", "interactionId": "0001BaBFVPR20039"}
                """);
        // Then
        assertThat(answer).hasFieldOrPropertyWithValue("statusCode", 0);
        heard.assertIsSatisfied(10_000);
        // When
        template.sendBody("direct:look", null);
        // Then
        MockEndpoint content = camel.getEndpoint("mock:content", MockEndpoint.class);
        assertThat(content.getExchanges().get(0).getMessage().getBody().toString())
            .contains("0001BaBFVPR20039");
      }
    }
  }
}
