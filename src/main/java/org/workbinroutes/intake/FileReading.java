package org.workbinroutes.intake;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How dropped files are read.
 *
 * @param maxBytes the size of the largest record, in bytes of the file
 * @param charset the encoding of .csv and .tsv files without byte order mark
 * @param maxUnpackedBytes the most bytes that may come out of one .gz or .zip
 * @param maxErrors the most wrong records of a file that are named; the others are counted
 */
record FileReading(int maxBytes, Charset charset, long maxUnpackedBytes, int maxErrors) {
  /** How many wrong records are named if nothing else is said. */
  static final int MAX_ERRORS = 1_000;

  /** So many bytes of a packed file's own size may come out of it, and no more. */
  static final int MAX_RATIO = 250;

  /** The most entries of a .zip. */
  static final int MAX_ENTRIES = 1_000;

  /** What a .csv of another kind would be split wrongly by: separators hidden in its characters. */
  private static final Pattern SPLITTABLE =
      Pattern.compile(
          "utf-8|utf-16(le|be)?|us-ascii|iso-8859-\\d+|windows-125\\d|windows-31j|shift_jis|gbk"
              + "|gb18030|gb2312|big5|euc-(jp|kr)|koi8-[ru]|ibm(437|850|852|855|857|858|866)");

  FileReading(int maxBytes, Charset charset, long maxUnpackedBytes) {
    this(maxBytes, charset, maxUnpackedBytes, MAX_ERRORS);
  }

  FileReading {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1");
    }
    if (maxUnpackedBytes < 1) {
      throw new IllegalArgumentException(
          "maxUnpackedSize is " + maxUnpackedBytes + ": give a number of bytes above 0");
    }
    if (maxErrors < 1) {
      throw new IllegalArgumentException(
          "maxErrors is " + maxErrors + ": give a number of records above 0");
    }
  }

  static FileReading ofRecords(int maxBytes) {
    return new FileReading(maxBytes, StandardCharsets.UTF_8, Long.MAX_VALUE);
  }

  /**
   * An encoding by its name.
   *
   * @throws IllegalArgumentException if there is none of the name, or a .csv in it cannot be split
   */
  static Charset charset(String name) {
    try {
      Charset charset = Charset.forName(name);
      if (SPLITTABLE.matcher(charset.name().toLowerCase(Locale.ROOT)).matches()) {
        return charset;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      // said below
    }
    throw new IllegalArgumentException(
        "charset is no encoding that can be read: write UTF-8, UTF-16, ISO-8859-1, windows-1252 or"
            + " the like");
  }
}
