package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;

/** What should be text. Something else is recognized by its first bytes, and named. */
final class TextInput extends BulkInput {
  private static final int HEAD_BYTES = 512;

  private final PushbackInputStream bytes;
  private final Encoding encoding;
  private final FileKind.Packing packing;
  private boolean looked;

  /** Which encodings the format can have. */
  enum Encoding {
    /** UTF-8 alone. */
    UTF_8,
    /** UTF-16 too, if a byte order mark tells it. */
    MARKED,
    /** Its reader finds out. */
    ANY
  }

  TextInput(InputStream in, Encoding encoding, FileKind.Packing packing) {
    this(new PushbackInputStream(in, HEAD_BYTES), encoding, packing);
  }

  private TextInput(PushbackInputStream in, Encoding encoding, FileKind.Packing packing) {
    super(in);
    this.bytes = in;
    this.encoding = encoding;
    this.packing = packing;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (!looked) {
      looked = true;
      byte[] head = bytes.readNBytes(HEAD_BYTES);
      requireText(head);
      bytes.unread(head);
    }
    return bytes.read(buffer, offset, length);
  }

  private void requireText(byte[] head) throws UnreadableFileException {
    if (starts(head, 'P', 'K', 3, 4)) {
      throw new UnreadableFileException(archive(new String(head, StandardCharsets.ISO_8859_1)));
    }
    if (starts(head, 0x1f, 0x8b)) {
      throw new UnreadableFileException(
          switch (packing) {
            case NONE -> "it is packed by gzip: add .gz to its name";
            case GZIP -> "it is packed twice by gzip: unpack it once";
            case ZIP -> "it is packed by gzip inside of the archive: drop it on its own, as .gz";
          });
    }
    if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) {
      throw new UnreadableFileException(
          "it is an old Office document (.xls), no text: save the sheet as CSV UTF-8");
    }
    if (starts(head, '%', 'P', 'D', 'F', '-')) {
      throw new UnreadableFileException("it is a PDF, no text: export the records as CSV");
    }
    requirePlain(head, "bzip2", 'B', 'Z', 'h');
    requirePlain(head, "xz", 0xfd, '7', 'z', 'X', 'Z');
    requirePlain(head, "7-Zip", '7', 'z', 0xbc, 0xaf);
    requirePlain(head, "Zstandard", 0x28, 0xb5, 0x2f, 0xfd);
    requirePlain(head, "RAR", 'R', 'a', 'r', '!', 0x1a);
    requireEncoding(head);
  }

  private static String archive(String head) {
    if (head.contains("[Content_Types].xml") || head.contains("_rels/") || head.contains("xl/")) {
      return "it is an Excel workbook (.xlsx), no text: save the sheet as CSV UTF-8";
    }
    if (head.contains("opendocument")) {
      return "it is an OpenDocument spreadsheet (.ods), no text: save the sheet as CSV UTF-8";
    }
    return "it is a .zip archive, no text: let its name end in .zip";
  }

  private static void requirePlain(byte[] head, String program, int... signature)
      throws UnreadableFileException {
    if (starts(head, signature)) {
      throw new UnreadableFileException(
          "it is packed by " + program + ": pack it by gzip (.gz) or as .zip, or drop it unpacked");
    }
  }

  private void requireEncoding(byte[] head) throws UnreadableFileException {
    if (encoding == Encoding.ANY) {
      return;
    }
    boolean marked = starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff);
    if (encoding == Encoding.UTF_8 && marked) {
      throw new UnreadableFileException("the text is UTF-16: save it as UTF-8");
    }
    boolean little = head.length > 1 && head[0] != 0 && head[1] == 0;
    boolean big = head.length > 1 && head[0] == 0 && head[1] != 0;
    if (!marked && (little || big)) {
      throw new UnreadableFileException(
          "the text is UTF-16 without a byte order mark: save it as UTF-8"
              + (encoding == Encoding.MARKED
                  ? ", or set charset to " + (little ? "UTF-16LE" : "UTF-16BE")
                  : ""));
    }
  }

  private static boolean starts(byte[] head, int... signature) {
    if (head.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((head[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
