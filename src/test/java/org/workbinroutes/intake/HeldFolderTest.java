package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody puts a link in the place of a sub-folder, between the look at a file and its opening.
 */
@Timeout(120)
class HeldFolderTest {
  private static final String NAME = "sub/x.json";
  private static final int TRIES = 2_000;

  @TempDir Path data;
  private Path sub;
  private Path file;
  private Path aside;
  private Path secret;
  private Path done;

  @BeforeEach
  void makeFolders() throws IOException {
    sub = Files.createDirectories(data.resolve("inbox/sub"));
    file = Files.writeString(sub.resolve("x.json"), "dropped");
    aside = data.resolve("inbox/aside");
    Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
    secret = Files.writeString(elsewhere.resolve("x.json"), "secret");
    done = Files.createDirectory(data.resolve("done")).resolve("x.json");
  }

  private void swap() throws IOException {
    Files.move(sub, aside);
    Files.createSymbolicLink(sub, secret.getParent());
  }

  private void swapBack() throws IOException {
    Files.delete(sub);
    Files.move(aside, sub);
  }

  @Test
  void whatIsReadAndMovedLiesInTheFolderThatIsHeld() throws IOException {
    try (HeldFolder folder = HeldFolder.of(file, NAME)) {
      // When
      swap();

      // Then
      assertThat(read(folder)).isEqualTo("dropped");
      folder.moveOut(file, done);
      assertThat(done).hasContent("dropped");
      assertThat(folder.has(file)).isFalse();
      folder.moveIn(done, file);
      assertThat(aside.resolve("x.json")).hasContent("dropped");
      folder.moveWithin(file, sub.resolve("y.json"));
      assertThat(aside.resolve("y.json")).hasContent("dropped");
    }
    assertThat(secret).hasContent("secret");
    assertThat(secret.getParent().toFile().list()).containsExactly("x.json");
  }

  @Test
  void aFolderThatIsALinkIsNotHeld() throws IOException {
    swap();
    assertThatThrownBy(() -> HeldFolder.of(file, NAME)).isInstanceOf(IOException.class);
  }

  @Test
  void aGrownFileIsNotPutBackElsewhere() throws IOException {
    // Given
    Files.move(file, done);
    swap();

    // Then
    assertThatThrownBy(() -> FileFolders.putBack(done, file, NAME)).isInstanceOf(IOException.class);
    assertThat(secret.getParent().toFile().list()).containsExactly("x.json");
  }

  @Test
  void nothingElsewhereIsReadOrMovedHoweverOftenTheFolderIsSwapped() throws Exception {
    // Given
    AtomicBoolean over = new AtomicBoolean();
    Thread attacker =
        new Thread(
            () -> {
              try {
                while (!over.get()) {
                  swap();
                  swapBack();
                }
              } catch (IOException ended) {
                over.set(true);
              }
            });
    attacker.start();
    int opened = 0;
    try {
      // When
      for (int i = 0; i < TRIES; i++) {
        try (HeldFolder folder = HeldFolder.of(file, NAME)) {
          assertThat(read(folder)).isEqualTo("dropped");
          opened++;
          folder.moveOut(file, done);
          assertThat(done).hasContent("dropped");
          folder.moveIn(done, file);
        } catch (IOException swapped) {
          assertThat(secret).hasContent("secret");
        }
      }
    } finally {
      over.set(true);
      attacker.join();
    }

    // Then
    assertThat(opened).as("of %s tries", TRIES).isPositive();
    assertThat(secret.getParent().toFile().list()).containsExactly("x.json");
  }

  private String read(HeldFolder folder) throws IOException {
    try (InputStream in = Channels.newInputStream(folder.open(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
