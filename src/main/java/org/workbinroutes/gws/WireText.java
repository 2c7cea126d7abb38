package org.workbinroutes.gws;

/**
 * What a text must be to travel to GWS as an id or a group name. GWS ids are opaque: its own
 * reference prints a workbin id that is no UUID, so only what cannot travel is refused.
 */
public final class WireText {
  /** The longest id or name that is sent, in UTF-16 units. */
  public static final int MAX_LENGTH = 256;

  private WireText() {}

  /**
   * Checks one text.
   *
   * @param field the name of the field, for the message
   * @param text the text, may be null
   * @return the text itself
   * @throws IllegalArgumentException if the text is null, blank, longer than {@link #MAX_LENGTH},
   *     or holds a control character or half a surrogate pair; the message names the field
   */
  public static String require(String field, String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(field + " is missing: give a text of 1 to 256 characters");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          field + " is " + text.length() + " characters long: at most 256 can be sent to GWS");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw new IllegalArgumentException(
            field + " has a control character at position " + (i + 1) + ": remove it");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException(
            field + " has half a surrogate pair at position " + (i + 1) + ": mend the encoding");
      }
    }
    return text;
  }
}
