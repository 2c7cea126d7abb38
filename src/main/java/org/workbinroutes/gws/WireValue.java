package org.workbinroutes.gws;

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
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return value instanceof String text ? Long.valueOf(text.trim()) : null;
    } catch (NumberFormatException notANumber) {
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
