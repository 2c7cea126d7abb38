package org.workbinroutes.ops.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file in UTF-8 that knows the line of every key, and takes a key that stands there
 * twice for the mistake it is.
 */
final class ConfigurationFile {
  /** One key of the file. */
  record Entry(String key, String value, String place) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private ConfigurationFile() {}

  static ConfigurationFile none() {
    return new ConfigurationFile();
  }

  /** What a program gives instead of a file. */
  static ConfigurationFile of(Map<String, String> settings) {
    ConfigurationFile answer = new ConfigurationFile();
    settings.forEach((key, value) -> answer.entries.put(key, new Entry(key, value, "settings")));
    return answer;
  }

  static ConfigurationFile read(Path file) {
    ConfigurationFile answer = new ConfigurationFile();
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      answer.parse(file.toString(), text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException otherEncoding) {
      answer.problems.add(
          new Problem(file.toString(), "it is not written in UTF-8", "save it as UTF-8"));
    } catch (IOException unreadable) {
      answer.problems.add(
          new Problem(
              file.toString(), "it cannot be read", "check that it is there and may be read"));
    }
    return answer;
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void parse(String file, String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int first = i + 1;
      StringBuilder logical = new StringBuilder(lines.get(i)).append('\n');
      if (isComment(lines.get(i))) {
        continue;
      }
      while (continues(lines.get(i)) && i + 1 < lines.size()) {
        i++;
        logical.append(lines.get(i)).append('\n');
      }
      add(logical.toString(), file + " line " + first);
    }
  }

  private void add(String logicalLine, String place) {
    // the JDK knows the escapes; one logical line at a time keeps the line numbers
    Properties one = new Properties();
    try {
      one.load(new StringReader(logicalLine));
    } catch (IllegalArgumentException badEscape) {
      problems.add(
          new Problem(
              place, "a \\u is not followed by four hex digits", "write a backslash as \\\\"));
      return;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    for (String key : one.stringPropertyNames()) {
      Entry before = entries.put(key, new Entry(key, one.getProperty(key), place));
      if (before != null) {
        problems.add(
            new Problem(
                place, key + " is set a second time", "take one out; see " + before.place()));
      }
    }
  }

  private static boolean isComment(String line) {
    String start = line.stripLeading();
    return start.isEmpty() || start.startsWith("#") || start.startsWith("!");
  }

  private static boolean continues(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}
