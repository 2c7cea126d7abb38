package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;
import org.workbinroutes.ops.config.ConfiguredPlaceholders;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.sink.Delivery;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.NotificationSummary;
import org.workbinroutes.sink.PredicateFailedException;
import org.workbinroutes.sink.Redaction;
import org.workbinroutes.sink.SinkPlan;
import org.workbinroutes.sink.SinkPlans;
import org.workbinroutes.sink.SinkSettings;
import org.workbinroutes.sink.SpooledNotification;

/** The sinks of a configuration, with their rules and without their endpoints. */
final class DryRun implements AutoCloseable {
  private static final String TEMPLATE = "sink";
  private static final Pattern HEADERS = Pattern.compile("[?&]headers=([\\w-]+)");

  private final Configuration configuration;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final NotificationCodec json = new NotificationCodec();
  private final SinkPlans plans = new SinkPlans();
  private final List<PlannedSink> sinks = new ArrayList<>();

  DryRun(Configuration configuration) {
    this.configuration = configuration;
    Properties properties = new Properties();
    properties.putAll(configuration.camelProperties());
    context.getPropertiesComponent().setInitialProperties(properties);
    new ConfiguredPlaceholders(configuration).configure(context);
    context.start();
    try {
      for (RouteInstance route : configuration.routeInstances()) {
        if (route.template().equals(TEMPLATE)) {
          PlannedSink sink = PlannedSink.of(route, context, json);
          plans.add(sink.plan());
          sinks.add(sink);
        }
      }
    } catch (RuntimeException wrong) {
      close();
      throw wrong;
    }
  }

  List<String> list() {
    List<String> lines = new ArrayList<>();
    for (JsonNode sink : listed().path("sinks")) {
      lines.add(sink.path("name").asText());
      lines.add("  to        " + sink.path("to").asText());
      lines.add("  when      " + sink.path("when").asText("no other sink takes it"));
      for (String name : List.of("predicate", "format", "fields", "redact")) {
        if (sink.has(name)) {
          lines.add("  %-9s %s".formatted(name, sink.path(name).asText()));
        }
      }
    }
    if (sinks.isEmpty()) {
      lines.add("There is no sink: see docs/sinks.md");
    }
    return lines;
  }

  ObjectNode listed() {
    ObjectNode all = new JsonMapper().createObjectNode();
    ArrayNode array = all.putArray("sinks");
    for (PlannedSink sink : sinks) {
      SinkPlan plan = sink.plan();
      ObjectNode one = array.addObject().put("name", plan.name()).put("to", sink.endpoint());
      if (!plan.name().equals(SinkPlan.DEFAULT_SINK)) {
        one.put("when", String.valueOf(plan.rule()));
      }
      plan.predicate().ifPresent(text -> one.put("predicate", text));
      one.put("format", String.valueOf(plan.format()));
      sink.typed("fields").ifPresent(text -> one.put("fields", text));
      sink.typed("redact").ifPresent(text -> one.put("redact", text));
    }
    return all;
  }

  /** What the sinks would do with a notification, for programs. */
  ObjectNode explained(SpooledNotification sample) {
    SpooledNotification spooled = redacted(sample);
    ObjectNode all = new JsonMapper().createObjectNode();
    all.put("notification", String.valueOf(NotificationSummary.of(spooled.notification())));
    all.put("ours", spooled.isOurs());
    ArrayNode array = all.putArray("sinks");
    for (Outcome outcome : outcomes(spooled)) {
      ObjectNode one = array.addObject().put("name", outcome.sink().plan().name());
      Delivery delivery = outcome.delivery();
      one.put("takes", delivery != null);
      if (delivery == null) {
        one.put("reason", outcome.reason());
      } else {
        one.put("to", outcome.sink().endpoint()).put("body", String.valueOf(delivery.body()));
      }
    }
    return all;
  }

  /** What the sinks would do with a notification, in lines for people. */
  List<String> explain(SpooledNotification sample) {
    SpooledNotification spooled = redacted(sample);
    List<Outcome> outcomes = outcomes(spooled);
    List<String> lines = new ArrayList<>();
    lines.add(
        NotificationSummary.of(spooled.notification())
            + (spooled.isOurs() ? ", ours" : ", not ours"));
    for (Outcome outcome : outcomes) {
      String name = outcome.sink().plan().name();
      if (outcome.delivery() != null) {
        lines.add(name + " takes it");
        lines.addAll(delivery(outcome.sink(), outcome.delivery()));
      } else {
        lines.add(
            name
                + (outcome.isUndecided()
                    ? " would make a dead letter of it: "
                    : " does not take it: ")
                + outcome.reason());
      }
    }
    if (outcomes.stream().allMatch(outcome -> outcome.delivery() == null)) {
      lines.add("No sink takes it: it would only be counted");
    }
    return lines;
  }

  private SpooledNotification redacted(SpooledNotification sample) {
    return Redaction.parse(configuration.find(WorkbinOptions.REDACT).orElse(null)).of(sample);
  }

  private List<Outcome> outcomes(SpooledNotification spooled) {
    return sinks.stream().map(sink -> outcome(sink, spooled)).toList();
  }

  private Outcome outcome(PlannedSink sink, SpooledNotification spooled) {
    SinkPlan plan = sink.plan();
    try {
      return plans.takes(plan, spooled)
          ? new Outcome(sink, plan.deliver(spooled), null, false)
          : new Outcome(sink, null, reason(plan, spooled), false);
    } catch (PredicateFailedException undecided) {
      return new Outcome(sink, null, undecided.getMessage(), true);
    }
  }

  private static String reason(SinkPlan plan, SpooledNotification spooled) {
    if (spooled.addressee() != null) {
      return "it is for the sink " + spooled.addressee() + " alone";
    }
    if (plan.name().equals(SinkPlan.DEFAULT_SINK)) {
      return "another sink does";
    }
    return plan.rule()
        .firstThatFails(spooled)
        .map(condition -> condition + " does not hold")
        .orElseGet(() -> plan.predicate().orElse("its rule") + " does not hold");
  }

  private List<String> delivery(PlannedSink sink, Delivery delivery) {
    List<String> lines = new ArrayList<>();
    lines.add("  to " + sink.endpoint());
    new TreeMap<>(delivery.headers())
        .forEach((name, value) -> lines.add("  " + name + ": " + value));
    configuredHeaders(sink.to()).forEach(name -> lines.add("  " + name + ": xxxxxx"));
    lines.add("  " + (delivery.body() instanceof Map<?, ?> map ? map.toString() : delivery.body()));
    return lines;
  }

  /** The headers that come from the configuration; their values are secrets more often than not. */
  private List<String> configuredHeaders(String to) {
    Matcher set = HEADERS.matcher(to);
    if (!set.find()) {
      return List.of();
    }
    String prefix = "workbin.headers." + set.group(1) + ".";
    return configuration.camelProperties().keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    context.stop();
  }

  /** What a sink would do: deliver, or not and why, or fail to decide. */
  private record Outcome(PlannedSink sink, Delivery delivery, String reason, boolean isUndecided) {}

  /** A sink. */
  private record PlannedSink(SinkPlan plan, String to, Map<String, String> parameters) {
    static PlannedSink of(RouteInstance route, CamelContext context, NotificationCodec json) {
      Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      route.parameters().forEach((key, value) -> parameters.put(key.replace("-", ""), value));
      String to = parameters.get("to");
      if (to == null || to.isBlank()) {
        throw new IllegalArgumentException(
            "Sink '" + route.name() + "': to is missing: write the endpoint it sends to");
      }
      SinkSettings settings =
          new SinkSettings(
              route.name(),
              to,
              resolved(parameters.get("when"), context),
              resolved(parameters.get("predicate"), context),
              resolved(parameters.get("format"), context),
              resolved(parameters.get("fields"), context),
              resolved(parameters.get("redact"), context),
              resolved(parameters.get("eventSource"), context));
      return new PlannedSink(SinkPlan.compile(settings, context, json), to, parameters);
    }

    private static String resolved(String typed, CamelContext context) {
      return typed == null ? null : context.resolvePropertyPlaceholders(typed);
    }

    Optional<String> typed(String parameter) {
      return Optional.ofNullable(parameters.get(parameter)).filter(text -> !text.isBlank());
    }

    String endpoint() {
      return new MaskedEndpoint(to).toString();
    }
  }
}
