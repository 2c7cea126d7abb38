package org.workbinroutes.simulator.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts and ends the simulators that {@link GwsSimulator} asks for, and hands them out. */
final class GwsSimulatorExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(GwsSimulatorExtension.class);

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  /** A port that is taken is told before the first test, not by it. */
  @Override
  public void beforeAll(ExtensionContext context) {
    var unused = ofClass(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ofClass(context).ifPresent(running -> running.gws().reset());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SimulatedGws.class
        || parameter.isAnnotated(GwsSimulator.class);
  }

  @Override
  public SimulatedGws resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() != SimulatedGws.class) {
      throw new ParameterResolutionException(
          "@GwsSimulator is for parameters of type SimulatedGws, not for "
              + parameter.getParameter());
    }
    Optional<GwsSimulator> own = parameter.findAnnotation(GwsSimulator.class);
    if (own.isPresent()) {
      return running(context, parameter.getParameter(), own.get()).gws();
    }
    return ofClass(context)
        .orElseThrow(
            () ->
                new ParameterResolutionException(
                    "There is no simulator for "
                        + parameter.getParameter()
                        + ": annotate the class, or the parameter, with @GwsSimulator"))
        .gws();
  }

  /** That of the nearest class that is annotated; the constructor can come before beforeAll. */
  private static Optional<RunningSimulator> ofClass(ExtensionContext context) {
    Optional<ExtensionContext> level = Optional.of(context);
    while (level.isPresent()) {
      ExtensionContext here = level.get();
      Optional<Class<?>> type =
          here.getElement().filter(Class.class::isInstance).map(Class.class::cast);
      Optional<GwsSimulator> wanted =
          type.flatMap(t -> AnnotationSupport.findAnnotation(t, GwsSimulator.class));
      if (wanted.isPresent()) {
        return Optional.of(running(here, GwsSimulator.class, wanted.get()));
      }
      level = here.getParent();
    }
    return Optional.empty();
  }

  private static RunningSimulator running(
      ExtensionContext context, Object key, GwsSimulator wanted) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(key, k -> RunningSimulator.start(wanted), RunningSimulator.class);
  }
}
