package org.workbinroutes.sink.webhook;

import org.apache.camel.component.http.HttpComponent;
import org.workbinroutes.outbound.ExchangeLimits;

/**
 * Makes a camel-http component safe to be given data from outside: only the configuration decides
 * where a request goes, how and with which headers.
 *
 * <ul>
 *   <li>headers of the message neither change the request nor travel with it, and headers of the
 *       answer do not come into the message;
 *   <li>no redirect is followed, no cookie kept, no request repeated behind the route's back;
 *   <li>content compression is off: HttpClient 5.6 and camel-http would both unpack;
 *   <li>every wait has an end, so has the exchange as a whole, and an answer a largest size; see
 *       {@link ExchangeLimits}.
 * </ul>
 *
 * Certificates and host names are checked, as camel-http does by default.
 *
 * @param connectTimeout how long a connection may take, in milliseconds; also for getting one from
 *     the pool
 * @param responseTimeout how long the answer may let wait for it, in milliseconds
 * @param maxResponseBytes the largest answer that is read, in bytes
 */
public record HardenedHttp(int connectTimeout, int responseTimeout, int maxResponseBytes) {
  private static final long CONNECTION_TIME_TO_LIVE = 60_000;

  public HardenedHttp {
    if (connectTimeout <= 0 || responseTimeout <= 0 || maxResponseBytes <= 0) {
      throw new IllegalArgumentException(
          "connectTimeout, responseTimeout and maxResponseBytes must be greater than 0: without"
              + " them a receiver that hangs holds its sink for ever");
    }
  }

  /** The limits for receivers whose answer nobody reads: 5 s to connect, 10 s to answer, 64 KiB. */
  public static HardenedHttp forWebhooks() {
    return new HardenedHttp(5_000, 10_000, 64 * 1024);
  }

  /**
   * Hardens a component. To be called before it makes its first endpoint.
   *
   * @param component the component, for {@code http} or {@code https} or another scheme
   */
  public void applyTo(HttpComponent component) {
    component.setSkipControlHeaders(true);
    component.setSkipRequestHeaders(true);
    component.setSkipResponseHeaders(true);
    component.setCopyHeaders(false);
    component.setAllowJavaSerializedObject(false);
    component.setFollowRedirects(false);
    component.setRedirectHandlingDisabled(true);
    component.setContentCompressionDisabled(true);
    component.setCookieManagementDisabled(true);
    component.setAutomaticRetriesDisabled(true);
    component.setAuthCachingDisabled(true);
    component.setConnectTimeout(connectTimeout);
    component.setConnectionRequestTimeout(connectTimeout);
    component.setResponseTimeout(responseTimeout);
    component.setSoTimeout(responseTimeout);
    component.setConnectionTimeToLive(CONNECTION_TIME_TO_LIVE);
    component.setHttpClientConfigurer(builder -> ExchangeLimits.applyTo(builder, maxResponseBytes));
  }
}
