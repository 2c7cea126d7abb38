package org.workbinroutes.sink;

/** Text from outside, made fit for one line of a log or a header. */
final class OneLine {
  private OneLine() {}

  /**
   * Replaces line ends and other control characters by {@code _} and cuts what is too long.
   *
   * @param text the text; null becomes {@code -}
   */
  static String of(String text, int max) {
    if (text == null) {
      return "-";
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), max));
    for (int i = 0; i < text.length() && line.length() < max; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean breaksLines =
          Character.isISOControl(c)
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR
              || type == Character.FORMAT;
      line.append(breaksLines ? '_' : c);
    }
    return line.toString();
  }
}
