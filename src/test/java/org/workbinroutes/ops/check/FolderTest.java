package org.workbinroutes.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.outage.SmallDisk;

class FolderTest {
  @TempDir Path temp;

  @Test
  void noRoomIsAnError() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), 20)) {
      Folder folder = new Folder("folders", "workbin.data", disk.folder());

      // Then
      assertThat(folder.look().level()).isEqualTo(Finding.Level.WARNING);
      assertThat(folder.look(256L << 20).level()).isEqualTo(Finding.Level.ERROR);

      // When
      disk.fill();

      // Then
      Finding full = folder.look();
      assertThat(full.level()).isEqualTo(Finding.Level.ERROR);
      assertThat(full.text()).contains("workbin.data has no room: 0 MB left");
      assertThat(new Folder("folders", "results", disk.folder().resolve("later")).look().level())
          .as("a folder that is still to be made")
          .isEqualTo(Finding.Level.ERROR);
    }
  }

  @Test
  void aCheckLeavesNothingBehind() throws IOException {
    // When
    Finding finding = new Folder("folders", "workbin.data", temp).look();

    // Then
    assertThat(finding.text()).contains("workbin.data");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }
}
