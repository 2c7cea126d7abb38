package org.workbinroutes.attacks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP/1.1 request as it came in.
 *
 * @param method its method
 * @param target path and query, encoded
 * @param headers name and value of each, in order
 * @param body its bytes
 */
record Call(String method, String target, List<String[]> headers, byte[] body) {
  /** Reads the next request; null if the connection has ended before it. */
  static Call read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    String[] parts = first.split(" ", 3);
    List<String[]> headers = new ArrayList<>();
    int length = 0;
    boolean isChunked = false;
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String[] header = {line.substring(0, colon), line.substring(colon + 1).strip()};
      headers.add(header);
      if (header[0].equalsIgnoreCase("Content-Length")) {
        length = Integer.parseInt(header[1]);
      }
      isChunked |= header[0].equalsIgnoreCase("Transfer-Encoding");
    }
    return new Call(parts[0], parts[1], headers, isChunked ? chunks(in) : in.readNBytes(length));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      if (size == null) {
        throw new EOFException();
      }
      int length = Integer.parseInt(size.strip(), 16);
      body.write(in.readNBytes(length));
      line(in);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      if (read == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(read);
    }
    return null;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  boolean isAdd() {
    return method.equals("POST") && target.contains("/me/workbins/") && text().contains("\"Add");
  }

  boolean isPoll() {
    return target.contains("/notifications") && text().contains("/meta/connect");
  }
}
