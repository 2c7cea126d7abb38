package org.workbinroutes.sink.webhook;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.apache.hc.core5.http.Header;
import org.workbinroutes.sink.Trial;

/**
 * Camel component {@code webhook}: posts JSON to one URL. It is camel-http, hardened by {@link
 * HardenedHttp}, with everything fixed that a message or a slip of the pen could turn into a hole.
 *
 * <p>{@code webhook:https://crm.example/hook?headers=crm}: parameters that are no options go to the
 * receiver as its query. Options are {@code headers} (a set of configured headers), {@code
 * signature} (the name of a configured secret), {@code retryRefused}, {@code maxRetryAfter} and
 * camel-http's own, without those that would undo the hardening.
 */
public class WebhookComponent extends HttpComponent {
  private static final String HEADERS = "headers";
  private static final String SIGNATURE = "signature";
  private static final String RETRY_REFUSED = "retryRefused";
  private static final String MAX_RETRY_AFTER = "maxRetryAfter";
  private static final Duration DEFAULT_MAX_RETRY_AFTER = Duration.ofMinutes(10);
  private static final Set<String> FIXED =
      Set.of(
          "bridgeEndpoint",
          "clientBuilder",
          "cookieHandler",
          "cookieStore",
          "copyHeaders",
          "customHostHeader",
          "deleteWithBody",
          "followRedirects",
          "getWithBody",
          "headerFilterStrategy",
          "httpBinding",
          "httpClientConfigurer",
          "httpContext",
          "httpMethod",
          "ignoreResponseBody",
          "logHttpActivity",
          "multipartUpload",
          "okStatusCodeRange",
          "preserveHostHeader",
          "skipControlHeaders",
          "skipRequestHeaders",
          "skipResponseHeaders",
          "throwExceptionOnFailure",
          "transferException",
          "x509HostnameVerifier");

  private final Clock clock;

  /** Makes the component with the limits of {@link HardenedHttp#forWebhooks()}. */
  public WebhookComponent() {
    this(Clock.systemUTC());
  }

  WebhookComponent(Clock clock) {
    this.clock = clock;
    HardenedHttp.forWebhooks().applyTo(this);
    setUserAgent("workbin-routes");
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!remaining.startsWith("https://") && !remaining.startsWith("http://")) {
      throw new IllegalArgumentException("webhook names no URL: write webhook:https://host/path");
    }
    for (String option : parameters.keySet()) {
      if (FIXED.contains(option) || option.startsWith("httpClient.")) {
        throw new IllegalArgumentException(
            "webhook: the option '" + option + "' is fixed for the sake of safety: remove it");
      }
    }
    Map<String, Object> options = new LinkedHashMap<>(parameters);
    SSLContextParameters tls = tls(parameters);
    Object set = options.remove(HEADERS);
    Object secret = options.remove(SIGNATURE);
    RetryRule rule = retryRule(options);
    options.put("httpMethod", HttpMethods.POST.name());
    options.put("okStatusCodeRange", "200-299");
    options.put("ignoreResponseBody", "true");
    HttpEndpoint endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, options);
    // what is left no option took
    URI target = target(remaining, options);
    endpoint.setHttpUri(target);
    if (set != null) {
      List<Header> headers = new ConfiguredHeaders(getCamelContext()).read(set.toString());
      endpoint.setHttpClientConfigurer(
          CompositeHttpConfigurer.combineConfigurers(
              endpoint.getHttpClientConfigurer(), builder -> builder.setDefaultHeaders(headers)));
    }
    Signature signature =
        secret == null ? null : Signature.read(getCamelContext(), secret.toString());
    Trial trial = new ReceiverTrial(getCamelContext(), target, tls);
    if (getProxyHost() != null || endpoint.getProxyHost() != null) {
      trial = patience -> "reached by a proxy, and not tried";
    }
    return new WebhookEndpoint(uri, this, endpoint, signature, rule, trial, clock);
  }

  /** As camel-http takes it: the endpoint's, else the component's, else Camel's for all. */
  private SSLContextParameters tls(Map<String, Object> parameters) {
    SSLContextParameters own =
        resolveAndRemoveReferenceParameter(
            new LinkedHashMap<>(parameters), "sslContextParameters", SSLContextParameters.class);
    if (own != null) {
      return own;
    }
    return getSslContextParameters() != null
        ? getSslContextParameters()
        : retrieveGlobalSslContextParameters();
  }

  private RetryRule retryRule(Map<String, Object> options) {
    boolean retryRefused = getAndRemoveParameter(options, RETRY_REFUSED, boolean.class, false);
    Duration longest =
        getAndRemoveParameter(options, MAX_RETRY_AFTER, Duration.class, DEFAULT_MAX_RETRY_AFTER);
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException(
          "webhook: maxRetryAfter is the longest wait a receiver can ask for: write more than 0,"
              + " for example 10m");
    }
    return new RetryRule(retryRefused, longest, clock);
  }

  /** What is percent-encoded in the URL stays so: an encoded {@code &} is part of a value. */
  @Override
  public boolean useRawUri() {
    return true;
  }

  private static URI target(String url, Map<String, Object> query) {
    String rest =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("&"));
    return URI.create(
        UnsafeUriCharactersEncoder.encodeHttpURI(rest.isEmpty() ? url : url + "?" + rest));
  }
}
