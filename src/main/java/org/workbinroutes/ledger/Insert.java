package org.workbinroutes.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that inserts many rows at once. Numbers of rows are made of powers of two, the
 * largest first: any number is written with few statements, and few different ones are kept
 * prepared.
 */
final class Insert {
  /** Sets the parameters of a row. */
  @FunctionalInterface
  interface Binding {
    int set(PreparedStatement statement, int first, Row row) throws SQLException;
  }

  private final Binding binding;

  /** For 1, 2, 4 ... rows. */
  private final List<String> texts = new ArrayList<>();

  /**
   * Makes the texts.
   *
   * @param behind SQL that follows the rows; may be empty
   * @param mostRows how many rows one statement inserts at the most; a power of two
   */
  Insert(String into, int columns, String behind, int mostRows, Binding binding) {
    this.binding = binding;
    String row = "(?" + ", ?".repeat(columns - 1) + ")";
    for (int rows = 1; rows <= mostRows; rows *= 2) {
      texts.add(into + " " + row + (", " + row).repeat(rows - 1) + behind);
    }
  }

  int write(WriterConnection connection, List<Row> rows) throws SQLException {
    int taken = 0;
    int from = 0;
    while (from < rows.size()) {
      int power = Math.min(log2(rows.size() - from), texts.size() - 1);
      PreparedStatement statement = connection.prepare(texts.get(power));
      int next = 1;
      for (Row row : rows.subList(from, from + (1 << power))) {
        next = binding.set(statement, next, row);
      }
      taken += statement.executeUpdate();
      from += 1 << power;
    }
    return taken;
  }

  private static int log2(int number) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
  }
}
