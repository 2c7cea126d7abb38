package org.workbinroutes.ops.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.workbinroutes.net.HostNames;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.ManagementOptions;

/**
 * How the HTTP server is set up.
 *
 * @param names the names by which it may be called without a login
 * @param port the port; 0 for any that is free
 * @param logins which credentials are taken; empty if everybody is let in
 * @param tls the server's certificate; null for plain HTTP
 * @param spool where large bodies lie while they are received
 */
public record HttpServerSettings(
    String host,
    HostNames names,
    int port,
    Limits limits,
    Logins logins,
    TlsSettings tls,
    Path spool) {
  /**
   * What the server takes.
   *
   * @param maxBody bytes of the largest body
   * @param maxBatch bytes of the largest batch
   * @param maxConnectionsOfAnAddress how many of these one address can have; 0 for a quarter
   * @param maxRate requests in a second for each caller; 0 does not limit them
   * @param idle how long a connection may be without the head of a request
   * @param body how long a body may take, and a second more for each 16 KB
   */
  public record Limits(
      long maxBody,
      long maxBatch,
      int maxConnections,
      int maxConnectionsOfAnAddress,
      int maxRate,
      Duration idle,
      Duration body) {}

  /**
   * Which credentials are taken.
   *
   * @param keys API keys; none if they are not taken
   * @param jwt which tokens are taken; null if none are
   */
  public record Logins(List<ApiKey> keys, JwtSettings jwt) {
    public Logins {
      keys = List.copyOf(keys);
    }

    /**
     * Everybody is let in.
     *
     * @return no logins
     */
    public static Logins none() {
      return new Logins(List.of(), null);
    }

    /**
     * Whether everybody is let in.
     *
     * @return true if no login is asked for
     */
    public boolean isOpen() {
      return keys.isEmpty() && jwt == null;
    }
  }

  public static HttpServerSettings of(Configuration configuration) {
    return new HttpServerSettings(
        configuration.get(HttpOptions.HOST),
        names(configuration),
        configuration.get(HttpOptions.PORT),
        new Limits(
            configuration.get(HttpOptions.MAX_BODY),
            configuration.get(HttpOptions.MAX_BATCH),
            configuration.get(HttpOptions.MAX_CONNECTIONS),
            configuration.find(HttpOptions.MAX_CONNECTIONS_OF_AN_ADDRESS).orElse(0),
            configuration.get(HttpOptions.MAX_RATE),
            configuration.get(HttpOptions.IDLE_TIMEOUT),
            configuration.get(HttpOptions.BODY_TIMEOUT)),
        logins(configuration),
        TlsSettings.of(configuration).orElse(null),
        configuration.dataFolder().resolve("http"));
  }

  /** The names by which the servers without a login may be called. */
  public static HostNames names(Configuration configuration) {
    List<String> names = new ArrayList<>(configuration.find(HttpOptions.HOSTS).orElse(List.of()));
    names.add(configuration.get(HttpOptions.HOST));
    names.add(configuration.get(ManagementOptions.HOST));
    return new HostNames(names);
  }

  private static Logins logins(Configuration configuration) {
    List<String> kinds = configuration.find(HttpOptions.AUTH).orElse(List.of());
    return new Logins(
        kinds.contains("keys") ? configuration.find(HttpOptions.KEYS).orElse(List.of()) : List.of(),
        kinds.contains("jwt")
            ? new JwtSettings(
                configuration.get(HttpOptions.JWT_ISSUER),
                configuration.get(HttpOptions.JWT_AUDIENCE),
                configuration.get(HttpOptions.JWT_JWKS),
                configuration.get(HttpOptions.JWT_ALGORITHMS),
                configuration.get(HttpOptions.JWT_CLOCK_SKEW),
                configuration.find(HttpOptions.JWT_READ_SCOPE).orElse(null),
                configuration.find(HttpOptions.JWT_WRITE_SCOPE).orElse(null))
            : null);
  }

  /**
   * Where a program of this machine reaches the server.
   *
   * @return for example {@code http://127.0.0.1:8080}
   */
  public String localUrl() {
    boolean any =
        Optional.ofNullable(host).filter(h -> h.equals("0.0.0.0") || h.equals("::")).isPresent();
    String address = any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return (tls == null ? "http://" : "https://") + address + ":" + port;
  }
}
