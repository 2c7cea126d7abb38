package org.workbinroutes.sink.sql;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fixed statement of a table sink. Values go into it as parameters, never as text.
 *
 * @param sql the statement as Spring takes it, with parameters as {@code :name}
 * @param parameters their names
 */
record InsertStatement(String sql, Set<String> parameters) {
  /** The parameter that names the notification. */
  static final String ID = "id";

  private static final Pattern PARAMETER = Pattern.compile(":#([A-Za-z_][A-Za-z0-9_.]*)");
  private static final Pattern BEGINNING = Pattern.compile("(?is)(insert|merge|upsert)\\s.*");

  /**
   * Reads a statement.
   *
   * @param key the key it stands under, for messages
   * @param text the statement
   * @return the statement
   * @throws IllegalArgumentException if it adds no row, or has no {@code :#id}
   */
  static InsertStatement parse(String key, String text) {
    if (!BEGINNING.matcher(text).matches()) {
      throw new IllegalArgumentException(
          key + " adds no row: write insert into ..., or merge into ...");
    }
    Set<String> names = new TreeSet<>();
    Matcher parameters = PARAMETER.matcher(text);
    while (parameters.find()) {
      names.add(parameters.group(1));
    }
    if (!names.contains(ID)) {
      throw new IllegalArgumentException(
          key
              + " has no :#id: a notification can come twice, and without its id as the key of the"
              + " table it would make two rows");
    }
    return new InsertStatement(PARAMETER.matcher(text).replaceAll(":$1"), Set.copyOf(names));
  }

  /**
   * Checks that there is a value for each parameter.
   *
   * @throws IllegalArgumentException if there is not; the message names the parameter
   */
  void check(Map<String, Object> values) {
    for (String parameter : new TreeSet<>(parameters)) {
      if (!values.containsKey(parameter)) {
        throw new IllegalArgumentException(
            "The statement asks for :#"
                + parameter
                + ", which the notification does not have: name it in the sink's 'fields', or take"
                + " it out of the statement");
      }
    }
  }
}
