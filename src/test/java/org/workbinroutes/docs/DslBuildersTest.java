package org.workbinroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.component.ComponentBuilder;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointHeaderModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.dsl.GwsEndpointBuilderFactory.GwsBuilders;
import org.workbinroutes.dsl.StaticEndpointBuilders;

/** The builders for Camel's Endpoint DSL and component DSL have what the catalog has, no more. */
class DslBuildersTest {
  private static final String PACKAGE = "org.workbinroutes.dsl.";
  private static final String REMEDY =
      "the builders of %s are older than its options: build again, the last build has made them anew"
          + " in src/generated/java, and commit them";

  // for the product's own routes alone
  private static final String INTERNAL = "spool";

  static List<String> components() throws IOException {
    return new OwnComponents().names().stream().filter(name -> !name.equals(INTERNAL)).toList();
  }

  @ParameterizedTest
  @MethodSource("components")
  void everyEndpointOptionHasItsMethods(String name) throws Exception {
    // Given
    ComponentModel model = new OwnComponents().model(name);
    String prefix = prefix(model);
    // When / Then
    if (!model.isProducerOnly()) {
      assertOptions(model, prefix + "EndpointConsumerBuilder", side -> !side.equals("producer"));
    }
    if (!model.isConsumerOnly() && !model.isProducerOnly()) {
      assertOptions(model, prefix + "EndpointProducerBuilder", side -> !side.equals("consumer"));
    }
    assertOptions(model, prefix + "EndpointBuilder", side -> true);
  }

  @ParameterizedTest
  @MethodSource("components")
  void everyComponentOptionHasItsMethod(String name) throws Exception {
    // Given
    ComponentModel model = new OwnComponents().model(name);
    String scheme = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    Class<?> builder =
        load(scheme + "ComponentBuilderFactory$" + scheme + "ComponentBuilder", model);
    // When
    Set<String> methods = new TreeSet<>();
    for (Method method : written(builder.getDeclaredMethods())) {
      methods.add(signature(method.getName(), method.getParameterTypes()[0].getCanonicalName()));
    }
    // Then
    assertThat(methods)
        .as(REMEDY, name)
        .containsExactlyInAnyOrderElementsOf(signatures(model.getComponentOptions()));
    assertThat(ComponentBuilder.class).isAssignableFrom(builder);
  }

  @ParameterizedTest
  @MethodSource("components")
  void everyComponentHasAStaticBuilder(String name) throws Exception {
    assertThat(StaticEndpointBuilders.class.getMethod(name, String.class).invoke(null, "place"))
        .as(REMEDY, name)
        .hasToString(name + "://place");
  }

  @Test
  void everyHeaderHasItsName() throws Exception {
    // Given
    Object headers = new GwsBuilders() {}.gws();
    // When
    Set<String> names = new TreeSet<>();
    for (Method method : written(headers.getClass().getDeclaredMethods())) {
      names.add((String) method.invoke(headers));
    }
    // Then
    assertThat(names)
        .as(REMEDY, "gws")
        .containsExactlyInAnyOrderElementsOf(
            new OwnComponents()
                .model("gws").getEndpointHeaders().stream()
                    .map(EndpointHeaderModel::getName)
                    .toList());
  }

  /** Basic and advanced builder together have each option, as what it is and as text. */
  private static void assertOptions(ComponentModel model, String builder, Predicate<String> side)
      throws ClassNotFoundException {
    String factory = prefix(model) + "EndpointBuilderFactory$";
    Set<String> expected =
        model.getEndpointOptions().stream()
            .filter(option -> option.getKind().equals("parameter"))
            .filter(option -> side.test(sideOf(option)))
            .flatMap(
                option ->
                    Stream.of(
                        signature(option.getName(), option.getJavaType()),
                        signature(option.getName(), "java.lang.String")))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> methods = new TreeSet<>();
    for (String kind : List.of("", "Advanced")) {
      Class<?> type = load(factory + kind + builder, model);
      written(type.getMethods()).stream()
          .filter(method -> method.getDeclaringClass().getName().startsWith(PACKAGE))
          .filter(method -> method.getParameterCount() == 1)
          .forEach(
              method ->
                  methods.add(
                      signature(
                          method.getName(), method.getParameterTypes()[0].getCanonicalName())));
    }
    assertThat(methods).as(REMEDY, model.getScheme()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Without what the compiler and the measuring of coverage add. */
  private static List<Method> written(Method... methods) {
    return Stream.of(methods).filter(method -> !method.isSynthetic()).toList();
  }

  private static String sideOf(BaseOptionModel option) {
    return Arrays.stream(String.valueOf(option.getLabel()).split(","))
        .filter(Set.of("consumer", "producer")::contains)
        .findFirst()
        .orElse("");
  }

  private static Set<String> signatures(Collection<? extends BaseOptionModel> options) {
    return options.stream()
        .map(option -> signature(option.getName(), option.getJavaType()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String signature(String name, String type) {
    return name + "(" + type + ")";
  }

  private static String prefix(ComponentModel model) {
    return model.getShortJavaType().replace("Component", "");
  }

  private static Class<?> load(String name, ComponentModel model) throws ClassNotFoundException {
    try {
      return Class.forName(PACKAGE + name);
    } catch (ClassNotFoundException absent) {
      throw new ClassNotFoundException(REMEDY.formatted(model.getScheme()), absent);
    }
  }
}
