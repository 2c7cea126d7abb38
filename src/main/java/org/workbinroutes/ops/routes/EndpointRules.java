package org.workbinroutes.ops.routes;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.util.Pair;
import org.apache.camel.util.URISupport;
import org.workbinroutes.ops.config.Spelling;

/**
 * Whether an endpoint's URI names a component that is there, and options that it has, by the
 * descriptions that the components bring along. Nothing is started and no connection is made.
 */
final class EndpointRules {
  /** Ours: a URI of theirs is read by the component itself, which knows of secrets and headers. */
  private static final Set<String> OWN = Set.of("ndjson", "spool", "webhook");

  /** Components of earlier versions, and the remedy. */
  private static final Map<String, String> REPLACED =
      Map.of(
          "maildigest", "send each notification by smtp:, as docs/upgrade.md shows",
          "table", "add rows by sql: and format = columns, as docs/upgrade.md shows");

  private static final String COMPONENT_LIST =
      "META-INF/services/org/apache/camel/component.properties";

  private final CamelContext context;
  private final String jms;
  private final boolean mayBeMadeLater;
  private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();

  EndpointRules(CamelContext context, String jms, boolean mayBeMadeLater) {
    this.context = context;
    this.jms = jms;
    this.mayBeMadeLater = mayBeMadeLater;
    catalog.setCamelContext(context);
    catalog.start();
  }

  /** What is wrong with an endpoint, and the remedy. */
  record Fault(String what, String remedy) {}

  /** Checks the endpoint that a sink sends to. */
  List<Fault> ofProducer(String uri) {
    List<Fault> faults = new ArrayList<>(of(uri, false));
    String scheme = scheme(uri);
    // what it refers to is not there yet in somebody else's context
    if (faults.isEmpty() && OWN.contains(scheme) && !mayBeMadeLater && !uri.contains("=#")) {
      made(scheme, uri).ifPresent(faults::add);
    }
    return faults;
  }

  /** Checks the endpoint that a sink reads from. */
  List<Fault> ofConsumer(String uri) {
    return of(uri, true);
  }

  private List<Fault> of(String uri, boolean isConsumer) {
    String scheme = scheme(uri);
    String described = scheme.equals(jms) ? "jms" : scheme;
    boolean isDescribed = catalog.componentJSonSchema(described) != null;
    if (!isDescribed && !OWN.contains(scheme)) {
      return !mayBeMadeLater && context.getComponent(scheme, true, false) == null
          ? List.of(unknownComponent(scheme))
          : List.of();
    }
    if (!isDescribed) {
      return List.of();
    }
    String same = described + withoutRaw(uri).substring(scheme.length());
    return described(
        scheme, catalog.validateEndpointProperties(same, false, isConsumer, !isConsumer));
  }

  private static String scheme(String uri) {
    return uri.substring(0, Math.max(0, uri.indexOf(':')));
  }

  /** The catalog takes an &amp; in RAW(...) for the end of the option. */
  private static String withoutRaw(String uri) {
    StringBuilder text = new StringBuilder(uri);
    for (Pair<Integer> raw : URISupport.scanRaw(uri)) {
      for (int i = raw.getLeft(); i < raw.getRight(); i++) {
        if (text.charAt(i) == '&') {
          text.setCharAt(i, '_');
        }
      }
    }
    return text.toString();
  }

  private Optional<Fault> made(String scheme, String uri) {
    try {
      Component component = context.getComponent(scheme, true, false);
      Endpoint endpoint =
          component.createEndpoint(
              component.useRawUri() ? uri : EndpointHelper.normalizeEndpointUri(uri));
      return endpoint == null ? Optional.of(unknownComponent(scheme)) : Optional.empty();
    } catch (Exception wrong) {
      return Optional.of(split(String.valueOf(wrong.getMessage())));
    }
  }

  /** Our components say what is wrong and, after a colon, what to do. */
  private static Fault split(String message) {
    String line = message.lines().findFirst().orElse("").replaceAll("\\?\\S*", "?...");
    int colon = line.lastIndexOf(": ");
    return colon < 0
        ? new Fault(line, "see docs/sinks.md")
        : new Fault(line.substring(0, colon), line.substring(colon + 2));
  }

  private Fault unknownComponent(String scheme) {
    return new Fault(
        "there is no component " + scheme,
        REPLACED.containsKey(scheme)
            ? REPLACED.get(scheme)
            : Spelling.nearest(scheme, schemes())
                .map(meant -> "did you mean " + meant + "? Else ")
                .orElse("")
                .concat("put camel-" + scheme + " and the jars it needs into lib/"));
  }

  private Collection<String> schemes() {
    Set<String> schemes = new TreeSet<>(context.getComponentNames());
    try {
      Enumeration<URL> lists =
          Objects.requireNonNull(
                  context.getApplicationContextClassLoader() == null
                      ? EndpointRules.class.getClassLoader()
                      : context.getApplicationContextClassLoader())
              .getResources(COMPONENT_LIST);
      while (lists.hasMoreElements()) {
        Properties properties = new Properties();
        try (var in = lists.nextElement().openStream()) {
          properties.load(in);
        }
        schemes.addAll(List.of(properties.getProperty("components", "").split("\\s+")));
      }
    } catch (IOException unreadable) {
      // a hint the less
      return schemes;
    }
    return schemes;
  }

  private List<Fault> described(String scheme, EndpointValidationResult result) {
    List<Fault> faults = new ArrayList<>();
    if (result.getSyntaxError() != null) {
      faults.add(
          new Fault("it is no URI of " + scheme, "write it as the component's reference says"));
    }
    List<String> names = options(scheme);
    for (String option : orEmpty(result.getUnknown())) {
      faults.add(
          new Fault(
              scheme + " has no option " + option,
              Spelling.nearest(option, names)
                  .map(meant -> "did you mean " + meant + "?")
                  .orElse("take it out; Camel's reference of " + scheme + " lists them")));
    }
    for (String option : orEmpty(result.getRequired())) {
      faults.add(new Fault(scheme + " needs " + option, "add it"));
    }
    for (String option : orEmpty(result.getNotProducerOnly())) {
      faults.add(
          new Fault(
              scheme + "'s option " + option + " is for reading, not for a sink", "take it out"));
    }
    for (String option : orEmpty(result.getNotConsumerOnly())) {
      faults.add(new Fault(scheme + "'s option " + option + " is for sending only", "take it out"));
    }
    wrong(scheme, result.getInvalidEnum(), "write one of the words it has", result, faults);
    wrong(scheme, result.getInvalidBoolean(), "write true or false", null, faults);
    wrong(scheme, result.getInvalidInteger(), "write a whole number", null, faults);
    wrong(scheme, result.getInvalidNumber(), "write a number", null, faults);
    wrong(
        scheme,
        result.getInvalidDuration(),
        "write a time span like 500ms, 10s or 2m",
        null,
        faults);
    return faults;
  }

  private static void wrong(
      String scheme,
      Map<String, String> options,
      String remedy,
      EndpointValidationResult choices,
      List<Fault> faults) {
    for (String option : options == null ? Set.<String>of() : options.keySet()) {
      List<String> words =
          choices == null || choices.getEnumChoices(option) == null
              ? List.of()
              : choices.getEnumChoices(option);
      faults.add(
          new Fault(
              scheme + "'s option " + option + " cannot have this value",
              words.isEmpty() ? remedy : "write " + String.join(" or ", words)));
    }
  }

  private List<String> options(String scheme) {
    var model = catalog.componentModel(scheme.equals(jms) ? "jms" : scheme);
    return model == null
        ? List.of()
        : model.getEndpointParameterOptions().stream().map(BaseOptionModel::getName).toList();
  }

  private static Set<String> orEmpty(Set<String> names) {
    return names == null ? Set.of() : new TreeSet<>(names);
  }
}
