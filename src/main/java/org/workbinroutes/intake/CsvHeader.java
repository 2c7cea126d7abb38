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
  private static final String ATTRIBUTES = "attributes";
  private static final String PREFIX = ATTRIBUTES + '.';
  private static final String SAVE_LAR = "saveLAR";

  private static final List<String> FIELDS =
      List.of(
          "requestId",
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

  /**
   * Reads a header row.
   *
   * @throws InvalidRequestException with everything that is wrong with it
   */
  static CsvHeader of(long line, List<String> names) throws InvalidRequestException {
    List<FieldError> errors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size() && errors.size() < FieldNames.MAX_ERRORS; i++) {
      String name = names.get(i);
      String where = "line " + line + ", column " + (i + 1) + ": ";
      String known =
          seen.add(name)
              ? unknown(name).orElse(null)
              : shown(name) + " stands there twice: keep one of them";
      if (known != null) {
        errors.add(new FieldError("", where + known));
      }
    }
    missing(line, seen, errors, "workbinId");
    missing(line, seen, errors, "agentGroup", "placeGroup");
    missing(line, seen, errors, "interactionId", "id");
    if (!errors.isEmpty()) {
      throw new InvalidRequestException(Reason.MALFORMED, errors);
    }
    return new CsvHeader(List.copyOf(names));
  }

  int size() {
    return names.size();
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
    if (FIELDS.contains(name)) {
      return Optional.empty();
    }
    if (name.isEmpty()) {
      return Optional.of("the column has no name: name it, or take the column out");
    }
    return Optional.of(
        shown(name)
            + " is no field of a placement request: "
            + FieldNames.closest(name, FIELDS)
                .map(field -> "did you mean '" + field + "'?")
                .orElse("take the column out, or name it attributes.NAME"));
  }

  private static void missing(
      long line, Set<String> seen, List<FieldError> errors, String name, String... orNames) {
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
                  + ": the first row names the fields, separated by comma, semicolon or tab"));
    }
  }

  private static String shown(String name) {
    return FieldNames.shown(name);
  }
}
