package io.exporteragent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that is added as the documentation says is on the page. */
class AddedSourceTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern SERVING = Pattern.compile("serving (http://\\S+)/metrics");

  @TempDir private Path directory;

  @Test
  void sourceOfTheDocumentation_isCollected_andSwitchedOffByItsName() throws Exception {
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "internals", "adding-a-source.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    Path sections = SOURCES.resolve("io/exporteragent/lifecycle/Sections.java");
    String first = "        Section.plain(\"memory\"";
    assertThat(Files.readString(sections)).containsOnlyOnce(first);
    compile(
        write("LoadMetrics.java", blocks.get(0)),
        write(
            "Sections.java",
            Files.readString(sections)
                .replace(
                    "import java.util.ArrayList;",
                    "import io.exporteragent.source.load.LoadMetrics;\nimport java.util.ArrayList;")
                .replace(first, blocks.get(1) + first)));

    assertThat(page("{}").families()).contains("load_average");
    Page without = page("collectors: {load: false}");
    assertThat(without.families()).doesNotContain("load_average").contains("memory_usage");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private void compile(Path... files) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", "" + directory));
    Stream.of(files).map(Path::toString).forEach(arguments::add);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(exit).isZero();
  }

  /** Serves by that configuration, from the compiled classes first, and fetches the page. */
  private Page page(String configuration) throws Exception {
    Path file = write("exporter.yml", configuration);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory
                    + System.getProperty("path.separator")
                    + System.getProperty("java.class.path"),
                "io.exporteragent.cli.Main",
                "serve",
                "localhost:0:" + file)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> serving(output).isPresent() || !process.isAlive());
      String server = serving(output).orElseThrow(() -> new AssertionError(read(output)));
      return Page.metrics(URI.create(server));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Optional<String> serving(Path output) {
    return SERVING.matcher(read(output)).results().findFirst().map((MatchResult m) -> m.group(1));
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
