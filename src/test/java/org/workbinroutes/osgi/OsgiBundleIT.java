package org.workbinroutes.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

/**
 * The packaged jar in Apache Felix. The framework itself offers the packages of the libraries, as
 * Camel's own jars are no bundles: what our bundle demands is resolved for real, what the libraries
 * would demand of each other is not.
 */
class OsgiBundleIT {
  private static final Pattern ALL = Pattern.compile("(?!workbin-routes).*\\.jar");

  /** What the gws component cannot do without. */
  private static final Pattern FOR_GWS =
      Pattern.compile(
          "(camel-(api|support|util|base|base-engine|core-engine|health|http|http-common|http-base)"
              + "|http(client5|core5|core5-h2)|cometd-java-(api-common|api-client|common"
              + "|client-common|client-http-common|client-http-jetty)|jetty-(client|http|io|util)"
              + "|jackson-(core|databind|annotations)|resilience4j-core"
              + "|micrometer-(core|commons|observation)|slf4j-api)-[0-9].*\\.jar");

  @TempDir private Path folder;
  private Framework felix;

  @AfterEach
  void stop() throws Exception {
    if (felix != null) {
      felix.stop();
      felix.waitForStop(10_000);
    }
  }

  @Test
  void theComponentResolvesWithWhatItNeedsAndPlaces(@GwsSimulator SimulatedGws gws)
      throws Exception {
    // Given
    Bundle bundle = install(FOR_GWS);
    // When
    bundle.start();
    // Then
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    Class<?> type = bundle.loadClass("org.workbinroutes.gws.GwsComponent");
    ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
    assertThat(type.getClassLoader()).isSameAs(loader);
    // When
    try (DefaultCamelContext camel = contextOf(loader)) {
      camel.addComponent("gws", (Component) type.getConstructor().newInstance());
      camel.start();
      try (ProducerTemplate template = camel.createProducerTemplate()) {
        Object answer =
            template.requestBody(
                "gws:add?url=%s&username=agent&password=secret&responseTimeout=5s&subscriptionTimeout=0"
                    .formatted(gws.url()),
                Map.of(
                    "workbinId", SeedData.PLACE_GROUP_BIN.workbinId(),
                    "placeGroup", SeedData.PLACE_GROUP_BIN.group(),
                    "interactionId", "I1"));
        // Then
        assertThat(answer.getClass().getClassLoader()).isSameAs(loader);
        assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I1");
      }
    }
  }

  @Test
  void allOfItResolvesWithAllLibraries() throws Exception {
    // Given
    Bundle bundle = install(ALL);
    // When
    bundle.start();
    // Then
    Set<String> wired =
        bundle
            .adapt(BundleWiring.class)
            .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
            .stream()
            .map(wire -> packageOf(wire.getCapability().getAttributes()))
            .collect(Collectors.toSet());
    // ActiveMQ Classic's client is the user's own, if that is his broker
    assertThat(imports(bundle, true))
        .hasSizeGreaterThan(50)
        .contains("org.apache.camel.builder.endpoint", "org.apache.camel.builder.component")
        .filteredOn(name -> !wired.contains(name))
        .containsExactly("org.apache.activemq");
    for (String name :
        List.of(
            "org.workbinroutes.dsl.GwsEndpointBuilderFactory",
            "org.workbinroutes.dsl.GwsComponentBuilderFactory$GwsComponentBuilderImpl",
            "org.workbinroutes.ops.Application",
            "org.workbinroutes.sink.ndjson.NdjsonComponent",
            "org.workbinroutes.placement.PlacementRequest")) {
      assertThat(bundle.loadClass(name).getDeclaredMethods()).isNotEmpty();
    }
  }

  @Test
  void whatTheComponentUsesIsDemanded() throws Exception {
    // Given
    Set<String> used =
        new ClassFileImporter()
            .importPackages("org.workbinroutes.gws").stream()
                .filter(
                    type ->
                        type.getSource().orElseThrow().getUri().toString().contains("/classes/")
                            || type.getSource()
                                .orElseThrow()
                                .getUri()
                                .toString()
                                .startsWith("jar:"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(type -> type.getBaseComponentType().getPackageName())
                .filter(name -> !name.isEmpty() && !name.startsWith("java."))
                .filter(name -> !name.startsWith("org.workbinroutes"))
                .collect(Collectors.toCollection(TreeSet::new));
    // When
    Set<String> demanded = imports(install(ALL), false);
    // Then
    assertThat(used).contains("org.apache.camel.support", "org.cometd.client");
    assertThat(demanded).containsAll(used);
  }

  @Test
  void withoutALibraryItNeedsItDoesNotResolve() throws Exception {
    // Given
    Bundle bundle = install(Pattern.compile(FOR_GWS.pattern().replace("cometd-java-", "no-")));
    // When / Then
    assertThatThrownBy(bundle::start)
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("org.cometd");
  }

  private static DefaultCamelContext contextOf(ClassLoader bundle) {
    DefaultCamelContext camel =
        new DefaultCamelContext() {
          @Override
          protected ClassResolver createClassResolver() {
            return new BundleClasses(this, bundle);
          }
        };
    camel.setApplicationContextClassLoader(bundle);
    return camel;
  }

  private Bundle install(Pattern libraries) throws Exception {
    felix =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("felix").toString(),
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    new LibraryPackages(libraries).header(),
                    // nothing comes in but by Import-Package
                    "felix.bootdelegation.implicit",
                    "false"));
    felix.start();
    return felix.getBundleContext().installBundle(jar().toUri().toString());
  }

  private static Path jar() throws IOException {
    try (Stream<Path> built = Files.list(Path.of("target"))) {
      return built
          .filter(
              file ->
                  file.getFileName().toString().matches("workbin-routes-[0-9.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Set<String> imports(Bundle bundle, boolean optional) {
    return bundle
        .adapt(BundleRevision.class)
        .getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE)
        .stream()
        .filter(
            demand ->
                optional
                    == "optional"
                        .equals(demand.getDirectives().get(Constants.RESOLUTION_DIRECTIVE)))
        .map(demand -> demand.getDirectives().get(Constants.FILTER_DIRECTIVE))
        .map(filter -> filter.replaceAll(".*osgi\\.wiring\\.package=([^)]+)\\).*", "$1"))
        .collect(Collectors.toSet());
  }

  private static String packageOf(Map<String, Object> attributes) {
    return (String) attributes.get(PackageNamespace.PACKAGE_NAMESPACE);
  }

  /** The class path of this test has our classes too, which a framework's has not. */
  private static final class BundleClasses extends DefaultClassResolver {
    private final ClassLoader bundle;

    BundleClasses(CamelContext camel, ClassLoader bundle) {
      super(camel);
      this.bundle = bundle;
    }

    @Override
    protected Class<?> loadClass(String name, ClassLoader loader) {
      if (!name.startsWith("org.workbinroutes.")) {
        return super.loadClass(name, loader);
      }
      try {
        return loader == bundle ? bundle.loadClass(name) : null;
      } catch (ClassNotFoundException e) {
        return null;
      }
    }
  }
}
