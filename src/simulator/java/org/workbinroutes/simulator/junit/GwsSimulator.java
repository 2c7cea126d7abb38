package org.workbinroutes.simulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.workbinroutes.simulator.SimulatorServerBuilder;

/**
 * Runs a simulator of Genesys Web Services for a test.
 *
 * <p><b>On a class</b>: one simulator for all tests of the class, nested and derived ones included.
 * It starts before the first of them and ends after the last. After each test it is {@linkplain
 * SimulatedGws#reset() reset}, so that every test finds empty workbins, no faults, and no requests
 * but its own; sessions stay, as a Camel context that outlives the test needs them. Any parameter
 * of type {@link SimulatedGws}, of the constructor, of a test or of a lifecycle method, is given
 * it. Tests of the class must not run in parallel.
 *
 * <p><b>On a parameter</b> of type {@link SimulatedGws}: a simulator of its own, with options of
 * its own, which ends with the test. That of a {@code @BeforeAll} method ends with the class, as
 * does that of the constructor of a class with one instance for all tests.
 *
 * <p>It is not for fields: extensions that start a Camel context may do so before the field of
 * another extension is filled. A constructor parameter is always there in time:
 *
 * <pre>{@code
 * @GwsSimulator
 * class CallbackRoutesTest extends CamelTestSupport {
 *   private final SimulatedGws gws;
 *
 *   CallbackRoutesTest(SimulatedGws gws) {
 *     this.gws = gws;
 *   }
 * }
 * }</pre>
 *
 * <p>Needs JUnit 5.13 or later.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.PARAMETER})
@ExtendWith(GwsSimulatorExtension.class)
public @interface GwsSimulator {
  /**
   * Name of the one user that can log in.
   *
   * @return the name
   */
  String username() default "agent";

  /**
   * Password of the user.
   *
   * @return the password
   */
  String password() default "secret";

  /**
   * TCP port on 127.0.0.1.
   *
   * @return the port; 0 takes a free one
   */
  int port() default 0;

  /**
   * Group workbins to have besides those of {@link org.workbinroutes.simulator.SeedData}, in the
   * notation of {@code gws.subscriptions}.
   *
   * @return for example {@code callbacks@agentGroup:Back Office}
   */
  String[] workbins() default {};

  /**
   * Whether any workbin id and group is taken as known. Otherwise GWS answers statusCode 6.
   *
   * @return false, unless set
   */
  boolean acceptUnknownWorkbins() default false;

  /**
   * Whether POST requests need a CSRF token.
   *
   * @return true, unless set
   */
  boolean csrf() default true;

  /**
   * Delay of every add operation, in milliseconds.
   *
   * @return the time between request and effect
   */
  long addDelayMillis() default 0;

  /**
   * How long an idle long poll is held, in milliseconds.
   *
   * @return 30 s, unless set
   */
  long longPollTimeoutMillis() default 30_000;

  /**
   * For everything else that {@link SimulatorServerBuilder} can be told, after the options above.
   *
   * @return classes with a constructor without parameters; each gets the builder
   */
  Class<? extends Consumer<SimulatorServerBuilder>>[] settings() default {};
}
