package org.workbinroutes.ops.console;

import java.util.List;
import java.util.Map;
import org.workbinroutes.placement.PlacementState;

/**
 * How everything stands at a moment: numbers and names of the configuration, nothing of a customer.
 *
 * @param at when, in milliseconds since 1970 UTC
 * @param placements how many there are in each state, of all nodes; null if the ledger cannot be
 *     read
 * @param intakes what came in by each intake of this process, by name; empty if it is not counted
 * @param sinks how each sink stands, by name; null if the spool cannot be asked
 * @param health the parts and whether they are well
 */
public record Flow(
    long at,
    Map<PlacementState, Long> placements,
    List<Intake> intakes,
    List<Sink> sinks,
    List<Part> health) {
  /** What came in by an intake since the start. */
  public record Intake(String name, Map<String, Long> outcomes) {}

  /**
   * A sink.
   *
   * @param waiting notifications that wait for it; null if that cannot be told
   * @param deadLetters what it could not be given; null if that cannot be told
   * @param deliveries how many deliveries had each outcome since the start; empty if they are not
   *     counted
   */
  public record Sink(
      String name, Long waiting, Long deadLetters, boolean held, Map<String, Long> deliveries) {}

  /** A part that says how it is. */
  public record Part(String id, String state) {}
}
