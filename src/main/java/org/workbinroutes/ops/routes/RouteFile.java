package org.workbinroutes.ops.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.spi.Resource;

/** A file of routes, read once: what was checked is what is loaded. */
public record RouteFile(String location, String text) {
  /** Reads a file that Camel has found. */
  public static RouteFile of(Resource found) throws IOException {
    try (InputStream in = found.getInputStream()) {
      return new RouteFile(
          found.getLocation(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
