package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.routes.RouteSource;

class StartupPageTest {
  @TempDir private Path folder;

  @Test
  void saysWhatItTalksToAndShowsNoSecret() throws Exception {
    // Given
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            """
            gws.url = https://gws.example.com
            gws.username = routes
            gws.subscriptions = w1@agentGroup:A, w2@placeGroup:B
            management.port = 9876
            management.traces = otlp
            workbin.broker = (tcp://b1:61616,tcp://b2:61616)?keyStorePath=hunter2
            workbin.ledger = jdbc:postgresql://db.example/l
            workbin.ledger.password = hunter6
            workbin.secrets.crm = hunter8-and-some-more
            workbin.headers.crm.Authorization = Bearer hunter9
            camel.beans.dw.password = hunter10
            camel.routeTemplate[dw].templateId = sink
            camel.routeTemplate[dw].to = sql:insert into n (id) values (:#id)?dataSource=#dw
            camel.routeTemplate[desk].templateId = sink
            camel.routeTemplate[desk].to = smtp://mail.example.com?username=u&password=RAW(hunter11)&to=a@example.com
            camel.routeTemplate[intake-jms].templateId = jms-intake
            camel.routeTemplate[audit].templateId = sink
            camel.routeTemplate[audit].to = ndjson:{{workbin.data}}/n.ndjson
            camel.routeTemplate[crm].templateId = sink
            camel.routeTemplate[crm].to = webhook:https://me:hunter3@crm.example.com/in?token=hunter4
            """);
    Configuration configuration =
        new ConfigurationLoader(Catalogue.standard(), Map.of("GWS_PASSWORD", "hunter5"), Map.of())
            .load(file, Map.of(), folder);
    // When
    String page =
        String.join("\n", new StartupPage(configuration, RouteSource.builtIn(), "1.2.3").lines());
    // Then
    assertThat(page)
        .contains("workbin-routes 1.2.3")
        .contains("https://gws.example.com (basic, user routes), 2 workbins")
        .contains("b1:61616", "b2:61616")
        .contains("http://127.0.0.1:8080", "console: /console")
        .contains("http://127.0.0.1:9876/observe/health, /observe/metrics")
        .contains("traces   http://127.0.0.1:4318/v1/traces")
        .contains("intakes  intake-jms")
        .contains("audit -> ndjson:" + folder.resolve("data") + "/n.ndjson")
        .contains("crm -> webhook:https://crm.example.com/in")
        .doesNotContain("hunter");
  }
}
