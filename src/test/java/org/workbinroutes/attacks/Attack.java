package org.workbinroutes.attacks;

import java.util.Map;

/** One attack: the configuration it needs, what is done, and what counts as held off. */
interface Attack {
  /** The row of the report. */
  String name();

  /** From where it can be made. */
  String who();

  /**
   * Configuration besides what every product under attack has.
   *
   * @param target not started yet
   */
  default Map<String, String> settings(Target target) throws Exception {
    return Map.of();
  }

  /** How many file descriptors the product has; 0 for as many as this process. */
  default int descriptors() {
    return 0;
  }

  /**
   * Whether it needs no settings and leaves nothing behind, so that it can be made on a process
   * that had others before.
   */
  default boolean isBrief() {
    return false;
  }

  /** Whether a product that refuses to start with these settings has held the attack off. */
  default boolean isHeldByRefusingToStart() {
    return false;
  }

  /**
   * Attacks, bounded in time and bytes, and looks what came of it.
   *
   * @param target the running product and what stands around it
   */
  Effect run(Target target) throws Exception;
}
