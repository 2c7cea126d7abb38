package org.workbinroutes.intake;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the records of a file are written in, told by the ending of the name. */
enum FileFormat {
  JSON("json", false) {
    @Override
    FileRecords records(InputStream in, FileReading reading) {
      return new JsonRecords(in, reading.maxBytes());
    }
  },
  NDJSON("ndjson", true) {
    @Override
    FileRecords records(InputStream in, FileReading reading) {
      return new NdjsonRecords(in, reading.maxBytes());
    }
  },
  JSONL("jsonl", true) {
    @Override
    FileRecords records(InputStream in, FileReading reading) {
      return new NdjsonRecords(in, reading.maxBytes());
    }
  },
  CSV("csv", true) {
    @Override
    FileRecords records(InputStream in, FileReading reading) {
      return CsvRecords.separatedAsTheHeader(in, reading.maxBytes(), reading.charset());
    }

    @Override
    TextInput.Encoding encoding(FileReading reading) {
      return csvEncoding(reading);
    }
  },
  TSV("tsv", true) {
    @Override
    FileRecords records(InputStream in, FileReading reading) {
      return CsvRecords.separatedByTabs(in, reading.maxBytes(), reading.charset());
    }

    @Override
    TextInput.Encoding encoding(FileReading reading) {
      return csvEncoding(reading);
    }
  },
  XML("xml", false) {
    @Override
    FileRecords records(InputStream in, FileReading reading) {
      return new XmlRecords(in, reading.maxBytes());
    }

    @Override
    TextInput.Encoding encoding(FileReading reading) {
      return TextInput.Encoding.ANY;
    }
  };

  private final String extension;
  private final boolean byLine;

  FileFormat(String extension, boolean byLine) {
    this.extension = extension;
    this.byLine = byLine;
  }

  /** Reads the records of a file; closes the stream when closed. */
  final FileRecords read(InputStream in, FileReading reading, FileKind.Packing packing) {
    return records(new TextInput(in, encoding(reading), packing), reading);
  }

  abstract FileRecords records(InputStream in, FileReading reading);

  TextInput.Encoding encoding(FileReading reading) {
    return TextInput.Encoding.UTF_8;
  }

  /** The ending without its dot. */
  String extension() {
    return extension;
  }

  /** Whether people find a record by its line, rather than by counting. */
  boolean byLine() {
    return byLine;
  }

  private static TextInput.Encoding csvEncoding(FileReading reading) {
    return reading.charset().name().startsWith("UTF-16")
        ? TextInput.Encoding.ANY
        : TextInput.Encoding.MARKED;
  }

  static Optional<FileFormat> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> lower.endsWith('.' + format.extension))
        .findFirst();
  }

  static String endings() {
    return Arrays.stream(values())
        .map(format -> '.' + format.extension)
        .collect(Collectors.joining(", "));
  }
}
