package org.workbinroutes.intake;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.workbinroutes.storage.RegularFile;

/**
 * The refused records of a file as they stand in it, in a file of the same format: to be mended and
 * dropped again. Each entry of an archive has a file of its own. Of these one is open at a time.
 */
final class RejectedFiles implements Closeable {
  private final Path begin;
  private final Map<Integer, Target> targets = new TreeMap<>();
  private final Map<String, Integer> ofExtension = new HashMap<>();
  private final List<String> written = new ArrayList<>();
  private Target current;
  private OutputStream out;

  RejectedFiles(Path begin) {
    this.begin = begin;
  }

  /** Adds a record; one that was too large to be kept is in the dropped file only. */
  synchronized void add(PartRecord record, String reason) throws IOException {
    if (record.record().original().isEmpty()) {
      return;
    }
    Target target = targets.get(record.part().number());
    boolean first = target == null;
    if (first) {
      target = new Target(path(record.part().format()), record.part().records().frame());
      targets.put(record.part().number(), target);
    }
    use(target, first);
    out.write(first ? target.frame().before() : target.frame().between());
    out.write(record.record().original().get());
    out.write(target.frame().reason().of(FieldText.onOneLine(reason)));
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    for (Target target : targets.values()) {
      use(target, false);
      out.write(target.frame().after());
    }
    targets.clear();
    closeCurrent();
  }

  /** Gives them other names, after they were ended. */
  synchronized void rename(Path other) throws IOException {
    for (String after : written) {
      Files.move(FileNames.sibling("", begin, after), FileNames.sibling("", other, after));
    }
    written.clear();
  }

  private void use(Target target, boolean first) throws IOException {
    if (target.equals(current)) {
      return;
    }
    closeCurrent();
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            first ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
    out =
        new BufferedOutputStream(
            Channels.newOutputStream(RegularFile.open(target.path(), options)));
    current = target;
  }

  private void closeCurrent() throws IOException {
    current = null;
    if (out != null) {
      OutputStream closing = out;
      out = null;
      closing.close();
    }
  }

  private Path path(FileFormat format) {
    int number = ofExtension.merge(format.extension(), 1, Integer::sum);
    String after = ".rejected" + (number == 1 ? "." : "-" + number + '.') + format.extension();
    written.add(after);
    return FileNames.sibling("", begin, after);
  }

  /** One file; no two records of this class are equal unless they are the same file. */
  private record Target(Path path, RecordFrame frame) {}
}
