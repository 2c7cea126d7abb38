package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SessionCookiesTest {
  private static final URI ME = URI.create("http://gws.test:8091/api/v2/me");
  private static final URI NOTIFICATIONS =
      URI.create("http://gws.test:8091/api/v2/notifications/connect");

  private final SessionCookies cookies = new SessionCookies("JSESSIONID");

  @Test
  void restAndNotificationsCarryTheSameCookies() {
    // When
    cookies.keep(ME, "JSESSIONID=abc; Path=/; HttpOnly");
    cookies.keep(ME, "ROUTE=node1; Path=/; SameSite=Lax");
    // Then
    assertThat(cookies.header(NOTIFICATIONS)).contains("JSESSIONID=abc").contains("ROUTE=node1");
  }

  @Test
  void anotherSessionIdMeansThatTheSessionWasReplaced() {
    assertThat(cookies.keep(ME, "JSESSIONID=abc; Path=/")).isFalse();
    assertThat(cookies.keep(ME, "JSESSIONID=abc; Path=/")).isFalse();
    assertThat(cookies.keep(ME, "ROUTE=n2; Path=/")).isFalse();
    assertThat(cookies.keep(ME, "JSESSIONID=def; Path=/")).isTrue();
  }

  @Test
  void cookiesOfAnotherHostOrASecureOneStayHome() {
    // When
    cookies.keep(ME, "JSESSIONID=abc; Path=/; Secure");
    cookies.keep(ME, "EVIL=1; Domain=elsewhere.test; Path=/");
    // Then
    assertThat(cookies.header(NOTIFICATIONS)).isNull();
    assertThat(cookies.header(URI.create("https://gws.test/api"))).isEqualTo("JSESSIONID=abc");
  }

  @Test
  void aNewConnectionIsANewClientInTheSameSession() {
    // Given
    cookies.keep(ME, "JSESSIONID=abc; Path=/");
    cookies.keep(NOTIFICATIONS, "BAYEUX_BROWSER=xyz; HttpOnly");
    assertThat(cookies.header(NOTIFICATIONS)).contains("BAYEUX_BROWSER=xyz");
    // When
    cookies.forgetBayeuxClient();
    // Then
    assertThat(cookies.header(NOTIFICATIONS)).isEqualTo("JSESSIONID=abc");
  }

  @Test
  void anUnreadableCookieIsLeftOut() {
    assertThat(cookies.keep(ME, "=; ;;")).isFalse();
    assertThat(cookies.header(ME)).isNull();
  }
}
