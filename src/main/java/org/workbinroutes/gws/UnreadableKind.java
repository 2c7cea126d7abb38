package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.Locale;

/** Why a message of GWS could not be read. Says nothing of its content, which is customer data. */
enum UnreadableKind {
  TOO_DEEP("nested more than " + GwsJson.DEEPEST + " levels deep"),
  LONG_NUMBER("a number of more than " + GwsJson.LONGEST_NUMBER + " digits"),
  LONG_TEXT("a text of more than " + GwsJson.LONGEST_TEXT + " characters"),
  LONG_NAME("a field name of more than " + GwsJson.LONGEST_NAME + " characters"),
  WRONG_UTF_8("not UTF-8"),
  CONTROL_CHARACTER("a control character that is not escaped"),
  NOT_JSON("not JSON, for example NaN");

  private final String words;

  UnreadableKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static UnreadableKind of(JsonProcessingException failure) {
    String text = String.valueOf(failure.getOriginalMessage());
    if (failure instanceof StreamConstraintsException) {
      if (text.contains("nesting depth")) {
        return TOO_DEEP;
      }
      if (text.startsWith("Number")) {
        return LONG_NUMBER;
      }
      return text.startsWith("Name") ? LONG_NAME : LONG_TEXT;
    }
    if (text.startsWith("Invalid UTF-8")) {
      return WRONG_UTF_8;
    }
    return text.contains("CTRL-CHAR") ? CONTROL_CHARACTER : NOT_JSON;
  }
}
