package org.workbinroutes.ops.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.workbinroutes.net.HostNames;

/** The HTTP server: where it listens, whom it lets in, what it takes. */
public final class HttpOptions {
  /** Signatures by a private key; one with a shared secret could be made from a public key. */
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  public static final Option<String> HOST =
      Option.of(
              "http.host",
              OptionTypes.text(),
              "The address to listen at. The default can be reached from this machine only;"
                  + " 0.0.0.0 listens everywhere and needs http.auth.")
          .withDefault("127.0.0.1");

  public static final Option<List<String>> HOSTS =
      Option.of(
          "http.hosts",
          OptionTypes.listOf("host name", HostNames::parse),
          "Names by which the servers without a login may be called, beside IP addresses,"
              + " localhost, http.host and management.host: those that a proxy or DNS gives this"
              + " machine. Other names in the header Host are answered 421, as the page of another"
              + " site may have led its own name here (DNS rebinding). Not looked at on http.port"
              + " if http.auth is keys or jwt.");

  public static final Option<Integer> PORT =
      Option.of("http.port", OptionTypes.wholeNumber(1, 65535), "The port to listen at.")
          .withDefault("8080");

  public static final Option<List<String>> AUTH =
      Option.of(
          "http.auth",
          OptionTypes.listOf("keys, jwt; or none", HttpOptions::authKind),
          "Who is let in, on every path: callers with a key of http.keys, callers with a bearer"
              + " token as http.jwt.* says, or everybody (none). Not set, it is none on a loopback"
              + " address; any other http.host needs it to be set.");

  public static final Option<List<ApiKey>> KEYS =
      Option.of(
          "http.keys",
          OptionTypes.listOf("name:hash, name:hash:read or name:hash:place", ApiKey::parse),
          "The API keys, by name and SHA-256; the command workbin-routes key makes one. With :read"
              + " a key may look and not place; with :place it may place, look at single placements"
              + " and batches by their ids, and do nothing else.");

  public static final Option<String> CLIENT_KEY =
      Option.secret(
          "http.client-key",
          "The key with which workbin-routes replay asks the running product, if http.auth has"
              + " keys.");

  public static final Option<String> JWT_ISSUER =
      Option.of("http.jwt.issuer", OptionTypes.text(), "The issuer that a token must have (iss).");

  public static final Option<String> JWT_AUDIENCE =
      Option.of(
          "http.jwt.audience",
          OptionTypes.text(),
          "The audience that a token must be made for (aud).");

  public static final Option<URI> JWT_JWKS =
      Option.of(
          "http.jwt.jwks",
          OptionTypes.of("URL, https or file", HttpOptions::keySet),
          "Where the issuer's public keys are, as a JWK set: an https URL (http only on this"
              + " machine), or a file URL. Kept for 5 minutes, and for 4 hours while it cannot be"
              + " reached.");

  public static final Option<List<String>> JWT_ALGORITHMS =
      Option.of(
              "http.jwt.algorithms",
              OptionTypes.listOf(
                  "RS256 to RS512, PS256 to PS512, ES256 to ES512", HttpOptions::algorithm),
              "The signature algorithms that are taken. Tokens without one or with a shared secret"
                  + " never are.")
          .withDefault("RS256,PS256,ES256");

  public static final Option<Duration> JWT_CLOCK_SKEW =
      Option.of(
              "http.jwt.clock-skew",
              OptionTypes.duration(Duration.ZERO, Duration.ofMinutes(10)),
              "By how much the issuer's clock may differ, for expiry (exp) and not-before (nbf).")
          .withDefault("30s");

  public static final Option<String> JWT_READ_SCOPE =
      Option.of(
          "http.jwt.read-scope",
          OptionTypes.text(),
          "The scope by which a token may look (GET). Not set, it needs none. Needs"
              + " http.jwt.write-scope, as a token without one could place otherwise.");

  public static final Option<String> JWT_WRITE_SCOPE =
      Option.of(
          "http.jwt.write-scope",
          OptionTypes.text(),
          "The scope by which a token may place, pull and replay. Not set, it needs none.");

  /** The options that let tokens in and mean nothing without them. */
  static final List<Option<?>> JWT_TRUST =
      List.of(JWT_ISSUER, JWT_AUDIENCE, JWT_JWKS, JWT_READ_SCOPE, JWT_WRITE_SCOPE);

  public static final Option<Path> TLS_KEY_STORE =
      Option.of(
          "http.tls.key-store",
          OptionTypes.path(),
          "The key store (PKCS#12 or JKS) with the server's key and certificate. If set, the server"
              + " speaks HTTPS, TLS 1.2 and 1.3, and nothing else.");

  public static final Option<String> TLS_KEY_STORE_PASSWORD =
      Option.secret("http.tls.key-store-password", "The password of http.tls.key-store.");

  public static final Option<Path> TLS_TRUST_STORE =
      Option.of(
          "http.tls.trust-store",
          OptionTypes.path(),
          "A trust store with the issuers of client certificates. If set, a client without such a"
              + " certificate is not let in, in addition to http.auth.");

  public static final Option<String> TLS_TRUST_STORE_PASSWORD =
      Option.secret("http.tls.trust-store-password", "The password of http.tls.trust-store.");

  public static final Option<Long> MAX_BODY =
      Option.of(
              "http.max-body",
              OptionTypes.size(1024, 1L << 30),
              "The largest request body that is taken, batches aside; a larger one is answered"
                  + " 413.")
          .withDefault("1MB");

  public static final Option<Long> MAX_BATCH =
      Option.of(
              "http.max-batch",
              OptionTypes.size(1024, 1L << 30),
              "The largest batch that is taken; a larger one is answered 413. A large one lies in a"
                  + " file while it is received, 32 of them at most.")
          .withDefault("64MB");

  public static final Option<Integer> MAX_BATCH_RECORDS =
      Option.of(
              "http.max-batch-records",
              OptionTypes.wholeNumber(1, 10_000_000),
              "The most records a batch can have; one with more is refused as a whole.")
          .withDefault("100000");

  public static final Option<Duration> MAX_WAIT =
      Option.of(
              "http.max-wait",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
              "How long a caller is kept waiting for his placement at the most; then he is told how"
                  + " it stands. He can ask for less with Prefer: wait=N.")
          .withDefault("30s");

  public static final Option<Integer> MAX_CONNECTIONS =
      Option.of(
              "http.max-connections",
              OptionTypes.wholeNumber(1, 100_000),
              "How many connections can be open; a further one is closed at once. Each takes a file"
                  + " descriptor: at most half of those that the process may have are taken.")
          .withDefault("4000");

  public static final Option<Integer> MAX_CONNECTIONS_OF_AN_ADDRESS =
      Option.of(
          "http.max-connections-per-address",
          OptionTypes.wholeNumber(1, 100_000),
          "How many of these connections one IPv4 address or IPv6 network (/64) can have; if it is"
              + " not set, a quarter of them. Raise it where all callers come through one proxy.");

  public static final Option<Integer> MAX_RATE =
      Option.of(
              "http.max-rate",
              OptionTypes.wholeNumber(0, 1_000_000),
              "How many requests each caller (login, or address without one) may send in a second;"
                  + " more are answered 429 with Retry-After. 0 does not limit them.")
          .withDefault("0");

  public static final Option<Duration> IDLE_TIMEOUT =
      Option.of(
              "http.idle-timeout",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
              "How long a connection may take for the head of its next request before it is closed,"
                  + " whether it is silent or sends a byte now and then.")
          .withDefault("30s");

  public static final Option<Duration> BODY_TIMEOUT =
      Option.of(
              "http.body-timeout",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
              "How long the body of a request may take, and a second more for each 16 KB of it; a"
                  + " slower one is answered 408.")
          .withDefault("20s");

  private HttpOptions() {}

  private static String authKind(String text) {
    String kind = text.toLowerCase(Locale.ROOT);
    if (!Set.of("none", "keys", "jwt").contains(kind)) {
      throw new IllegalArgumentException("write none, keys, jwt or keys,jwt");
    }
    return kind;
  }

  private static String algorithm(String text) {
    if (!ALGORITHMS.contains(text)) {
      throw new IllegalArgumentException(
          "write algorithms with a private key: RS256, RS384, RS512, PS256, PS384, PS512, ES256,"
              + " ES384 or ES512");
    }
    return text;
  }

  private static URI keySet(String text) {
    if (text.startsWith("file:/")) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException noUrl) {
        throw new IllegalArgumentException("write a URL like file:/etc/jwks.json", noUrl);
      }
    }
    URI url = OptionTypes.httpUrl().parse(text);
    boolean local = Set.of("127.0.0.1", "localhost", "[::1]").contains(url.getHost());
    if (url.getScheme().equalsIgnoreCase("http") && !local) {
      throw new IllegalArgumentException(
          "write an https URL: keys that come over plain http can be anybody's");
    }
    return url;
  }
}
