package org.workbinroutes.ops;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 for a terminal or a log without characters that steer it: control characters but line end
 * and tab, and what changes the direction of a line, breaks it or is not seen. They are written as
 * {@code \u202e}, which is right within JSON too. Whatever writes to the console, logs of any
 * layout included, passes here.
 */
public final class PlainOutput extends FilterOutputStream {
  private static final boolean RETURNS = System.lineSeparator().startsWith("\r");
  private static final int LONGEST = 3;

  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final byte[] begun = new byte[LONGEST];
  private int have;
  private int need;

  private PlainOutput(OutputStream out) {
    super(out);
  }

  public static PrintStream of(PrintStream stream) {
    String terminal =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    Charset charset = terminal == null ? Charset.defaultCharset() : Charset.forName(terminal);
    return new PrintStream(new PlainOutput(stream), true, charset);
  }

  @Override
  public synchronized void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    plain.reset();
    for (int i = offset; i < offset + length; i++) {
      take(bytes[i]);
    }
    plain.writeTo(out);
  }

  @Override
  public synchronized void close() throws IOException {
    out.write(begun, 0, have);
    super.close();
  }

  private void take(byte next) {
    if (have > 0 && (next & 0xC0) != 0x80) {
      // it was no UTF-8 after all
      plain.write(begun, 0, have);
      have = 0;
    }
    if (have == 0) {
      need = lengthOf(next & 0xFF);
    }
    if (need == 1) {
      put(next & 0xFF, new byte[] {next}, 1);
      return;
    }
    begun[have++] = next;
    if (have == need) {
      have = 0;
      put(new String(begun, 0, need, StandardCharsets.UTF_8).charAt(0), begun, need);
    }
  }

  /** How many bytes a character has; four of them are no character that steers anything. */
  private static int lengthOf(int lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
      return 2;
    }
    return lead >= 0xE0 && lead <= 0xEF ? LONGEST : 1;
  }

  private void put(int character, byte[] bytes, int length) {
    boolean isPart = length == 1 && character >= 0x80;
    if (isPart || isPlain(character)) {
      plain.write(bytes, 0, length);
    } else {
      plain.writeBytes(String.format("\\u%04x", character).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL ->
          character == '\n' || character == '\t' || (character == '\r' && RETURNS);
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
