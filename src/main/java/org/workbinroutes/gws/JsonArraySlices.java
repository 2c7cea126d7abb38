package org.workbinroutes.gws;

/**
 * Finds where the elements of a JSON array begin and end, without looking at what is in them: by
 * brackets and quotation marks alone, which are bytes of their own in UTF-8, right or wrong.
 */
final class JsonArraySlices {
  private final byte[] json;
  private final int end;
  private final boolean array;
  private int at;
  private int offset;
  private int length;
  private boolean broken;

  JsonArraySlices(byte[] json, int end) {
    this.json = json;
    this.end = end;
    skipBlanks();
    this.array = at < end && json[at] == '[';
    at++;
  }

  boolean isArray() {
    return array;
  }

  /** Whether an element had no end. */
  boolean isBroken() {
    return broken;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** Goes to the next element; false if there is none. */
  boolean next() {
    skipBlanks();
    if (!array || at >= end || json[at] == ']') {
      return false;
    }
    offset = at;
    int depth = 0;
    boolean text = false;
    for (; at < end; at++) {
      byte b = json[at];
      if (text) {
        if (b == '\\') {
          at++;
        } else if (b == '"') {
          text = false;
        }
      } else if (b == '"') {
        text = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (depth == 0 && (b == ',' || b == ']')) {
        length = at - offset;
        at += b == ',' ? 1 : 0;
        return true;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    broken = true;
    return false;
  }

  private void skipBlanks() {
    while (at < end
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }
}
