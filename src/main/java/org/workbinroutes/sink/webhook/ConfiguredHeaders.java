package org.workbinroutes.sink.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * The headers a webhook sends, read from configuration keys {@code
 * workbin.headers.<set>.<Header-Name>}. They are kept out of the URI, which is seen in logs.
 */
final class ConfiguredHeaders {
  private static final String PREFIX = "workbin.headers.";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> MADE_BY_THE_CLIENT =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "te",
          "upgrade",
          "idempotency-key",
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature");

  private final CamelContext context;

  ConfiguredHeaders(CamelContext context) {
    this.context = context;
  }

  /**
   * Reads a set.
   *
   * @throws IllegalArgumentException if there is no such set or a header cannot be sent; the
   *     message names the key, never a value
   */
  List<Header> read(String set) {
    String prefix = PREFIX + set + ".";
    Properties found =
        context.getPropertiesComponent().loadProperties(key -> key.startsWith(prefix));
    List<Header> headers = new ArrayList<>();
    for (Map.Entry<Object, Object> entry : new TreeMap<>(found).entrySet()) {
      String key = entry.getKey().toString();
      headers.add(header(key, key.substring(prefix.length()), entry.getValue().toString()));
    }
    if (headers.isEmpty()) {
      throw new IllegalArgumentException(
          "webhook: headers="
              + set
              + " names no headers: add a line "
              + prefix
              + "Header-Name = ...");
    }
    return headers;
  }

  private Header header(String key, String name, String configured) {
    if (!TOKEN.matcher(name).matches()
        || MADE_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          key + ": '" + name + "' is no header that can be set: remove or rename it");
    }
    String value = context.resolvePropertyPlaceholders(configured);
    if (value.chars().anyMatch(c -> Character.isISOControl(c) || c > 0xFF)) {
      throw new IllegalArgumentException(
          key + ": the value has a line end or another character that no header can hold");
    }
    return new BasicHeader(name, value);
  }
}
