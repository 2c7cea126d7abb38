package org.workbinroutes.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.Main;

@Timeout(90)
class PlainOutputTest {
  private static final String HOSTILE =
      "\u001B[2J\u0007\b\r\u007F\u0085\u009B2J\u2028\u2029\u202E\u2066\u200F\uFEFF\u00AD\u061C";
  private static final String HONEST = "M\u00FCnchen \u5927\u962A \uD83D\uDE00 \u00A0\tx\n";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream plain = PlainOutput.of(new PrintStream(bytes, true, UTF_8));

  private String written() {
    return bytes.toString(UTF_8);
  }

  @Test
  void whatSteersATerminalIsShown() {
    // When
    plain.print("a" + HOSTILE + "b" + HONEST);
    // Then
    assertThat(written())
        .isEqualTo(
            "a\\u001b[2J\\u0007\\u0008\\u000d\\u007f\\u0085\\u009b2J\\u2028\\u2029\\u202e\\u2066"
                + "\\u200f\\ufeff\\u00ad\\u061cb"
                + HONEST);
  }

  @Test
  void aCharacterMayComeInPieces() {
    // When
    for (byte piece : ("\u202E" + HONEST).getBytes(UTF_8)) {
      plain.write(piece);
    }
    // Then
    assertThat(written()).isEqualTo("\\u202e" + HONEST);
  }

  @Test
  void whatIsNoUtf8StaysAsItIs() {
    // When
    for (int piece : new int[] {0xE2, 0x80, 'a', 0xC2, 'b', 0xFF, 0x80, '\n'}) {
      plain.write(piece);
    }
    // Then
    assertThat(bytes.toByteArray()).containsExactly(0xE2, 0x80, 'a', 0xC2, 'b', 0xFF, 0x80, '\n');
  }

  @Test
  void noTextFromOutsideMakesALineOfItsOwnInTheLog() throws Exception {
    // Given
    Properties shipped = new Properties();
    shipped.load(new StringReader(Files.readString(Path.of("config", "log4j2.properties"))));
    PatternLayout layout =
        PatternLayout.newBuilder()
            .setPattern(shipped.getProperty("appender.console.layout.pattern"))
            .setAlwaysWriteExceptions(false)
            .build();
    String forged = HOSTILE + "\n2026-11-30T00:00:00.000Z INFO forged\r\nERROR forged";
    Throwable thrown =
        new IllegalStateException(forged, new IllegalArgumentException("inner " + forged));
    thrown.addSuppressed(new IllegalStateException(forged));
    // When
    byte[] event =
        layout.toByteArray(
            Log4jLogEvent.newBuilder()
                .setLoggerName("x")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(forged))
                .setThrown(thrown)
                .build());
    plain.write(event, 0, event.length);
    // Then
    List<String> lines = written().lines().toList();
    assertThat(lines.get(0)).contains(" WARN ").contains("\\n2026-11-30");
    assertThat(lines.get(1)).startsWith("java.lang.IllegalStateException: \\u001b[2J");
    assertThat(lines.subList(2, lines.size()))
        .isNotEmpty()
        .allMatch(
            line -> line.matches("\\s+at .*|\\s+\\.\\.\\. .*|Caused by: .*|\\s+Suppressed: .*"));
    assertThat(written())
        .doesNotContainPattern("[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u2028\\u202E]");
  }

  @Test
  void commandsWriteNothingElse(@TempDir Path folder) throws Exception {
    // Given
    Files.writeString(
        folder.resolve("application.properties"),
        "gws.url = http://gws.example\nhttp.port = 8\u202E0\u009B8\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.serialFilter=!*",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--config",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    // When
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    // Then
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("8\\u202e0\\u009b8").doesNotContain("\u202E", "\u009B", "\u2028");
  }
}
