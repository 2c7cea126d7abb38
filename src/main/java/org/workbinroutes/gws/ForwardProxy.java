package org.workbinroutes.gws;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The HTTP proxy on the way to GWS. Calls and the notification connection are two HTTP clients; one
 * that went by the proxy while the other did not would place and never be notified.
 */
final class ForwardProxy {
  private final HttpHost fixed;
  private final List<Pattern> bypassed;
  private final ProxySelector selector;
  private final String username;
  private final String password;

  private ForwardProxy(
      HttpHost fixed, String bypass, ProxySelector selector, String username, String password) {
    this.fixed = fixed;
    this.bypassed = patterns(bypass);
    this.selector = selector;
    this.username = username;
    this.password = password;
  }

  /**
   * Finds the proxy: that of the gws component, else that of Camel's HTTP component, else that of
   * the JVM's system properties.
   */
  static ForwardProxy of(GwsConfiguration configuration, HttpComponent http, URI base) {
    if (isGiven(configuration.getProxyHost())) {
      return new ForwardProxy(
          new HttpHost(configuration.getProxyHost().trim(), configuration.getProxyPort()),
          configuration.getNonProxyHosts(),
          null,
          configuration.getProxyUsername(),
          configuration.getProxyPassword());
    }
    if (isGiven(http.getProxyHost()) && http.getProxyPort() != null) {
      return new ForwardProxy(
          new HttpHost(http.getProxyHost(), http.getProxyPort()),
          http.getNonProxyHosts(),
          null,
          http.getProxyAuthUsername(),
          http.getProxyAuthPassword());
    }
    return new ForwardProxy(
        null,
        null,
        ProxySelector.getDefault(),
        System.getProperty(base.getScheme() + ".proxyUser"),
        System.getProperty(base.getScheme() + ".proxyPassword"));
  }

  /** The proxy for an address; null if it is reached directly. */
  HttpHost forAddress(URI address) {
    if (fixed != null) {
      boolean direct =
          bypassed.stream().anyMatch(host -> host.matcher(address.getHost()).matches());
      return direct ? null : fixed;
    }
    if (selector == null) {
      return null;
    }
    for (Proxy proxy : selector.select(address)) {
      if (proxy.type() == Proxy.Type.DIRECT) {
        return null;
      }
      if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress at) {
        return new HttpHost(at.getHostString(), at.getPort());
      }
    }
    return null;
  }

  /** Has the client of the calls go by the proxy. */
  void use(HttpClientBuilder calls) {
    calls.setRoutePlanner(
        new DefaultRoutePlanner(null) {
          @Override
          protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            return forAddress(URI.create(target.toURI()));
          }
        });
    if (isGiven(username)) {
      String credentials = BasicAuthenticator.header(username, String.valueOf(password));
      calls.addRequestInterceptorLast(
          (request, entity, context) -> {
            if (isByProxy(HttpClientContext.cast(context).getHttpRoute())) {
              request.setHeader("Proxy-Authorization", credentials);
            }
          });
      calls.setDefaultCredentialsProvider(
          (scope, context) ->
              isProxy(scope.getHost(), scope.getPort())
                  ? new UsernamePasswordCredentials(
                      username, String.valueOf(password).toCharArray())
                  : null);
    }
  }

  /** Has the client of the notification connection go by the proxy. */
  void use(HttpClient notifications, URI base) {
    HttpHost proxy = forAddress(base);
    if (proxy == null) {
      return;
    }
    HttpProxy jetty = new HttpProxy(proxy.getHostName(), proxy.getPort());
    notifications.getProxyConfiguration().addProxy(jetty);
    if (isGiven(username)) {
      notifications
          .getAuthenticationStore()
          .addAuthenticationResult(
              new BasicAuthentication.BasicResult(
                  jetty.getURI(),
                  HttpHeader.PROXY_AUTHORIZATION,
                  username,
                  String.valueOf(password)));
    }
  }

  /** Within a tunnel the request is none of the proxy's business. */
  private static boolean isByProxy(RouteInfo route) {
    return route != null && route.getProxyHost() != null && !route.isTunnelled();
  }

  private boolean isProxy(String host, int port) {
    return fixed == null || (fixed.getHostName().equalsIgnoreCase(host) && fixed.getPort() == port);
  }

  private static List<Pattern> patterns(String bypass) {
    return bypass == null
        ? List.of()
        : Arrays.stream(bypass.split("[,|]"))
            .map(String::trim)
            .filter(host -> !host.isEmpty())
            .map(ForwardProxy::pattern)
            .toList();
  }

  /** A host's name; an asterisk stands for anything. */
  private static Pattern pattern(String host) {
    String regex =
        Arrays.stream(host.toLowerCase(Locale.ROOT).split("\\*", -1))
            .map(Pattern::quote)
            .reduce((one, other) -> one + ".*" + other)
            .orElse("");
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  private static boolean isGiven(String text) {
    return text != null && !text.isBlank();
  }
}
