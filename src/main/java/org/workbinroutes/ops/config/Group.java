package org.workbinroutes.ops.config;

/** A chapter of the configuration reference. */
public enum Group {
  /** Where GWS is and how to log in. */
  GWS("gws", "GWS: address, login, notifications"),
  /** Data folder, broker, stop. */
  WORKBIN("workbin", "Data folder, broker, start and stop"),
  /** The HTTP intake's server. */
  HTTP("http", "HTTP server"),
  /** The server for probes and metrics. */
  MANAGEMENT("management", "Health, metrics and traces"),
  /** The page for operators. */
  CONSOLE("console", "Console"),
  /** How it logs. */
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

  /**
   * The heading in the reference.
   *
   * @return a short title, never null
   */
  public String title() {
    return title;
  }
}
