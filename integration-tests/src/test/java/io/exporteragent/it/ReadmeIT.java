package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says is so. */
class ReadmeIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_{},]+)` \\| (\\w+) \\|[^|]*\\| (.*) \\|");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\R(.*?)```");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\\R(.*?)```");
  private static final Pattern BRACES = Pattern.compile("\\{([^}]*)\\}");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

  @TempDir private Path directory;

  @Test
  void metricTable_isWhatThePageHas() throws IOException {
    Map<String, String> always = new TreeMap<>();
    Map<String, String> listed = new TreeMap<>();
    Matcher row = ROW.matcher(readme());
    while (row.find()) {
      boolean conditional = row.group(3).contains("*");
      String type = row.group(2);
      expand(row.group(1))
          .forEach(
              name -> {
                listed.put(name, type);
                if (!conditional) {
                  always.put(name, type);
                }
              });
    }
    assertThat(always).hasSizeGreaterThan(30);
    Modules.write(Modules.folder(directory), "Test", Modules.gauge("Test", "of_a_module", 1));
    Path configuration =
        Files.writeString(
            directory.resolve("exporter.yml"),
            """
            probes: [{name: nobody, url: 'http://[::1]:1'}]
            methods: [{match: com.shop.Nobody#call, counter: nobody_calls_total}]
            modules: {directory: %s}
            """
                .formatted(directory.resolve("metrics")));
    try (Program demo =
        Program.java(JDK)
            .with("-XX:NativeMemoryTracking=summary", "-Dcom.sun.management.jmxremote")
            .agent("localhost:0:" + configuration)
            .with("-jar", Program.DEMO.toString(), "--status-port=0")
            .start()) {
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () ->
                  Page.metrics(demo.serving())
                      .families()
                      .containsAll(
                          Set.of("cpu_percent", "widgets_processed_total", "of_a_module")));
      Map<String, String> served = new TreeMap<>();
      Matcher type = TYPE.matcher(Page.metrics(demo.serving()).body());
      while (type.find()) {
        served.put(type.group(1), type.group(2));
      }
      assertThat(served.remove("nobody_up")).isEqualTo("gauge");
      assertThat(served.remove("of_a_module")).isEqualTo("gauge");
      assertThat(served.remove("widgets_processed_total")).isEqualTo("counter");
      assertThat(served.remove("average_processing_time_seconds")).isEqualTo("gauge");
      assertThat(served).containsAllEntriesOf(always);
      assertThat(listed).containsAllEntriesOf(served);
      assertThat(served).containsKeys(ofTheConfiguration(listed));
    }
  }

  private static String[] ofTheConfiguration(Map<String, String> listed) {
    return listed.keySet().stream()
        .filter(name -> name.matches("exporter_agent_(probe|config|method|module)_.*"))
        .toArray(String[]::new);
  }

  @Test
  void configurations_areUnderstood() throws IOException {
    Matcher block = YAML.matcher(readme());
    int blocks = 0;
    while (block.find()) {
      Path file = Files.writeString(directory.resolve("exporter.yml"), block.group(1));
      try (Program check = Program.commandLine(JDK, "check", file.toString()).start()) {
        assertThat(check.exitCode()).as(check.error() + block.group(1)).isZero();
      }
      blocks++;
    }
    assertThat(blocks).isEqualTo(6);
    for (String shown : List.of("exporter.yml", "modules.yml", "methods.yml")) {
      assertThat(readme())
          .contains(
              Files.readAllLines(Path.of("..", "demo-app", shown)).stream()
                  .filter(line -> !line.startsWith("#"))
                  .collect(Collectors.joining("\n", "```yaml\n", "\n```")));
    }
  }

  @Test
  void module_doesWhatIsShown() throws IOException {
    Matcher source = JAVA.matcher(readme());
    assertThat(source.find()).isTrue();
    Modules.write(Modules.folder(directory), "ExampleMetric", source.group(1));
    try (Program serve =
        Program.commandLine(JDK, "serve", "127.0.0.1:0", "--modules", "metrics")
            .in(directory)
            .start()) {
      serve.awaitError(
          Pattern.compile(
              "exporter-agent: module \"ExampleMetric\" is loaded: version [0-9a-f]{12}, 1 series"));
      String page = Page.metrics(serve.serving()).body();
      assertThat(readme()).contains("has\n\n    # HELP example_metric");
      assertThat(page)
          .contains(
              """
              # HELP example_metric An example metric
              # TYPE example_metric gauge
              example_metric 42.0
              """);
    }
  }

  @Test
  void prometheusConfiguration_isValid() throws IOException {
    Matcher snippet = Pattern.compile("(?s)    # prometheus.yml\\R(.*?)\\R\\R").matcher(readme());
    assertThat(snippet.find()).isTrue();
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, snippet.group(1).stripIndent());
    Finished.run(Tool.PROMTOOL.path(), "check", "config", file.toString()).succeeded();
  }

  private static Stream<String> expand(String family) {
    Matcher braces = BRACES.matcher(family);
    if (!braces.find()) {
      return Stream.of(family);
    }
    return Arrays.stream(braces.group(1).split(",", -1))
        .map(part -> family.substring(0, braces.start()) + part + family.substring(braces.end()));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("..", "README.md"));
  }
}
