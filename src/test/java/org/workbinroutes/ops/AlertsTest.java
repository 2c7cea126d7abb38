package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each alert has a section that says what to do, and each section its alert. */
class AlertsTest {
  private static final Path RULES = Path.of("config/monitoring/alerts.yaml");
  private static final Path RUNBOOK = Path.of("docs/alerts.md");

  @Test
  void eachAlertHasItsSection() throws Exception {
    // Given
    List<Map<?, ?>> alerts = alerts();
    Set<String> names = new TreeSet<>();
    for (Map<?, ?> alert : alerts) {
      String name = (String) alert.get("alert");
      names.add(name);
      // Then
      assertThat(alert.get("labels")).asString().matches(".*severity=(critical|warning).*");
      assertThat(((Map<?, ?>) alert.get("annotations")).get("runbook_url"))
          .as(name)
          .isEqualTo("docs/alerts.md#" + name.toLowerCase(Locale.ROOT));
    }
    assertThat(sections()).containsExactlyInAnyOrderElementsOf(names);
  }

  private static List<Map<?, ?>> alerts() throws Exception {
    Object rules = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
    List<Map<?, ?>> alerts = new ArrayList<>();
    for (Object group : (List<?>) ((Map<?, ?>) rules).get("groups")) {
      for (Object alert : (List<?>) ((Map<?, ?>) group).get("rules")) {
        alerts.add((Map<?, ?>) alert);
      }
    }
    assertThat(alerts).hasSizeGreaterThan(10);
    return alerts;
  }

  private static Set<String> sections() throws Exception {
    Set<String> names = new TreeSet<>();
    Matcher heading = Pattern.compile("(?m)^### (Workbin\\w+)$").matcher(Files.readString(RUNBOOK));
    while (heading.find()) {
      names.add(heading.group(1));
    }
    return names;
  }
}
