package org.workbinroutes.ops.console;

import java.util.List;
import org.workbinroutes.intake.HttpHeaderAllowList;

/** The HTTP headers that the console reads and writes; no other passes. */
public final class ConsoleHeaderAllowList extends HttpHeaderAllowList {
  /** The headers of the console. */
  public ConsoleHeaderAllowList() {
    super(
        List.of(),
        List.of("Content-Type", "Cache-Control", "X-Content-Type-Options", "Retry-After"));
  }
}
