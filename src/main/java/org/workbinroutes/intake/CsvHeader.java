package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/** The header row of a .csv file: which column holds which field. */
final class CsvHeader {
  /** The column with the reason in files of refused records; it is passed over when read. */
  static final String REASON = "rejectionReason";

  private static final String REQUEST_ID = "requestId";
  private static final String ATTRIBUTES = "attributes";
  private static final String PREFIX = ATTRIBUTES + '.';
  private static final String SAVE_LAR = "saveLAR";

  private static final List<String> FIELDS =
      List.of(
          REQUEST_ID,
          "workbinId",
          "agentGroup",
          "placeGroup",
          "interactionId",
          "id",
          "operation",
          "operationName",
          SAVE_LAR);

  private final List<String> names;

  private CsvHeader(List<String> names) {
    this.names = names;
  }

  static CsvHeader of(long line, List<String> names, char separator)
      throws InvalidRequestException {
    List<FieldError> errors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size() && errors.size() < FieldNames.MAX_ERRORS; i++) {
      String name = names.get(i);
      String where = "line " + line + ", column " + (i + 1) + ": ";
      String known =
          seen.add(name)
              ? unknown(name).orElse(null)
              : FieldNames.shown(name) + " stands there twice: keep one of them";
      if (known != null) {
        errors.add(new FieldError("", where + known));
      }
    }
    missing(line, seen, errors, separator, "workbinId");
    missing(line, seen, errors, separator, "agentGroup", "placeGroup");
    missing(line, seen, errors, separator, "interactionId", "id");
    if (!errors.isEmpty()) {
      throw new InvalidRequestException(Reason.MALFORMED, errors);
    }
    return new CsvHeader(List.copyOf(names));
  }

  /** How many of some cells are names of fields. */
  static long known(List<String> names) {
    return names.stream().filter(CsvHeader::isField).count();
  }

  int size() {
    return names.size();
  }

  /** Whether this is a file of refused records that comes again. */
  boolean hasReason() {
    return names.contains(REASON);
  }

  boolean isReason(int column) {
    return names.get(column).equals(REASON);
  }

  List<String> withoutReason(List<String> cells) {
    List<String> others = new ArrayList<>(cells);
    others.remove(names.indexOf(REASON));
    return others;
  }

  boolean isRepeatedBy(List<String> cells) {
    return names.equals(cells);
  }

  /** The requestId among the cells of a row, as far as they can be told; null if there is none. */
  String requestId(List<String> cells) {
    int column = names.indexOf(REQUEST_ID);
    return column >= 0 && column < cells.size() ? cells.get(column) : null;
  }

  /** The JSON pointer to the field of a column. */
  String pointer(int column) {
    String name = names.get(column);
    return name.startsWith(PREFIX)
        ? '/' + ATTRIBUTES + '/' + FieldNames.pointerPart(name.substring(PREFIX.length()))
        : '/' + name;
  }

  /** Puts the value of a column where its field stands in JSON. */
  void put(ObjectNode json, int column, String value) {
    String name = names.get(column);
    if (name.startsWith(PREFIX)) {
      json.withObjectProperty(ATTRIBUTES).put(name.substring(PREFIX.length()), value);
    } else {
      json.put(name, name.equals(SAVE_LAR) ? CsvRecords.yesNo(value) : value);
    }
  }

  private static boolean isField(String name) {
    return FIELDS.contains(name) || name.startsWith(PREFIX) || name.equals(REASON);
  }

  private static Optional<String> unknown(String name) {
    if (name.startsWith(PREFIX)) {
      String attribute = name.substring(PREFIX.length());
      if (attribute.isEmpty()) {
        return Optional.of("the attribute has no name: write attributes.NAME");
      }
      if (attribute.length() > StrictJson.MAX_NAME_LENGTH) {
        return Optional.of("the attribute's name is too long: at most 256 characters are taken");
      }
      return FieldText.fault(attribute).map(fault -> "the attribute's name " + fault);
    }
    if (isField(name)) {
      return Optional.empty();
    }
    if (name.isEmpty()) {
      return Optional.of("the column has no name: name it, or take the column out");
    }
    return Optional.of(
        FieldNames.shown(name)
            + " is no field of a placement request: "
            + FieldNames.closest(name, FIELDS)
                .map(field -> "did you mean '" + field + "'?")
                .orElse("take the column out, or name it attributes.NAME"));
  }

  private static void missing(
      long line,
      Set<String> seen,
      List<FieldError> errors,
      char separator,
      String name,
      String... orNames) {
    List<String> names = new ArrayList<>(List.of(orNames));
    names.add(0, name);
    if (names.stream().noneMatch(seen::contains)) {
      errors.add(
          new FieldError(
              "",
              "line "
                  + line
                  + ": there is no column "
                  + String.join(" or ", names)
                  + ": the first row names the fields, separated by comma, semicolon or tab (taken"
                  + " was "
                  + shownSeparator(separator)
                  + ')'));
    }
  }

  private static String shownSeparator(char separator) {
    return switch (separator) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      default -> String.valueOf(separator);
    };
  }
}
