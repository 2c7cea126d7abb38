package org.workbinroutes.ops;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

/** Tells a wrong configuration, which its owner can mend, from any other failure of a start. */
public final class StartFailure {
  private final Configuration configuration;

  public StartFailure(Configuration configuration) {
    this.configuration = configuration;
  }

  /** What is wrong in the configuration. */
  public List<Problem> problems(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable cause : chain) {
      if (cause instanceof ConfigurationException wrong) {
        return wrong.problems();
      }
    }
    if (chain.stream().anyMatch(StartFailure::isOfTheSurroundings)) {
      return List.of();
    }
    for (Throwable cause : chain) {
      if (cause instanceof PropertyBindingException binding) {
        return List.of(problem(binding));
      }
    }
    return route(chain, failure);
  }

  /** A database or a receiver that is away is no fault of the configuration, and may come back. */
  private static boolean isOfTheSurroundings(Throwable cause) {
    return (cause instanceof IOException && !(cause instanceof FileNotFoundException))
        || cause instanceof SQLException
        || cause instanceof JMSException
        || cause instanceof JMSRuntimeException;
  }

  /** A route that Camel cannot make: what rules of ours did not see. */
  private List<Problem> route(List<Throwable> chain, Throwable failure) {
    String route = null;
    boolean isCannotBeMade = false;
    for (Throwable cause : chain) {
      if (cause instanceof FailedToCreateRouteException made) {
        route = made.getRouteId();
      } else if (cause instanceof FailedToCreateRouteFromTemplateException template) {
        route = template.getRouteId();
      }
      isCannotBeMade |=
          cause instanceof FailedToCreateRouteException
              || cause instanceof FailedToCreateRouteFromTemplateException
              || cause instanceof ResolveEndpointFailedException
              || cause instanceof NoSuchBeanException
              || cause instanceof YamlEngineException
              || cause.getClass().getName().startsWith("org.apache.camel.dsl.yaml.");
    }
    if (!isCannotBeMade) {
      return List.of();
    }
    String place =
        route == null
            ? null
            : configuration.placeOf("camel.routeTemplate[" + route + "].templateId").orElse(null);
    Throwable root = chain.get(chain.size() - 1);
    return List.of(
        new Problem(
            place,
            (route == null ? "a route" : "the route " + route) + " cannot be made",
            root.getMessage() == null ? summary(failure) : root.getMessage()));
  }

  /**
   * What failed, in a few words each.
   *
   * @return the messages from the outside to the root, without repetitions
   */
  public String summary(Throwable failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause : chain(failure)) {
      String message =
          Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
      if (messages.stream().noneMatch(said -> said.contains(message))) {
        messages.add(message);
      }
    }
    return String.join("; because: ", messages);
  }

  private Problem problem(PropertyBindingException binding) {
    String prefix = Optional.ofNullable(binding.getOptionPrefix()).orElse("");
    String name =
        Optional.ofNullable(binding.getOptionKey())
            .or(() -> Optional.ofNullable(binding.getPropertyName()))
            .orElse("");
    String key =
        asTyped(
            name.startsWith("camel.") || prefix.isEmpty()
                ? name
                : prefix + (prefix.endsWith(".") ? "" : ".") + name);
    // Camel names the option once more in a cause of the same type
    Throwable cause = binding.getCause();
    while (cause instanceof PropertyBindingException) {
      cause = cause.getCause();
    }
    return new Problem(
        configuration.placeOf(key).orElse(null),
        "Camel does not take " + key,
        cause == null
            ? "check the spelling of the option; Camel's reference of the component lists them"
            : "check its value");
  }

  /** Camel writes no-such-option as noSuchOption. */
  private String asTyped(String key) {
    return configuration.camelProperties().keySet().stream()
        .filter(typed -> plain(typed).equals(plain(key)))
        .findFirst()
        .orElse(key);
  }

  private static String plain(String key) {
    return key.replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
