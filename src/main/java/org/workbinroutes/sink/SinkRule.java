package org.workbinroutes.sink;

import java.util.List;
import java.util.Optional;

/**
 * Which notifications a sink takes: the compiled form of its {@code when} text.
 *
 * <pre>
 * action=ItemAdded; media=chat,email; group=Sales*; group!="Sales, intern"
 * </pre>
 *
 * Conditions are separated by {@code ;} and all must hold; the patterns of one condition are
 * separated by {@code ,} and one must match ({@code =}) or none may ({@code !=}). {@code *} stands
 * for any text, {@code ?} for one character. Double quotes make everything between them literal, a
 * backslash the character after it. An empty text and {@code *} take everything.
 *
 * <p>{@code ours=true} takes what confirms a placement of ours, {@code ours=false} all the rest.
 *
 * <p>A field that a notification does not have is matched as an empty text. Immutable, and cheap
 * enough to be asked for every notification.
 */
public final class SinkRule {
  private final String text;
  private final List<Condition> conditions;

  private SinkRule(String text, List<Condition> conditions) {
    this.text = text;
    this.conditions = conditions;
  }

  /**
   * Compiles a rule.
   *
   * @param when the text; null is as empty
   * @throws IllegalArgumentException if the text is no rule; the message names the sink, the key
   *     and the remedy
   */
  public static SinkRule parse(String sink, String when) {
    String text = when == null ? "" : when.strip();
    List<Condition> conditions =
        text.isEmpty() || text.equals("*") ? List.of() : new SinkRuleParser(sink, text).parse();
    return new SinkRule(text.isEmpty() ? "*" : text, conditions);
  }

  /**
   * Whether the sink takes a notification.
   *
   * @return true if every condition holds
   */
  public boolean takes(SpooledNotification spooled) {
    for (Condition condition : conditions) {
      if (!condition.holds(spooled)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Why the sink does not take a notification.
   *
   * @return the first condition that does not hold, as it was typed; empty if all do
   */
  public Optional<String> firstThatFails(SpooledNotification spooled) {
    return conditions.stream()
        .filter(condition -> !condition.holds(spooled))
        .map(Condition::text)
        .findFirst();
  }

  /**
   * Whether it needs no look at a notification.
   *
   * @return true if it takes everything
   */
  public boolean takesEverything() {
    return conditions.isEmpty();
  }

  /** The text of the rule, {@code *} for the one that takes everything. */
  @Override
  public String toString() {
    return text;
  }

  record Condition(String text, NotificationField field, boolean negated, List<Glob> patterns) {
    boolean holds(SpooledNotification spooled) {
      Object value = field.of(spooled);
      return anyMatches(value == null ? "" : value.toString()) != negated;
    }

    private boolean anyMatches(String value) {
      for (Glob pattern : patterns) {
        if (pattern.matches(value)) {
          return true;
        }
      }
      return false;
    }
  }
}
