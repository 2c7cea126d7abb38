package org.workbinroutes.sink.ndjson;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code ndjson}: appends message bodies to a file, one line of JSON each.
 * Endpoints that name the same file share it without mixing lines.
 */
@Component("ndjson")
public class NdjsonComponent extends DefaultComponent {
  private final ConcurrentMap<Path, NdjsonFile> files = new ConcurrentHashMap<>();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Path path = Path.of(remaining).toAbsolutePath().normalize();
    if (remaining.isBlank() || path.getFileName() == null || path.getParent() == null) {
      throw new IllegalArgumentException(
          "ndjson names no file: write ndjson:data/sinks/notifications.ndjson");
    }
    NdjsonEndpoint endpoint =
        new NdjsonEndpoint(uri, this, files.computeIfAbsent(path, NdjsonFile::new));
    endpoint.setFile(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
