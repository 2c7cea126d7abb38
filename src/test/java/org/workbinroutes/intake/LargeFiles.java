package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A process of its own, with a small heap, that reads large files of every format through the
 * shipped route. Arguments: a folder, and how many megabytes each file has, unpacked.
 */
final class LargeFiles {
  /** Half of a record: it does not compress to nothing, which would be taken for a bomb. */
  private static final int FILLER = 8_000;

  private LargeFiles() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    long bytes = Long.parseLong(arguments[1]) * 1024 * 1024;
    try (DropFolder folder = new DropFolder(data)) {
      Path inbox = data.resolve("inbox");
      write(
          plain(inbox, "a.csv"), bytes, "workbinId,agentGroup,id,attributes.f\n", ",G,i,%s\n", "");
      write(plain(inbox, "b.json"), bytes, "[7", ",{\"id\":\"%s\"}", "]");
      write(
          plain(inbox, "c.xml"),
          bytes,
          "<placements>",
          "<placement><attribute name='a'>%s</attribute></placement>",
          "</placements>");
      write(new GZIPOutputStream(plain(inbox, "d.ndjson.gz")), bytes, "", "{\"id\":\"%s\"}\n", "");
      ZipOutputStream zip = new ZipOutputStream(plain(inbox, "e.zip"));
      zip.putNextEntry(new ZipEntry("e.csv"));
      write(zip, bytes, "workbinId,agentGroup,id,attributes.f\n", ",G,i,%s\n", "");
      // nothing but wrong records, so that reading is all there is to it
      folder.start(
          "maxFileSize",
          String.valueOf(Long.MAX_VALUE),
          "maxErrors",
          String.valueOf(Integer.MAX_VALUE));
      // the test ends this process when it has waited long enough
      await()
          .atMost(Duration.ofHours(3))
          .until(
              () ->
                  Files.exists(data.resolve("done/e.zip"))
                      && Files.notExists(inbox.resolve("e.zip")));
      System.out.println("heap " + Runtime.getRuntime().maxMemory());
    }
  }

  private static OutputStream plain(Path inbox, String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(inbox.resolve(name)));
  }

  private static void write(OutputStream to, long bytes, String begin, String record, String end)
      throws IOException {
    try (OutputStream out = to) {
      out.write(begin.getBytes(UTF_8));
      Random random = new java.util.Random(1);
      for (long written = 0; written < bytes; ) {
        byte[] one = record.formatted(filler(random)).getBytes(UTF_8);
        out.write(one);
        written += one.length;
      }
      out.write(end.getBytes(UTF_8));
    }
  }

  private static String filler(Random random) {
    StringBuilder text = new StringBuilder(FILLER);
    while (text.length() < FILLER) {
      text.append(Long.toHexString(random.nextLong()));
    }
    return text.toString();
  }
}
