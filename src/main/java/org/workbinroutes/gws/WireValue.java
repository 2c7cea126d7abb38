package org.workbinroutes.gws;

import java.math.BigDecimal;

/** A value in an answer of GWS, which may have any type or be absent. */
record WireValue(Object value) {
  private static final int LONGEST_TEXT = 200;

  /** A whole number, also if it is sent as a text; null if it is none. */
  Integer number() {
    Long number = longNumber();
    return number == null || number.intValue() != number
        ? null
        : Integer.valueOf(number.intValue());
  }

  /** As {@link #number()}, with room for more digits. */
  Long longNumber() {
    try {
      if (value instanceof Long || value instanceof Integer) {
        return ((Number) value).longValue();
      }
      if (value instanceof Number number) {
        // longValue() makes 0, "done", of 1e999 and of 0.4
        return new BigDecimal(number.toString()).longValueExact();
      }
      return value instanceof String text ? Long.valueOf(text.trim()) : null;
    } catch (ArithmeticException | NumberFormatException notAWholeNumber) {
      return null;
    }
  }

  /** A text as people can read it in one line; null if it is none. */
  String shortText() {
    if (!(value instanceof String text)) {
      return null;
    }
    String oneLine = text.replaceAll("\\p{Cntrl}", " ");
    return oneLine.length() <= LONGEST_TEXT ? oneLine : oneLine.substring(0, LONGEST_TEXT) + "...";
  }
}
