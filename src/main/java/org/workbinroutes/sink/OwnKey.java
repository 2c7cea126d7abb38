package org.workbinroutes.sink;

import java.util.Optional;
import org.apache.camel.CamelContext;

/** The keys of the configuration whose names the owner chooses in part. */
public final class OwnKey {
  private OwnKey() {}

  /**
   * Reads a key.
   *
   * @return its text, with placeholders replaced and without blanks around it; empty if it is not
   *     there or blank
   */
  public static Optional<String> find(CamelContext context, String key) {
    return context
        .getPropertiesComponent()
        .resolveProperty(key)
        .map(context::resolvePropertyPlaceholders)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
