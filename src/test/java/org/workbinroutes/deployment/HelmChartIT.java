package org.workbinroutes.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;

/** The chart as it is handed out, by Helm itself. */
class HelmChartIT {
  private static final Path PRODUCT = Path.of("target", "workbin-routes").toAbsolutePath();
  private static final Path CHART = PRODUCT.resolve("helm/workbin-routes");
  private static final Path FULL =
      Path.of("src/test/resources/org/workbinroutes/deployment/full-values.yaml").toAbsolutePath();
  private static final String GWS = "https://gws.example.com";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir private Path folder;

  @Test
  void isSound() {
    LintResult result = new Helm(CHART).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void hasTheVersionOfTheProduct() throws Exception {
    String version = YAML.readTree(CHART.resolve("Chart.yaml").toFile()).path("version").asText();
    assertThat(PRODUCT.resolve("lib/workbin-routes-" + version + ".jar")).exists();
  }

  @Test
  void byDefaultOnePodWithAVolumeRunsAsAUserThatCanWriteNothingElse() throws Exception {
    // When
    Map<String, JsonNode> objects = render(template().set("gws.url", GWS));
    // Then
    assertThat(objects.keySet()).containsExactly("ConfigMap", "Service", "StatefulSet");
    JsonNode set = objects.get("StatefulSet").path("spec");
    assertThat(set.path("replicas").asInt()).isEqualTo(1);
    assertThat(set.at("/volumeClaimTemplates/0/spec/accessModes/0").asText())
        .isEqualTo("ReadWriteOnce");
    JsonNode pod = set.at("/template/spec");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    JsonNode container = pod.at("/containers/0");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.path("image").asText())
        .isEqualTo(
            "workbin-routes:"
                + YAML.readTree(CHART.resolve("Chart.yaml").toFile()).path("appVersion").asText());
    assertThat(variables(container).get("JDK_JAVA_OPTIONS"))
        .isEqualTo("-Xms64m -Xmx768m -XX:MaxDirectMemorySize=128m");
    assertThat(container.at("/livenessProbe/httpGet/port").asText()).isEqualTo("management");
    assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(45);
  }

  @Test
  void withEveryValueThreePodsShareLedgerAndBrokerAndAreWatched() throws Exception {
    // When
    Map<String, JsonNode> objects = render(template().withValuesFile(FULL));
    // Then
    assertThat(objects.keySet())
        .containsExactly(
            "ConfigMap",
            "PodDisruptionBudget",
            "PrometheusRule",
            "Service",
            "Service metrics",
            "ServiceMonitor",
            "StatefulSet");
    JsonNode values = YAML.readTree(FULL.toFile());
    JsonNode set = objects.get("StatefulSet").path("spec");
    JsonNode container = set.at("/template/spec/containers/0");
    assertThat(set.path("replicas").asInt()).isEqualTo(3);
    assertThat(container.path("image").asText())
        .startsWith("registry.example.com/crm/workbin-routes@sha256:");
    assertThat(variables(container))
        .containsEntry("WORKBIN_CLUSTER", "ledger")
        .containsEntry("WORKBIN_LEDGER", "jdbc:postgresql://postgres/workbin")
        .containsEntry(
            "JDK_JAVA_OPTIONS", "-Xms64m -Xmx2g -XX:MaxDirectMemorySize=256m -XX:+UseZGC");
    assertThat(container.path("volumeMounts"))
        .extracting(mount -> mount.path("mountPath").asText())
        .contains(
            "/opt/workbin-routes/config/log4j2.properties",
            "/opt/workbin-routes/routes/my-own.camel.yaml",
            "/opt/workbin-routes/ext");
    assertThat(objects.get("ConfigMap").path("data").path("application.properties").asText())
        .isEqualTo(values.path("config").asText());
    assertThat(objects.get("PrometheusRule").path("spec"))
        .isEqualTo(YAML.readTree(Path.of("config/monitoring/alerts.yaml").toFile()));
    JsonNode monitor = objects.get("ServiceMonitor").path("spec");
    JsonNode watched = objects.get("Service metrics");
    assertThat(watched.at("/metadata/labels").properties())
        .containsAll(monitor.at("/selector/matchLabels").properties());
    assertThat(monitor.at("/endpoints/0/port")).isEqualTo(watched.at("/spec/ports/0/name"));
    // the label job, by which the alerts ask whether it can be scraped
    assertThat(watched.at("/metadata/labels").path(monitor.path("jobLabel").asText()).asText())
        .isEqualTo("workbin-routes");
  }

  @Test
  void theProductTakesTheSettings() throws Exception {
    // Given
    Map<String, String> secrets =
        Map.of(
            "GWS_USERNAME", "routes",
            "GWS_PASSWORD", "secret",
            "HTTP_KEYS", "crm:" + "0".repeat(64),
            "MANAGEMENT_PORT", "9876");
    for (TemplateCommand command :
        List.of(template().set("gws.url", GWS), template().withValuesFile(FULL))) {
      Map<String, JsonNode> objects = render(command);
      Map<String, String> variables =
          variables(objects.get("StatefulSet").at("/spec/template/spec/containers/0"));
      variables.remove("JDK_JAVA_OPTIONS");
      variables.putAll(secrets);
      Path file = folder.resolve("application.properties");
      Files.writeString(file, objects.get("ConfigMap").at("/data/application.properties").asText());
      // When
      Configuration configuration =
          new ConfigurationLoader(Catalogue.standard(), variables, Map.of())
              .load(file, Map.of(), PRODUCT);
      // Then
      assertThat(configuration).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicaCount=2                           | set ledger.url
          replicaCount=2, ledger.url=P             | set ledger.url
          replicaCount=2, broker.url=tcp://b:61616 | set ledger.url
          replicaCount=2, ledger.url=P, broker.url=tcp://b:61616, persistence.existingClaim=c | its own
          persistence.enabled=false                | would be lost
          gws.url=                                 | gws.url is not set
          gws.url=gws.example.com                  | gws/url
          ledger.url=embedded                      | ledger/url
          broker.url=embedded                      | broker/url
          memory.heep=1g                           | heep
          memory.heap=lots                         | memory/heap
          replicas=3                               | replicas
          """)
  void refusesValuesThatWouldNotWork(String values, String message) {
    TemplateCommand command = template().set("gws.url", GWS);
    for (String value : values.split(",", -1)) {
      String[] pair = value.trim().split("=", 2);
      command.set(pair[0], pair[1].equals("P") ? "jdbc:postgresql://p/workbin" : pair[1]);
    }
    assertThatThrownBy(command::call).hasMessageContaining(message);
  }

  @Test
  void aFieldThatKubernetesDoesNotHaveIsFound() throws Exception {
    JsonNode set = render(template().set("gws.url", GWS)).get("StatefulSet");
    String misspelt = set.toString().replace("livenessProbe", "livnessProbe");
    assertThatThrownBy(() -> checkAgainstApi("StatefulSet", misspelt))
        .hasMessageContaining("livnessProbe");
    assertThatCode(() -> checkAgainstApi("StatefulSet", set.toString())).doesNotThrowAnyException();
  }

  private static TemplateCommand template() {
    return new Helm(CHART).template().withName("routes").withKubeVersion("1.30.0");
  }

  /** The objects by kind, each seen to be one that Kubernetes takes. */
  private static Map<String, JsonNode> render(TemplateCommand command) throws IOException {
    Map<String, JsonNode> objects = new TreeMap<>();
    for (JsonNode object :
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(command.call()).readAll()) {
      String kind = object.path("kind").asText();
      String name = object.at("/metadata/name").asText();
      assertThat(name).startsWith("routes-workbin-routes");
      checkAgainstApi(kind, object.toString());
      assertThat(objects.put(kind + name.substring(21).replace('-', ' '), object)).isNull();
    }
    return objects;
  }

  /** The model knows fields and what is required of them, its reader the types of the values. */
  private static void checkAgainstApi(String kind, String json) throws IOException {
    JsonElement element = JsonParser.parseString(json);
    Class<?> type =
        switch (kind) {
          case "ConfigMap" -> {
            V1ConfigMap.validateJsonElement(element);
            yield V1ConfigMap.class;
          }
          case "PodDisruptionBudget" -> {
            V1PodDisruptionBudget.validateJsonElement(element);
            yield V1PodDisruptionBudget.class;
          }
          case "Service" -> {
            V1Service.validateJsonElement(element);
            yield V1Service.class;
          }
          case "StatefulSet" -> {
            V1StatefulSet.validateJsonElement(element);
            yield V1StatefulSet.class;
          }
          // of the Prometheus operator
          default -> Map.class;
        };
    assertThat(new Gson().<Object>fromJson(element, type)).isNotNull();
  }

  /** The variables whose value is written there, and a name for those that come from elsewhere. */
  private static Map<String, String> variables(JsonNode container) {
    Map<String, String> variables = new HashMap<>();
    for (JsonNode variable : container.path("env")) {
      variables.put(variable.path("name").asText(), variable.path("value").asText("pod-0"));
    }
    return variables;
  }
}
