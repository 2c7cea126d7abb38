package org.workbinroutes.ops.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Option;

/** The secrets of a configuration, which must not be shown, whatever a library says. */
final class Secrets {
  /** Shorter texts stand in every second word. */
  private static final int SHORTEST = 4;

  private static final String HIDDEN = "******";
  private static final Pattern FREE_KEY =
      Pattern.compile(
          "workbin\\.(secrets\\..+|headers\\..+)|camel\\..*(?i)(password|secret|token|apikey)");

  private final Map<String, String> texts = new LinkedHashMap<>();

  Secrets(Configuration configuration) {
    for (Option<?> option : Catalogue.standard().options()) {
      if (option.secret()) {
        configuration
            .find(option)
            .filter(String.class::isInstance)
            .ifPresent(value -> texts.put(option.key(), value.toString()));
      }
    }
    configuration
        .camelProperties()
        .forEach(
            (key, value) -> {
              if (FREE_KEY.matcher(key).matches() && !value.contains("{{")) {
                texts.put(key, value.strip());
              }
            });
  }

  /** The keys that hold one, as it is; not those that name a variable instead. */
  List<String> keys() {
    return List.copyOf(texts.keySet());
  }

  Finding hide(Finding finding) {
    return new Finding(
        finding.part(), finding.level(), hide(finding.text()), hide(finding.remedy()));
  }

  private String hide(String text) {
    String hidden = text;
    for (String secret : longestFirst()) {
      hidden = hidden == null ? null : hidden.replace(secret, HIDDEN);
    }
    return hidden;
  }

  private List<String> longestFirst() {
    List<String> secrets = new ArrayList<>(texts.values());
    secrets.removeIf(secret -> secret.length() < SHORTEST);
    secrets.sort((one, other) -> other.length() - one.length());
    return secrets;
  }
}
