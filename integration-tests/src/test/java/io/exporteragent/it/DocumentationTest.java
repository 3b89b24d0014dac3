package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What can be said of the documentation without running anything. */
class DocumentationTest {
  private static final int LINES_OF_README = 150;

  /**
   * Every block is of one of these, so that none escapes {@link DocumentationIT}, {@link
   * DocumentedCommandsIT} and, of bash, {@link SecurityRecipesIT}. Of text, these try what the
   * agent itself writes.
   */
  private static final Set<String> LANGUAGES =
      Set.of("sh", "bash", "yaml", "java", "prometheus", "text");

  private final Map<Path, Document> documents = new HashMap<>();

  DocumentationTest() {
    Document.all().forEach(document -> documents.put(document.file(), document));
  }

  @Test
  void readme_isForSomebodyWhoHasOneMinute() {
    assertThat(Document.of("README.md").text().lines().count())
        .isLessThanOrEqualTo(LINES_OF_README);
  }

  @Test
  void links_leadSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Document document : documents.values()) {
      for (String link : document.links()) {
        if (!link.startsWith("https://") && !leadsSomewhere(document, link)) {
          broken.add(document + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private boolean leadsSomewhere(Document from, String link) {
    int hash = link.indexOf('#');
    Path file = target(from, link);
    if (hash < 0) {
      return Files.exists(Document.ROOT.resolve(file));
    }
    Document target = documents.get(file);
    return target != null && target.anchors().contains(link.substring(hash + 1));
  }

  private static Path target(Document from, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
  }

  @Test
  void everyPage_isReachedFromTheReadme() {
    Set<Path> reached = new TreeSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(Path.of("README.md")));
    while (!next.isEmpty()) {
      Document document = documents.get(next.pop());
      if (document != null && reached.add(document.file())) {
        document.links().forEach(link -> next.push(target(document, link)));
      }
    }
    assertThat(reached).containsExactlyInAnyOrderElementsOf(documents.keySet());
  }

  @Test
  void blocks_areOfALanguageThatIsTried() {
    for (Document document : documents.values()) {
      assertThat(document.blocks())
          .as(document.toString())
          .extracting(Document.Block::language)
          .isSubsetOf(LANGUAGES);
    }
  }
}
