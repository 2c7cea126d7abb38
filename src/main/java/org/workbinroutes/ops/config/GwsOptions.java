package org.workbinroutes.ops.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.workbinroutes.gws.GroupWorkbin;

/** Where GWS is, how to log in, and which workbins to listen to. */
public final class GwsOptions {
  public static final Option<URI> URL =
      Option.of(
              "gws.url",
              OptionTypes.httpUrl(),
              "The address of Genesys Web Services, without /api/v2.")
          .required();

  public static final Option<String> AUTH =
      Option.of(
              "gws.auth",
              OptionTypes.oneOf("basic", "oauth2"),
              "How to log in: with user name and password at GWS itself, or with a bearer token"
                  + " from an OAuth 2 service in front of it.")
          .withDefault("basic");

  public static final Option<String> USERNAME =
      Option.of(
          "gws.username",
          OptionTypes.text(),
          "The GWS user that places interactions and hears the notifications.");

  public static final Option<String> PASSWORD =
      Option.secret("gws.password", "The password of gws.username.");

  public static final Option<URI> OAUTH_TOKEN_URL =
      Option.of(
          "gws.oauth.token-url",
          OptionTypes.httpUrl(),
          "The token endpoint of the OAuth 2 service.");

  public static final Option<String> OAUTH_CLIENT_ID =
      Option.of("gws.oauth.client-id", OptionTypes.text(), "The client id at the token endpoint.");

  public static final Option<String> OAUTH_CLIENT_SECRET =
      Option.secret("gws.oauth.client-secret", "The secret of gws.oauth.client-id.");

  public static final Option<String> OAUTH_GRANT =
      Option.of(
              "gws.oauth.grant",
              OptionTypes.oneOf("client_credentials", "password"),
              "Which grant to ask the token with; password uses gws.username and gws.password.")
          .withDefault("client_credentials");

  public static final Option<String> OAUTH_SCOPE =
      Option.of("gws.oauth.scope", OptionTypes.text(), "The scope to ask for, if any.");

  public static final Option<String> PROXY_HOST =
      Option.of(
          "gws.proxy.host",
          OptionTypes.text(),
          "The HTTP proxy on the way to GWS, for calls and notifications alike. Without it"
              + " camel.component.http.proxyHost (for an https address"
              + " camel.component.https.proxyHost) counts, and without that the system properties"
              + " of the JVM.");

  public static final Option<Integer> PROXY_PORT =
      Option.of("gws.proxy.port", OptionTypes.wholeNumber(1, 65_535), "The port of gws.proxy.host.")
          .withDefault("8080");

  public static final Option<String> PROXY_USERNAME =
      Option.of(
          "gws.proxy.username",
          OptionTypes.text(),
          "The user at gws.proxy.host, if it wants a login. It is sent with HTTP Basic.");

  public static final Option<String> PROXY_PASSWORD =
      Option.secret("gws.proxy.password", "The password of gws.proxy.username.");

  public static final Option<List<String>> PROXY_BYPASS =
      Option.of(
          "gws.proxy.bypass",
          OptionTypes.listOf("host names, * stands for anything", text -> text),
          "The hosts that are reached without gws.proxy.host, such as that of"
              + " gws.oauth.token-url.");

  public static final Option<List<GroupWorkbin>> SUBSCRIPTIONS =
      Option.of(
          "gws.subscriptions",
          OptionTypes.listOf(
              "workbinId@agentGroup:Name or workbinId@placeGroup:Name", GroupWorkbin::parse),
          "The group workbins to hear notifications of from the start. The workbin of a placement"
              + " is added by itself. Write a comma as %2C and a percent sign as %25.");

  public static final Option<Boolean> CONTACT_CENTER_SESSION =
      Option.of(
              "gws.contact-center-session",
              OptionTypes.yesNo(),
              "Whether to start a contact-center session after the login and to end it at the"
                  + " stop. Some deployments ask for it.")
          .withDefault("false");

  public static final Option<String> PLACE =
      Option.of(
          "gws.place", OptionTypes.text(), "The place of the contact-center session, if any.");

  public static final Option<List<String>> CHANNELS =
      Option.of(
              "gws.channels",
              OptionTypes.listOf("media channels", text -> text),
              "The media channels of the contact-center session.")
          .withDefault("chat,email,workitem");

  public static final Option<Duration> CONNECT_TIMEOUT =
      Option.of(
              "gws.connect-timeout",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(2)),
              "How long to wait for a connection to GWS.")
          .withDefault("5s");

  public static final Option<Duration> RESPONSE_TIMEOUT =
      Option.of(
              "gws.response-timeout",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
              "How long to wait for the answer to a call. After it the outcome of an AddInteraction"
                  + " is unknown, and the workbin's content decides whether to call again.")
          .withDefault("20s");

  public static final Option<Duration> CONNECTION_TIME_TO_LIVE =
      Option.of(
              "gws.connection-time-to-live",
              OptionTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
              "How long a connection for calls is kept. Shorter than the time after which GWS, or"
                  + " what stands before it, closes idle connections: 30 s as a rule.")
          .withDefault("25s");

  public static final Option<Integer> CONNECTIONS =
      Option.of(
              "gws.connections",
              OptionTypes.wholeNumber(1, 1000),
              "How many calls to GWS can be under way at the same time.")
          .withDefault("64");

  public static final Option<Integer> RETRY_ATTEMPTS =
      Option.of(
              "gws.retry.attempts",
              OptionTypes.wholeNumber(1, 1000),
              "How many AddInteraction calls a placement gets that GWS does not take while it works"
                  + " for others. While GWS is down, no call counts.")
          .withDefault("8");

  public static final Option<Duration> RETRY_TIME =
      Option.of(
              "gws.retry.time",
              OptionTypes.duration(Duration.ZERO, Duration.ofDays(1)),
              "How long such a placement is tried, from its first call on. While GWS is down, no"
                  + " time counts.")
          .withDefault("2m");

  public static final Option<Duration> RETRY_FIRST_PAUSE =
      Option.of(
              "gws.retry.first-pause",
              OptionTypes.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
              "The pause before the second call. It doubles from call to call, with a random"
                  + " share; GWS's Retry-After is honoured up to an hour.")
          .withDefault("500ms");

  public static final Option<Duration> RETRY_MAX_PAUSE =
      Option.of(
              "gws.retry.max-pause",
              OptionTypes.duration(Duration.ofMillis(1), Duration.ofHours(1)),
              "The longest pause between two calls. Not shorter than gws.retry.first-pause.")
          .withDefault("30s");

  public static final Option<Duration> SUBSCRIPTION_TIMEOUT =
      Option.of(
              "gws.subscription-timeout",
              OptionTypes.duration(Duration.ZERO, Duration.ofMinutes(5)),
              "How long a placement waits for the subscription to its workbin before it is sent"
                  + " without, so that no confirmation is missed.")
          .withDefault("10s");

  public static final Option<Duration> SUBSCRIPTION_RENEWAL =
      Option.of(
              "gws.subscription-renewal",
              OptionTypes.duration(Duration.ZERO, Duration.ofDays(1)),
              "After what time a workbin that is subscribed is subscribed again, in case GWS lost"
                  + " the subscription without a word; 0s never. Workbins with placements do not"
                  + " need it: they are subscribed again when two notifications in a row did not"
                  + " come.")
          .withDefault("0s");

  public static final Option<Long> MAX_BURST =
      Option.of(
              "gws.max-burst",
              OptionTypes.size(1L << 20, 1L << 30),
              "The largest answer to a poll for notifications. It holds all that gathered since the"
                  + " last one, about 1.2 KB each; what is larger is lost, and the workbins of"
                  + " open placements are looked into. The heap must hold it several times over.")
          .withDefault("32MB");

  public static final Option<Integer> MAX_RATE =
      Option.of(
              "gws.max-rate",
              OptionTypes.wholeNumber(0, 100_000),
              "The most AddInteraction calls in a second; 0 does not limit them. In steps of ten.")
          .withDefault("0");

  public static final Option<Integer> BREAKER_FAILURES =
      Option.of(
              "gws.breaker.failures",
              OptionTypes.wholeNumber(1, 100),
              "The share of failed calls, in percent of the last gws.breaker.window, at which the"
                  + " circuit opens: GWS is taken to be down and the intakes wait.")
          .withDefault("50");

  public static final Option<Integer> BREAKER_WINDOW =
      Option.of(
              "gws.breaker.window",
              OptionTypes.wholeNumber(1, 10_000),
              "How many of the last calls count for gws.breaker.failures.")
          .withDefault("20");

  public static final Option<Duration> BREAKER_PAUSE =
      Option.of(
              "gws.breaker.pause",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
              "How long the circuit stays open, and nothing is sent, before a few calls try whether"
                  + " GWS is back; doubles up to ten times that while it is not.")
          .withDefault("1s")
          .formerly("gws.breaker.shut");

  private GwsOptions() {}
}
