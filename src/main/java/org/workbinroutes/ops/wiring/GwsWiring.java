package org.workbinroutes.ops.wiring;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsConfiguration;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;

/**
 * The component {@code gws}. Values go in by its setters: a password never passes through a URI or
 * a Camel property, where {@code &}, {@code +} or braces would mean something.
 */
public final class GwsWiring implements CamelContextCustomizer {
  private final Configuration configuration;
  private final CallGuard guard;

  public GwsWiring(Configuration configuration, CallGuard guard) {
    this.guard = guard;
    this.configuration = configuration;
  }

  @Override
  public void configure(CamelContext context) {
    GwsComponent component = component(configuration);
    component.setCallGuard(guard);
    context.addComponent("gws", component);
  }

  /**
   * Makes a component and sets it up.
   *
   * @return the component, without a guard before its calls
   */
  public static GwsComponent component(Configuration configuration) {
    GwsComponent component = new GwsComponent();
    GwsOptions.component()
        .forEach(
            (name, option) ->
                configuration
                    .find(option)
                    .ifPresent(value -> set(component.getConfiguration(), name, value)));
    return component;
  }

  private static void set(GwsConfiguration gws, String name, Object value) {
    String setter = "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    for (Method method : GwsConfiguration.class.getMethods()) {
      if (method.getName().equals(setter)) {
        try {
          method.invoke(gws, converted(value, method.getParameterTypes()[0]));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("The option " + name + " could not be set", e);
        }
      }
    }
  }

  private static Object converted(Object value, Class<?> type) {
    if (value instanceof Duration span) {
      return span.toMillis();
    }
    if (value instanceof Number number) {
      return number.intValue();
    }
    if (value instanceof List<?> items) {
      return items.stream()
          .map(item -> item instanceof GroupWorkbin bin ? bin.configurationForm() : item.toString())
          .collect(Collectors.joining(","));
    }
    if (type.isEnum()) {
      return List.of(type.getEnumConstants()).stream()
          .filter(constant -> constant.toString().equals(value))
          .findFirst()
          .orElseThrow();
    }
    return value instanceof Boolean ? value : value.toString();
  }
}
