package org.workbinroutes.ops.routes;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;
import org.workbinroutes.ops.config.OptionType;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.Spelling;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.SinkPlan;
import org.workbinroutes.sink.SinkSettings;

/**
 * Checks the routes that are made from templates, by {@code camel.routeTemplate[name].*} and by
 * {@code templatedRoute} in a route file: template, names and values of parameters, endpoints,
 * folders. A misspelt {@code when} or {@code redact} would else deliver everything.
 */
final class TemplateRules {
  private static final String SINK = "sink";
  private static final String FILE_INTAKE = "file-intake";
  private static final Set<String> OF_CAMEL =
      Set.of("templateId", "template-id", "routeId", "prefixId", "group", "note");
  private static final List<String> WRITTEN = List.of("done", "failed", "results");
  private static final List<String> PLANNED =
      List.of("when", "predicate", "redact", "format", "fields", "eventSource");
  private static final Pattern ENVIRONMENT = Pattern.compile("\\{\\{\\??(env:[^{}:]+)}}");
  private static final Pattern FREE =
      Pattern.compile("workbin\\.(headers|secrets|datasource|mail)\\..*");
  private static final Pattern LINE = Pattern.compile(" line (\\d{1,9})$");

  /** What a JMS intake must be told of a topic. */
  private static final Set<String> OF_TOPIC = Set.of("topic", "subscription");

  private static final String ROUTE_ID = "{{route:id}}";

  private final CamelContext context;
  private final CamelContext host;
  private final RouteDeclarations declarations;
  private final boolean mayBeMadeLater;
  private final NotificationCodec codec = new NotificationCodec();

  /**
   * Rules.
   *
   * @param host resolves placeholders; may be the same
   * @param mayBeMadeLater whether there may be templates and components that are not known yet
   */
  TemplateRules(
      CamelContext context,
      CamelContext host,
      RouteDeclarations declarations,
      boolean mayBeMadeLater) {
    this.context = context;
    this.host = host;
    this.declarations = declarations;
    this.mayBeMadeLater = mayBeMadeLater;
  }

  /** A route that is made from a template, however it is written. */
  private record Instance(
      String label, String place, String name, String template, Map<String, Typed> parameters) {
    Optional<Typed> typed(RouteTemplate.Parameter parameter, RouteTemplate in) {
      return parameters.entrySet().stream()
          .filter(entry -> in.find(entry.getKey()).filter(parameter::equals).isPresent())
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  /** A parameter's value, its key in the file's words, and where it stands. */
  private record Typed(String key, String text, String place) {}

  /** What a route's parameters come to. */
  private record Resolved(Instance route, RouteTemplate template, Map<String, String> values) {}

  /**
   * Checks everything.
   *
   * @return every problem, in the order of the routes
   */
  List<Problem> check(Configuration configuration) {
    List<Problem> problems = new ArrayList<>();
    placeholders(configuration, problems);
    EndpointRules endpoints =
        new EndpointRules(
            context,
            configuration.find(WorkbinOptions.BROKER_COMPONENT).orElse("jms"),
            mayBeMadeLater);
    List<Resolved> routes = new ArrayList<>();
    for (Instance route : instances(configuration)) {
      template(route, problems)
          .ifPresent(
              template -> {
                names(route, template, problems);
                routes.add(
                    new Resolved(
                        route, template, values(route, template, configuration, problems)));
              });
    }
    for (Resolved route : routes) {
      types(route, problems);
      if (route.template().id().equals(SINK)) {
        if (hasUsableName(route, problems)) {
          plan(route, problems);
        }
        endpoint(route, configuration, endpoints, problems);
      }
    }
    folders(routes, configuration, problems);
    return problems.stream().sorted(Comparator.comparingInt(TemplateRules::line)).toList();
  }

  /** In the order of the file; what stands in no file comes last. */
  private static int line(Problem problem) {
    Matcher line = LINE.matcher(Objects.requireNonNullElse(problem.place(), ""));
    return line.find() ? Integer.parseInt(line.group(1)) : Integer.MAX_VALUE;
  }

  private List<Instance> instances(Configuration configuration) {
    List<Instance> instances = new ArrayList<>();
    for (RouteInstance route : configuration.routeInstances()) {
      Map<String, Typed> parameters = new LinkedHashMap<>();
      route
          .parameters()
          .forEach(
              (name, text) -> {
                String key = route.key(name);
                if (!OF_CAMEL.contains(name)) {
                  parameters.put(
                      name, new Typed(key, text, configuration.placeOf(key).orElse(null)));
                }
              });
      String place =
          configuration
              .placeOf(route.key("templateId"))
              .or(() -> configuration.placeOf(route.key("template-id")))
              .or(() -> parameters.values().stream().map(Typed::place).findFirst())
              .orElse(null);
      instances.add(
          new Instance(
              "camel.routeTemplate[" + route.name() + "]",
              place,
              route.name(),
              route.template(),
              parameters));
    }
    for (RouteDeclarations.TemplatedRoute route : declarations.templatedRoutes()) {
      Map<String, Typed> parameters = new LinkedHashMap<>();
      route
          .parameters()
          .forEach(
              (name, setting) ->
                  parameters.put(name, new Typed(name, setting.text(), setting.place())));
      instances.add(
          new Instance(
              "templatedRoute " + route.name(),
              route.place(),
              route.name(),
              route.template(),
              parameters));
    }
    return instances;
  }

  private Optional<RouteTemplate> template(Instance route, List<Problem> problems) {
    Optional<RouteTemplate> template = declarations.template(route.template());
    List<String> ids = declarations.templateIds();
    if (route.template().isBlank()) {
      problems.add(
          new Problem(
              route.place(),
              route.label() + " has no template",
              "add " + route.label() + ".templateId = " + String.join(" or ", ids)));
    } else if (template.isEmpty() && !mayBeMadeLater) {
      problems.add(
          new Problem(
              route.place(),
              route.label() + ": there is no template " + route.template(),
              Spelling.nearest(route.template(), ids)
                  .map(meant -> "did you mean " + meant + "?")
                  .orElse("write " + String.join(" or ", ids))));
    }
    declarations
        .fileOfRoute(route.name())
        .ifPresent(
            file ->
                problems.add(
                    new Problem(
                        route.place(),
                        route.label() + " has the name of a route of " + file,
                        "take another name")));
    return template;
  }

  private static void names(Instance route, RouteTemplate template, List<Problem> problems) {
    route
        .parameters()
        .forEach(
            (name, typed) -> {
              unknown(name, template)
                  .ifPresent(
                      remedy ->
                          problems.add(
                              new Problem(
                                  typed.place(),
                                  typed.key()
                                      + ": the template "
                                      + template.id()
                                      + " has no "
                                      + name,
                                  remedy)));
            });
    boolean readsTopic =
        template
            .find("destinationType")
            .flatMap(type -> route.typed(type, template))
            .filter(type -> type.text().equals("topic"))
            .isPresent();
    for (RouteTemplate.Parameter parameter : template.parameters().values()) {
      boolean isNeeded =
          parameter.required() || (readsTopic && OF_TOPIC.contains(parameter.name()));
      boolean isGiven =
          route.typed(parameter, template).filter(typed -> !typed.text().isBlank()).isPresent();
      if (isNeeded && !isGiven) {
        problems.add(
            new Problem(
                route.place(),
                route.label() + ": " + parameter.name() + " is missing",
                "add " + route.label() + "." + parameter.name() + " = and its value"));
      }
    }
  }

  /** What to do about a parameter that is not declared; empty if it is. */
  static Optional<String> unknown(String name, RouteTemplate template) {
    return template.find(name).isPresent() || OF_CAMEL.contains(name)
        ? Optional.empty()
        : Optional.of(
            Spelling.slipOf(name, template.names())
                .or(() -> Spelling.nearest(name, template.names()))
                .map(meant -> "did you mean " + meant + "?")
                .orElse("it has " + String.join(", ", template.names())));
  }

  /** The values without placeholders, the template's defaults included; not those that fail. */
  private Map<String, String> values(
      Instance route, RouteTemplate template, Configuration configuration, List<Problem> problems) {
    Properties local = new Properties();
    Map<String, Typed> typed = new LinkedHashMap<>();
    for (RouteTemplate.Parameter parameter : template.parameters().values()) {
      Optional<Typed> given = route.typed(parameter, template);
      given.ifPresent(value -> typed.put(parameter.name(), value));
      String text = given.map(Typed::text).orElse(parameter.defaultText());
      if (text != null) {
        local.setProperty(parameter.name(), text.replace(ROUTE_ID, route.name()));
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    PropertiesComponent properties = host.getPropertiesComponent();
    properties.setLocalProperties(local);
    try {
      for (String name : template.names()) {
        String text = local.getProperty(name);
        if (text != null) {
          try {
            values.put(name, host.resolvePropertyPlaceholders(text));
          } catch (IllegalArgumentException unresolved) {
            Typed value = typed.get(name);
            // those of the file are named with all others
            if (value != null && !value.key().startsWith("camel.")) {
              problems.add(unresolved(value.place(), value.key(), value.text(), configuration));
            }
          }
        }
      }
    } finally {
      properties.setLocalProperties(null);
    }
    return values;
  }

  private static void types(Resolved route, List<Problem> problems) {
    for (RouteTemplate.Parameter parameter : route.template().parameters().values()) {
      Optional<Typed> typed = route.route().typed(parameter, route.template());
      String value = route.values().getOrDefault(parameter.name(), "").strip();
      Optional<OptionType<?>> type = ParameterTypes.of(route.template().id(), parameter.name());
      if (typed.isPresent() && type.isPresent() && !value.isEmpty()) {
        try {
          type.get().parse(value);
        } catch (IllegalArgumentException wrong) {
          problems.add(unusable(typed.get(), wrong.getMessage()));
        }
      }
    }
  }

  /** Each parameter by itself, so that every fault is named. */
  private void plan(Resolved route, List<Problem> problems) {
    String sink = route.route().name();
    Map<String, String> values = route.values();
    for (String name : PLANNED) {
      RouteTemplate.Parameter parameter = route.template().parameters().get(name);
      Optional<Typed> typed =
          Optional.ofNullable(parameter).flatMap(p -> route.route().typed(p, route.template()));
      if (typed.isEmpty() || !values.containsKey(name)) {
        continue;
      }
      boolean isForm = name.equals("fields") || name.equals("eventSource");
      try {
        SinkPlan.compile(
            new SinkSettings(
                sink,
                values.get("to"),
                name.equals("when") ? values.get(name) : "",
                name.equals("predicate") ? values.get(name) : "",
                name.equals("format") || isForm ? values.get("format") : "",
                name.equals("fields") ? values.get(name) : "",
                name.equals("redact") ? values.get(name) : "",
                name.equals("eventSource") ? values.get(name) : null),
            context,
            codec);
      } catch (IllegalArgumentException wrong) {
        String message = withoutLead(wrong.getMessage(), sink, name, values.get(name));
        // a wrong format is named once
        if (!isForm || wrong.getMessage().contains(name + "=")) {
          problems.add(unusable(typed.get(), message));
        }
      }
    }
  }

  private boolean hasUsableName(Resolved route, List<Problem> problems) {
    try {
      SinkPlan.compile(
          new SinkSettings(route.route().name(), null, "", "", "", "", "", null), context, codec);
      return true;
    } catch (IllegalArgumentException wrong) {
      problems.add(
          new Problem(
              route.route().place(),
              route.route().label() + " cannot be used",
              wrong.getMessage()));
      return false;
    }
  }

  private static String withoutLead(String message, String sink, String name, String value) {
    for (String lead :
        List.of(
            "Sink '" + sink + "': in when=" + value + " ",
            "Sink '" + sink + "': " + name + "=" + value + " ")) {
      if (message.startsWith(lead)) {
        return message.substring(lead.length()).replaceFirst("\\.$", "");
      }
    }
    return message;
  }

  private void endpoint(
      Resolved route,
      Configuration configuration,
      EndpointRules endpoints,
      List<Problem> problems) {
    for (String name : List.of("to", "deadLetters", "source")) {
      RouteTemplate.Parameter parameter = route.template().parameters().get(name);
      Optional<Typed> typed =
          Optional.ofNullable(parameter).flatMap(p -> route.route().typed(p, route.template()));
      String uri = route.values().getOrDefault(name, "").strip();
      if (typed.isEmpty() || uri.indexOf(':') < 1) {
        continue;
      }
      String scheme = uri.substring(0, uri.indexOf(':'));
      List<EndpointRules.Fault> faults =
          isMadeByTheOwner(scheme, configuration)
              ? List.of()
              : name.equals("source") ? endpoints.ofConsumer(uri) : endpoints.ofProducer(uri);
      for (EndpointRules.Fault fault : faults) {
        problems.add(
            new Problem(
                typed.get().place(), typed.get().key() + ": " + fault.what(), fault.remedy()));
      }
      if (faults.isEmpty() && !name.equals("source")) {
        target(scheme, uri, configuration)
            .flatMap(
                folder ->
                    new FolderAccess(
                            "the folder of " + typed.get().key(), typed.get().place(), folder)
                        .problem())
            .ifPresent(problems::add);
      }
    }
  }

  private boolean isMadeByTheOwner(String scheme, Configuration configuration) {
    return declarations.hasBean(scheme)
        || configuration.camelProperties().keySet().stream()
            .anyMatch(key -> key.matches("camel\\.beans\\." + Pattern.quote(scheme) + "\\b.*"));
  }

  /** The folder that a sink writes files to. */
  private static Optional<Path> target(String scheme, String uri, Configuration configuration) {
    String path = uri.substring(uri.indexOf(':') + 1).replaceFirst("\\?.*$", "");
    try {
      return switch (scheme) {
        case "ndjson" ->
            Optional.ofNullable(configuration.home().resolve(path).normalize().getParent());
        case "file" -> Optional.of(configuration.home().resolve(path.replaceFirst("^//", "")));
        default -> Optional.empty();
      };
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  private static void folders(
      List<Resolved> routes, Configuration configuration, List<Problem> problems) {
    configuration
        .find(WorkbinOptions.DATA)
        .flatMap(
            data ->
                new FolderAccess(
                        WorkbinOptions.DATA.key(),
                        configuration.placeOf(WorkbinOptions.DATA.key()).orElse(null),
                        data)
                    .problem())
        .ifPresent(problems::add);
    Map<Path, Resolved> inboxes = new LinkedHashMap<>();
    List<Resolved> intakes =
        routes.stream().filter(route -> route.template().id().equals(FILE_INTAKE)).toList();
    for (Resolved intake : intakes) {
      for (String name : List.of("directory", "done", "failed", "results")) {
        Optional<Path> folder = folder(intake, name, configuration);
        Typed typed = typed(intake, name);
        if (folder.isPresent() && typed.place() != null) {
          new FolderAccess(typed.key(), typed.place(), folder.get())
              .problem()
              .ifPresent(problems::add);
        }
      }
      folder(intake, "directory", configuration)
          .ifPresent(
              inbox -> {
                Resolved other = inboxes.putIfAbsent(inbox, intake);
                if (other != null) {
                  problems.add(
                      new Problem(
                          typed(intake, "directory").place() == null
                              ? intake.route().place()
                              : typed(intake, "directory").place(),
                          typed(intake, "directory").key()
                              + " is the drop folder of "
                              + other.route().name()
                              + " too",
                          "give each intake a folder of its own"));
                }
              });
    }
    for (Resolved intake : intakes) {
      for (String name : WRITTEN) {
        folder(intake, name, configuration)
            .ifPresent(folder -> apart(intake, name, folder, inboxes, problems));
      }
    }
  }

  private static void apart(
      Resolved intake,
      String name,
      Path folder,
      Map<Path, Resolved> inboxes,
      List<Problem> problems) {
    inboxes.forEach(
        (inbox, reader) -> {
          boolean isDeep = Boolean.parseBoolean(reader.values().getOrDefault("subfolders", ""));
          if (folder.equals(inbox) || (isDeep && folder.startsWith(inbox))) {
            Typed typed = typed(intake, name);
            problems.add(
                new Problem(
                    typed.place() == null ? intake.route().place() : typed.place(),
                    typed.key()
                        + " lies in the drop folder of "
                        + reader.route().name()
                        + ", and what is written there would be read again",
                    "give another folder"));
          }
        });
  }

  private static Typed typed(Resolved route, String name) {
    return Optional.ofNullable(route.template().parameters().get(name))
        .flatMap(parameter -> route.route().typed(parameter, route.template()))
        .orElseGet(() -> new Typed(route.route().label() + "." + name, "", null));
  }

  private static Optional<Path> folder(Resolved route, String name, Configuration configuration) {
    String text = route.values().getOrDefault(name, "").strip();
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(configuration.home().resolve(text).normalize());
    } catch (InvalidPathException noPath) {
      // its type says so
      return Optional.empty();
    }
  }

  /** Placeholders of everything that goes to Camel or is read by a sink. */
  private void placeholders(Configuration configuration, List<Problem> problems) {
    configuration
        .camelProperties()
        .forEach(
            (key, text) -> {
              boolean isRead = key.startsWith("camel.") || FREE.matcher(key).matches();
              if (isRead && text.contains("{{") && !isResolved(key, text, configuration)) {
                problems.add(
                    unresolved(configuration.placeOf(key).orElse(null), key, text, configuration));
              }
            });
  }

  private boolean isResolved(String key, String text, Configuration configuration) {
    Properties local = new Properties();
    int end = key.indexOf("].");
    if (end > 0) {
      for (RouteInstance route : configuration.routeInstances()) {
        if (key.startsWith(route.key(""))) {
          declarations
              .template(route.template())
              .ifPresent(
                  template ->
                      template
                          .parameters()
                          .values()
                          .forEach(
                              parameter ->
                                  local.setProperty(
                                      parameter.name(),
                                      Optional.ofNullable(parameter.defaultText())
                                          .orElse("")
                                          .replace(ROUTE_ID, route.name()))));
        }
      }
    }
    PropertiesComponent properties = host.getPropertiesComponent();
    properties.setLocalProperties(local);
    try {
      host.resolvePropertyPlaceholders(text.replace(ROUTE_ID, "id"));
      return true;
    } catch (IllegalArgumentException unresolved) {
      return false;
    } finally {
      properties.setLocalProperties(null);
    }
  }

  private static Problem unresolved(
      String place, String key, String text, Configuration configuration) {
    Matcher environment = ENVIRONMENT.matcher(text);
    List<String> unset = new ArrayList<>();
    while (environment.find()) {
      String variable = environment.group(1).substring("env:".length());
      if (configuration.variable(variable).isEmpty()) {
        unset.add(variable);
      }
    }
    return unset.isEmpty()
        ? new Problem(
            place,
            key + " refers to a key that is not set",
            "set what stands in {{...}}, or write {{key:default}}")
        : new Problem(
            place,
            key + ": the environment variable " + String.join(", ", unset) + " is not set",
            "set it, or write {{env:" + unset.get(0) + ":default}}");
  }

  private static Problem unusable(Typed typed, String remedy) {
    return Problem.unusable(typed.place(), typed.key(), typed.text(), remedy);
  }
}
