package org.workbinroutes.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Ids that are taken as they stand, and probably are not what was meant: a spreadsheet has rounded
 * them, or something invisible was copied with them.
 */
final class IdWarnings {
  private static final Pattern ROUNDED = Pattern.compile("[+-]?\\d([.,]\\d+)?[Ee][+-]\\d{1,3}");

  private IdWarnings() {}

  /** What looks wrong with the ids of a request; holds nothing of their texts. */
  static List<String> of(PlacementRequest request) {
    List<String> warnings = new ArrayList<>();
    check("requestId", request.requestId(), warnings);
    check("workbinId", request.workbin().id(), warnings);
    check(request.workbin().kind().wireName(), request.workbin().group(), warnings);
    check("interactionId", request.interactionId(), warnings);
    return warnings;
  }

  private static void check(String field, String text, List<String> warnings) {
    if (text.startsWith(" ") || text.endsWith(" ")) {
      warnings.add(field + " begins or ends with a blank: it was sent with it");
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (isInvisible(c)) {
        warnings.add(
            "%s has the invisible character U+%04X at position %d: it was sent with it"
                .formatted(field, c, i + 1));
        break;
      }
    }
    if (ROUNDED.matcher(text).matches()) {
      warnings.add(
          field
              + " looks like a number that a spreadsheet has rounded: format the column as text,"
              + " and export it again");
    }
  }

  private static boolean isInvisible(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (type == Character.SPACE_SEPARATOR && codePoint != ' ');
  }
}
