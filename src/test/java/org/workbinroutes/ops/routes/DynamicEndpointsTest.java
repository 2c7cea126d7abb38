package org.workbinroutes.ops.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.config.Problem;

class DynamicEndpointsTest {
  private static final String ROUTE =
      """
      - route:
          id: own
          from:
            uri: direct:own
            steps:
              - choice:
                  when:
                    - simple: ${body} != null
                      steps:
                        - %s
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "toD: \"http:${header.target}\"",
        "toD: {uri: \"http:host/${body}\"}",
        "to-d: {uri: \"http:host\"}",
        "TOD: {uri: \"http:host\"}",
        "recipientList: {simple: \"${header.targets}\"}",
        "recipient-list: {expression: {header: targets}}",
        "routingSlip: {header: slip}",
        "dynamicRouter: {method: {ref: router}}",
        "enrich: {simple: \"http:${body}\"}",
        "enrich: {expression: {header: from}}",
        "pollEnrich: {simple: \"file:${header.dir}\"}",
        "wireTap: {uri: \"direct:${header.next}\"}",
        "wireTap: \"direct:${header.next}\"",
      })
  void findsAStepByWhichAMessageChoosesItsEndpoint(String step) {
    // When
    List<Problem> problems = find(ROUTE.formatted(step));
    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).place()).isEqualTo("file:own.camel.yaml line 10");
    assertThat(problems.get(0).toString())
        .contains("lets a message choose its endpoint")
        .contains("workbin.routes.dynamic-endpoints");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: {uri: \"direct:next\"}",
        "to: \"direct:toD\"",
        "log: \"toD recipientList ${body}\"",
        "enrich: {constant: \"direct:more\"}",
        "pollEnrich: {expression: {constant: \"file:in\"}}",
        "wireTap: {uri: \"direct:next\"}",
        "setBody: {constant: \"toD: x\"}",
      })
  void letsAFixedEndpointPass(String step) {
    assertThat(find(ROUTE.formatted(step))).isEmpty();
  }

  @Test
  void looksBehindAnchorsAndEndsOnRings() {
    // Given
    String yaml = "- a: &x\n    toD: http:h\n    self: *x\n- b: *x\n";
    // When / Then
    assertThat(find(yaml)).hasSize(1);
  }

  @Test
  void saysThatAFileIsNoYaml() {
    assertThat(find("- route: [")).singleElement().asString().contains("it is no YAML");
  }

  private static List<Problem> find(String yaml) {
    return new DynamicEndpoints().find(new RouteFile("file:own.camel.yaml", yaml));
  }
}
