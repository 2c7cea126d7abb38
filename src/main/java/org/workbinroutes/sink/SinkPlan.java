package org.workbinroutes.sink;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * What a sink takes and in which form it gets it: the compiled form of {@link SinkSettings}.
 * Immutable, for any number of threads.
 */
public final class SinkPlan {
  /** The sink that takes what no other takes. */
  public static final String DEFAULT_SINK = "default";

  /** Queues are named after it, so it stays with what every broker and URI takes unescaped. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /** Endpoints that take text, to which a map would be nothing they can send. */
  private static final Set<String> TEXT_ENDPOINTS =
      Set.of("ndjson", "file", "webhook", "http", "https", "jms", "amqp", "kafka", "smtp", "smtps");

  private static final String JSON = "application/json";

  private final String name;
  private final SinkRule rule;
  private final SinkPredicate predicate;
  private final Redaction redaction;
  private final NotificationFormat format;
  private final String formatName;

  private SinkPlan(
      String name,
      SinkRule rule,
      SinkPredicate predicate,
      Redaction redaction,
      NotificationFormat format,
      String formatName) {
    this.name = name;
    this.rule = rule;
    this.predicate = predicate;
    this.redaction = redaction;
    this.format = format;
    this.formatName = formatName;
  }

  /**
   * Compiles settings.
   *
   * @throws IllegalArgumentException if something is wrong; the message names the sink, the
   *     parameter and the remedy
   */
  public static SinkPlan compile(
      SinkSettings settings, CamelContext context, NotificationCodec json) {
    String name = settings.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The sink name '"
              + name
              + "' cannot be a queue's name: use 1 to 64 letters, digits, underscores and"
              + " hyphens, as in camel.routeTemplate[audit].templateId = sink");
    }
    SinkRule rule = SinkRule.parse(name, settings.when());
    String predicate = blankAsNull(settings.predicate());
    SinkPredicate compiled =
        predicate == null
            ? null
            : parameter(
                name,
                "predicate",
                predicate,
                () -> SinkPredicate.compile(name, predicate, context));
    if (name.equals(DEFAULT_SINK) && (!rule.takesEverything() || compiled != null)) {
      throw wrong(
          name,
          compiled == null ? "when" : "predicate",
          compiled == null ? rule.toString() : predicate,
          "cannot be: the sink of this name takes what no other takes. Remove it, or rename the"
              + " sink");
    }
    Redaction redaction =
        parameter(name, "redact", settings.redact(), () -> Redaction.parse(settings.redact()));
    Format format = Format.of(settings);
    return new SinkPlan(
        name, rule, compiled, redaction, format.make(settings, json), format.word());
  }

  /**
   * The sink's name.
   *
   * @return 1 to 64 letters, digits, underscores and hyphens
   */
  public String name() {
    return name;
  }

  /**
   * The rule.
   *
   * @return never null
   */
  public SinkRule rule() {
    return rule;
  }

  /**
   * The predicate as it was typed.
   *
   * @return empty if there is none
   */
  public Optional<String> predicate() {
    return Optional.ofNullable(predicate).map(SinkPredicate::toString);
  }

  /**
   * The format.
   *
   * @return raw, flat, columns, summary or cloudevents
   */
  public String format() {
    return formatName;
  }

  /**
   * What must not leave.
   *
   * @return never null
   */
  public Redaction redaction() {
    return redaction;
  }

  /**
   * Whether the rule and the predicate hold. Of who takes what is for one sink alone, and of what
   * no other takes, {@link SinkPlans} knows.
   *
   * @return true if both hold
   * @throws PredicateFailedException if the predicate has no result
   */
  boolean matches(SpooledNotification spooled) {
    return rule.takes(spooled) && (predicate == null || predicate.holds(spooled));
  }

  /** Whether everything matches, so that nobody need ask. */
  boolean matchesEverything() {
    return rule.takesEverything() && predicate == null;
  }

  /** Whether it needs a predicate to know, which takes longer than a rule. */
  boolean hasPredicate() {
    return predicate != null;
  }

  /**
   * What the sink gets.
   *
   * @return body and headers, with nothing in them that must not leave
   */
  public Delivery deliver(SpooledNotification spooled) {
    return form(redaction.of(spooled));
  }

  Delivery form(SpooledNotification redacted) {
    Map<String, Object> headers = SinkHeaders.of(redacted);
    if (format.contentType() != null) {
      headers.put(Exchange.CONTENT_TYPE, format.contentType());
    }
    return new Delivery(redacted, format.body().apply(redacted), headers);
  }

  private static <T> T parameter(
      String sink, String parameter, String value, Supplier<T> compiler) {
    try {
      return compiler.get();
    } catch (IllegalArgumentException cause) {
      throw wrong(sink, parameter, value, cause.getMessage());
    }
  }

  private static IllegalArgumentException wrong(
      String sink, String parameter, String value, String what) {
    return new IllegalArgumentException(
        "Sink '" + sink + "': " + parameter + "=" + value + " " + what + ".");
  }

  private static String blankAsNull(String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** The forms there are. */
  private enum Format {
    RAW,
    FLAT,
    COLUMNS,
    SUMMARY,
    CLOUDEVENTS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Format of(SinkSettings settings) {
      String text = blankAsNull(settings.format()) == null ? RAW.word() : settings.format().strip();
      List<String> words = Arrays.stream(values()).map(Format::word).toList();
      return Arrays.stream(values())
          .filter(format -> format.word().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () ->
                  wrong(
                      settings.name(),
                      "format",
                      text,
                      "is unknown: "
                          + SinkRuleParser.didYouMean(text, words)
                          + "write "
                          + String.join(", ", words.subList(0, words.size() - 1))
                          + " or "
                          + words.get(words.size() - 1)));
    }

    NotificationFormat make(SinkSettings settings, NotificationCodec json) {
      String name = settings.name();
      String fields = blankAsNull(settings.fields());
      if (fields != null && this != FLAT && this != COLUMNS) {
        throw wrong(
            name,
            "fields",
            fields,
            "is for format=flat and format=columns, and the format is " + word());
      }
      return switch (this) {
        case RAW -> new NotificationFormat(JSON, spooled -> json.write(spooled.notification()));
        case FLAT -> {
          FlatFields columns = columns(name, fields, json);
          yield new NotificationFormat(JSON, spooled -> json.writeMap(columns.row(spooled)));
        }
        case COLUMNS -> {
          String scheme = String.valueOf(settings.to()).replaceFirst(":.*", "");
          if (TEXT_ENDPOINTS.contains(scheme)) {
            throw wrong(
                name,
                "format",
                word(),
                "makes a map, and " + scheme + ": sends text: write format=flat");
          }
          yield new NotificationFormat(null, columns(name, fields, json)::row);
        }
        case SUMMARY ->
            new NotificationFormat(
                "text/plain; charset=UTF-8",
                spooled -> NotificationSummary.of(spooled.notification()).toString());
        case CLOUDEVENTS -> {
          String source =
              blankAsNull(settings.eventSource()) == null
                  ? SinkSettings.DEFAULT_EVENT_SOURCE
                  : settings.eventSource();
          CloudEvents events =
              parameter(name, "eventSource", source, () -> CloudEvents.of(json, source));
          yield new NotificationFormat(
              "application/cloudevents+json; charset=UTF-8", events::write);
        }
      };
    }

    private static FlatFields columns(String sink, String fields, NotificationCodec json) {
      return parameter(sink, "fields", fields, () -> FlatFields.parse(fields, json));
    }
  }
}
