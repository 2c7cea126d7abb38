package org.workbinroutes.ops.broker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files by which a broker is known and shown who we are.
 *
 * @param trustStore whom to trust; null for whom Java trusts
 * @param trustStorePassword null if there is none
 * @param keyStore who we are; null if the broker does not ask
 * @param keyStorePassword null if there is none
 */
public record TlsStores(
    Path trustStore, String trustStorePassword, Path keyStore, String keyStorePassword) {
  /** No files: what the URL and Java say holds. */
  public static final TlsStores NONE = new TlsStores(null, null, null, null);

  /** Adds the files to a URL of Artemis. */
  String toArtemis(String url) {
    if (equals(NONE)) {
      return url;
    }
    Map<String, String> options = new LinkedHashMap<>();
    options.put("sslEnabled", "true");
    put(options, "trustStorePath", trustStore);
    put(options, "trustStorePassword", trustStorePassword);
    put(options, "keyStorePath", keyStore);
    put(options, "keyStorePassword", keyStorePassword);
    // it decodes the query as a whole, and then each value again
    options.replaceAll((name, value) -> encoded(value));
    return withOptions(url, options);
  }

  /** Adds the files to a URL of Qpid JMS. */
  String toAmqp(String url) {
    String transport = (url.startsWith("failover:") ? "failover.nested." : "") + "transport.";
    Map<String, String> options = new LinkedHashMap<>();
    put(options, transport + "trustStoreLocation", trustStore);
    put(options, transport + "trustStorePassword", trustStorePassword);
    put(options, transport + "keyStoreLocation", keyStore);
    put(options, transport + "keyStorePassword", keyStorePassword);
    return withOptions(url, options);
  }

  private static void put(Map<String, String> options, String name, Object value) {
    if (value != null) {
      options.put(name, value.toString());
    }
  }

  private static String withOptions(String url, Map<String, String> options) {
    if (options.isEmpty()) {
      return url;
    }
    return options.entrySet().stream()
        .map(option -> option.getKey() + "=" + encoded(option.getValue()))
        .collect(Collectors.joining("&", url + (url.contains("?") ? "&" : "?"), ""));
  }

  private static String encoded(String value) {
    // a plus sign is a plus sign in these URLs
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return "trust " + trustStore + ", key " + keyStore;
  }
}
