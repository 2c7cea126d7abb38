package org.workbinroutes.ops.config;

import java.lang.reflect.Field;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.workbinroutes.gws.ConfigurationKey;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsConfiguration;

/**
 * Where GWS is, how to log in, which workbins to listen to, and how placements are retried. What is
 * an option of the component gws too is declared there, at its field; only those that other parts
 * read have a name here.
 */
public final class GwsOptions {
  private static final String LIST = "list of ";
  private static final Pattern OTHER_OPTION = Pattern.compile("`(\\w+)`");

  /** What is said of an option of the component and of no key: units, and what holds without it. */
  private static final Pattern OF_COMPONENT_ALONE =
      Pattern.compile(", in (milliseconds|bytes)| (None by default|Needed)[^.]*\\.");

  /** The options of the component, by the names of its fields. */
  private static final Map<String, Option<?>> OF_COMPONENT = ofComponent();

  public static final Option<URI> URL = ofComponent("url");
  public static final Option<String> AUTH = ofComponent("auth");
  public static final Option<String> USERNAME = ofComponent("username");
  public static final Option<String> PASSWORD = ofComponent("password");
  public static final Option<URI> OAUTH_TOKEN_URL = ofComponent("oauthTokenUrl");
  public static final Option<String> OAUTH_CLIENT_ID = ofComponent("oauthClientId");
  public static final Option<String> OAUTH_CLIENT_SECRET = ofComponent("oauthClientSecret");
  public static final Option<String> OAUTH_GRANT = ofComponent("oauthGrant");
  public static final Option<List<GroupWorkbin>> SUBSCRIPTIONS = ofComponent("subscriptions");
  public static final Option<Integer> CONNECTIONS = ofComponent("connections");
  public static final Option<Duration> SUBSCRIPTION_TIMEOUT = ofComponent("subscriptionTimeout");

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

  /** The options that the component gws has too, by their names there. */
  public static Map<String, Option<?>> component() {
    return Collections.unmodifiableMap(OF_COMPONENT);
  }

  @SuppressWarnings("unchecked")
  private static <T> Option<T> ofComponent(String field) {
    return (Option<T>) OF_COMPONENT.get(field);
  }

  private static Map<String, Option<?>> ofComponent() {
    Map<Field, ConfigurationKey> declared = new LinkedHashMap<>();
    Map<String, String> keys = new HashMap<>();
    for (Field field : GwsConfiguration.class.getDeclaredFields()) {
      ConfigurationKey key = field.getAnnotation(ConfigurationKey.class);
      if (key != null) {
        declared.put(field, key);
        keys.put(field.getName(), key.key());
      }
    }
    Map<String, Option<?>> options = new LinkedHashMap<>();
    declared.forEach((field, key) -> options.put(field.getName(), option(field, key, keys)));
    return options;
  }

  private static Option<?> option(Field field, ConfigurationKey key, Map<String, String> keys) {
    return new Option<>(
        key.key(),
        type(field, key.takes()),
        defaultText(field, key),
        key.required(),
        key.takes().equals("secret"),
        OTHER_OPTION
            .matcher(
                OF_COMPONENT_ALONE
                    .matcher(field.getAnnotation(Metadata.class).description())
                    .replaceAll(""))
            .replaceAll(other -> keys.get(other.group(1))),
        null);
  }

  private static String defaultText(Field field, ConfigurationKey key) {
    String text = field.getAnnotation(UriParam.class).defaultValue();
    if (text.isEmpty()) {
      return null;
    }
    if (field.getType() == long.class) {
      return OptionTypes.written(Duration.ofMillis(Long.parseLong(text)));
    }
    return key.takes().endsWith("B") ? OptionTypes.size(Long.parseLong(text)) : text;
  }

  private static OptionType<?> type(Field field, String takes) {
    if (field.getType().isEnum()) {
      return OptionTypes.oneOf(
          Arrays.stream(field.getType().getEnumConstants())
              .map(Object::toString)
              .toArray(String[]::new));
    }
    if (field.getType() == boolean.class) {
      return OptionTypes.yesNo();
    }
    if (takes.startsWith(LIST)) {
      String items = takes.substring(LIST.length());
      return field.getName().equals("subscriptions")
          ? OptionTypes.listOf(items, GroupWorkbin::parse)
          : OptionTypes.listOf(items, text -> text);
    }
    if (field.getType() == String.class) {
      return switch (takes) {
        case "URL" -> OptionTypes.httpUrl();
        case "secret" -> OptionTypes.secret();
        default -> OptionTypes.text();
      };
    }
    String[] range = takes.split(" to ", 2);
    if (field.getType() == long.class) {
      return OptionTypes.duration(duration(range[0]), duration(range[1]));
    }
    if (takes.endsWith("B")) {
      OptionType<Long> any = OptionTypes.size(0, Long.MAX_VALUE);
      return OptionTypes.size(any.parse(range[0]), any.parse(range[1]));
    }
    return OptionTypes.wholeNumber(Integer.parseInt(range[0]), Integer.parseInt(range[1]));
  }

  /** Camel's TimeUtils would begin to log, before the options have said how. */
  private static Duration duration(String text) {
    int digits = (int) text.chars().takeWhile(Character::isDigit).count();
    long number = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new IllegalArgumentException(text);
    };
  }
}
