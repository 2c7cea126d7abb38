package org.workbinroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link within README, changelog and docs leads to a file, and to a heading in it. */
class LinksTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^]\n]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(Path.of(""))) {
      top.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links(page)) {
      URI target = URI.create(link);
      if (target.getScheme() != null) {
        continue;
      }
      Path file =
          target.getPath().isEmpty() ? page : page.resolveSibling(target.getPath()).normalize();
      if (!Files.exists(file)) {
        broken.add(link);
      } else if (target.getFragment() != null && !anchors(file).contains(target.getFragment())) {
        broken.add(link + " (there is " + anchors(file) + ")");
      }
    }
    assertThat(broken).as("links of %s that lead nowhere", page).isEmpty();
  }

  @Test
  void theReadmeLeadsToEveryPage() throws IOException {
    List<String> links = links(README);
    assertThat(links).isNotEmpty();
    pages()
        .filter(page -> !page.equals(README))
        .forEach(page -> assertThat(links).contains(page.toString().replace('\\', '/')));
  }

  private static List<String> links(Path page) throws IOException {
    String text =
        CODE.matcher(CODE_BLOCK.matcher(Files.readString(page)).replaceAll("")).replaceAll("");
    Matcher link = LINK.matcher(text);
    List<String> links = new ArrayList<>();
    while (link.find()) {
      links.add(link.group(1));
    }
    return links;
  }

  /** As GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      for (int again = 0; !anchors.add(again == 0 ? anchor : anchor + "-" + again); again++) {
        // the second of a name has -1
      }
    }
    return anchors;
  }
}
