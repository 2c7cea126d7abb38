package org.workbinroutes.ops.config;

/** A chapter of the configuration reference. */
public enum Group {
  /** Where GWS is and how to log in. */
  GWS("gws", "GWS: address, login, notifications"),
  WORKBIN("workbin", "Data folder, broker, start and stop"),
  HTTP("http", "HTTP server"),
  /** The server for probes and metrics. */
  MANAGEMENT("management", "Health, metrics and traces"),
  CONSOLE("console", "Console"),
  LOG("log", "Log");

  private final String prefix;
  private final String title;

  Group(String prefix, String title) {
    this.prefix = prefix;
    this.title = title;
  }

  /**
   * The first word of every key of this group.
   *
   * @return for example {@code gws}, never null
   */
  public String prefix() {
    return prefix;
  }

  /** The heading in the reference. */
  public String title() {
    return title;
  }
}
