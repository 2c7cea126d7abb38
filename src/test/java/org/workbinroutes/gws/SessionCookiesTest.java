package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SessionCookiesTest {
  private static final URI ME = URI.create("http://gws.test:8091/api/v2/me");
  private static final URI NOTIFICATIONS =
      URI.create("http://gws.test:8091/api/v2/notifications/connect");

  private final SessionCookies cookies = new SessionCookies();

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
  void ofManyOrLargeCookiesOnlyTheFirstAreTaken() {
    // When
    cookies.keep(ME, "JSESSIONID=abc; Path=/");
    for (int i = 0; i < 100; i++) {
      cookies.keep(ME, "C" + i + "=" + "x".repeat(i < 10 ? 4_096 : 10) + "; Path=/");
    }
    // Then
    assertThat(cookies.header(NOTIFICATIONS)).contains("JSESSIONID=abc").hasSizeLessThan(8_000);
    assertThat(cookies.matching(NOTIFICATIONS)).hasSizeLessThanOrEqualTo(20);
    assertThat(cookies.remark()).contains("more than 20 cookies");
    // When / Then: a cookie that is there may change
    cookies.keep(ME, "C0=changed; Path=/");
    assertThat(cookies.header(NOTIFICATIONS)).contains("C0=changed");
  }

  @Test
  void theSessionOfTheLoginStays() {
    // Given
    cookies.keep(ME, "JSESSIONID=abc; Path=/");
    cookies.keep(ME, "ROUTE=n1; Path=/");
    cookies.settle();
    // When / Then
    assertThat(cookies.keep(ME, "JSESSIONID=def; Path=/")).isTrue();
    assertThat(cookies.keep(ME, "JSESSIONID=ghi; Path=/gws")).isTrue();
    assertThat(cookies.keep(ME, "JSESSIONID=; Path=/; Max-Age=0")).isTrue();
    assertThat(cookies.keep(ME, "JSESSIONID=abc; Path=/")).isFalse();
    assertThat(cookies.keep(ME, "ROUTE=n2; Path=/")).isFalse();
    assertThat(cookies.header(NOTIFICATIONS)).contains("JSESSIONID=abc").contains("ROUTE=n2");
    assertThat(cookies.remark()).contains("JSESSIONID").doesNotContain("def");
  }

  @Test
  void anUnreadableCookieIsLeftOut() {
    assertThat(cookies.keep(ME, "=; ;;")).isFalse();
    assertThat(cookies.header(ME)).isNull();
  }
}
