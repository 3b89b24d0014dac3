package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Finished;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows of pages and files is so. */
class DocumentationIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_{},]+)` \\| (\\w+) \\|[^|]*\\| (.*) \\|");
  private static final Pattern BRACES = Pattern.compile("\\{([^}]*)\\}");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern LOADED = Pattern.compile("module \"ExampleMetric\" is loaded");

  private static final Pattern EXIT_CODE = Pattern.compile("(?m)^ +(\\d) +\\S");
  private static final Pattern CODE_OF_TABLE = Pattern.compile("(?m)^\\| (\\d) \\|");

  /** What the demo says of itself where the documentation shows its page. */
  static final String STATUS =
      "{\"current_requests\": 4, \"pending_requests\": 11, \"total_uptime\": 5.119, \"health\": \"healthy\"}";

  @TempDir private static Path shared;
  private static MisbehavingServer status;
  private static Program demo;
  private static Page page;

  @TempDir private Path directory;

  /** Runs the demo with everything that is shown: its status page, a module and a rule. */
  @BeforeAll
  static void runTheDemo() throws IOException {
    status = MisbehavingServer.that(MisbehavingServer.http("200 OK", STATUS));
    writeModule(shared);
    Path configuration =
        Files.writeString(
            shared.resolve("exporter.yml"),
            Files.readString(Path.of("..", "demo-app", "exporter.yml"))
                    .replace("http://localhost:8080/status", status.url("/status").toString())
                + """
                methods: [{match: com.shop.Nobody#call, counter: nobody_calls_total}]
                modules: {directory: %s}
                """
                    .formatted(shared.resolve("metrics")));
    demo =
        Program.java(JDK)
            .with("-XX:NativeMemoryTracking=summary", "-Dcom.sun.management.jmxremote")
            .agent("localhost:0:" + configuration)
            .with("-jar", Program.DEMO.toString(), "--status-port=0")
            .start();
    await()
        .atMost(90, TimeUnit.SECONDS)
        .until(
            () -> {
              page = Page.metrics(demo.serving());
              return page.families()
                  .containsAll(List.of("cpu_percent", "widgets_processed_total", "example_metric"));
            });
  }

  @AfterAll
  static void endTheDemo() throws IOException {
    demo.close();
    status.close();
  }

  /** Writes the module of the documentation into a new folder. */
  static void writeModule(Path parent) throws IOException {
    String source = Document.of("docs/modules.md").blocks("java").get(0);
    Modules.write(Modules.folder(parent), "ExampleMetric", source);
  }

  @Test
  void metricTable_isWhatThePageHas() {
    Map<String, String> always = new TreeMap<>();
    Map<String, String> listed = new TreeMap<>();
    Matcher row = ROW.matcher(Document.of("docs/metrics.md").text());
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
    Map<String, String> served = new TreeMap<>();
    Matcher type = TYPE.matcher(page.body());
    while (type.find()) {
      served.put(type.group(1), type.group(2));
    }
    assertThat(served.remove("app_up")).isEqualTo("gauge");
    assertThat(served.remove("app_requests_current")).isEqualTo("gauge");
    assertThat(served.remove("app_requests_pending")).isEqualTo("gauge");
    assertThat(served.remove("app_uptime")).isEqualTo("gauge");
    assertThat(served.remove("app_health")).isEqualTo("gauge");
    assertThat(served.remove("example_metric")).isEqualTo("gauge");
    assertThat(served.remove("widgets_processed_total")).isEqualTo("counter");
    assertThat(served.remove("average_processing_time_seconds")).isEqualTo("gauge");
    assertThat(served).containsAllEntriesOf(always);
    assertThat(listed).containsAllEntriesOf(served);
    assertThat(served).containsKeys(ofTheConfiguration(listed));
  }

  private static String[] ofTheConfiguration(Map<String, String> listed) {
    return listed.keySet().stream()
        .filter(name -> name.matches("exporter_agent_(probe|config|method|module)_.*"))
        .toArray(String[]::new);
  }

  private static Stream<String> expand(String family) {
    Matcher braces = BRACES.matcher(family);
    if (!braces.find()) {
      return Stream.of(family);
    }
    return Arrays.stream(braces.group(1).split(",", -1))
        .map(part -> family.substring(0, braces.start()) + part + family.substring(braces.end()));
  }

  /** Values but for those of the status page and the module change from scrape to scrape. */
  @Test
  void excerpts_areOnThePage() {
    TreeSet<String> series = new TreeSet<>(page.samples().keySet());
    int lines = 0;
    for (Document document : Document.all()) {
      for (String line : document.blocks("prometheus").stream().flatMap(String::lines).toList()) {
        if (line.startsWith("#") || line.matches("(app|example)_.*")) {
          assertThat(page.body().lines()).as(document.toString()).contains(line);
        } else {
          assertThat(series).as(document.toString()).contains(line.replaceFirst(" \\S+$", ""));
        }
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(20);
  }

  @Test
  void lines_areReportedAsShown() {
    demo.awaitError(LOADED);
    List<String> reported = demo.errorLines().stream().map(DocumentationIT::general).toList();
    List<String> shown =
        Document.all().stream()
            .flatMap(document -> document.blocks("text").stream())
            .flatMap(String::lines)
            .filter(line -> line.startsWith("exporter-agent: "))
            .map(DocumentationIT::general)
            .toList();
    assertThat(shown).hasSizeGreaterThan(1).isSubsetOf(reported);
  }

  /** Without what differs from run to run. */
  private static String general(String line) {
    return line.replaceAll("http://\\S+|[0-9a-f]{12}|pid \\d+", "...");
  }

  @Test
  void configurations_areUnderstood() throws IOException {
    List<Program> checks = new ArrayList<>();
    List<String> blocks = new ArrayList<>();
    for (Document document : Document.all()) {
      for (String block : document.blocks("yaml")) {
        if (Stream.of("prometheus", "shop", "web", "alerts")
            .noneMatch(other -> block.startsWith("# " + other + ".yml"))) {
          Path file = directory.resolve(blocks.size() + ".yml");
          Files.writeString(file, block);
          checks.add(Program.commandLine(JDK, "check", file.toString()).start());
          blocks.add(document + ":\n" + block);
        }
      }
    }
    for (int i = 0; i < checks.size(); i++) {
      try (Program check = checks.get(i)) {
        assertThat(check.exitCode()).as(check.error() + blocks.get(i)).isZero();
      }
    }
    assertThat(blocks).hasSizeGreaterThan(8);
  }

  @Test
  void filesOfTheDemo_areShownAsTheyAre() throws IOException {
    Map<String, String> shown =
        Map.of(
            "exporter.yml", "probes.md",
            "methods.yml", "methods.md",
            "modules.yml", "modules.md");
    for (Map.Entry<String, String> entry : shown.entrySet()) {
      Path file = Path.of("..", "demo-app", entry.getKey());
      assertThat(Document.of("docs/" + entry.getValue()).blocks("yaml"))
          .contains(
              Files.readAllLines(file, UTF_8).stream()
                  .filter(line -> !line.startsWith("#"))
                  .collect(joining("\n", "", "\n")));
    }
  }

  @Test
  void wrongConfiguration_isReportedAsShown() throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), "collectors:\n  cpus: false\n");
    try (Program check = Program.commandLine(JDK, "check", "exporter.yml").in(directory).start()) {
      assertThat(check.exitCode()).isEqualTo(1);
      assertThat(Document.of("docs/configuration.md").blocks("text"))
          .contains(check.error().replace("exporter-agent: ", ""));
    }
  }

  @Test
  void prometheusConfiguration_isValid() throws IOException {
    String block =
        Document.of("docs/starting.md").blocks("yaml").stream()
            .filter(yaml -> yaml.startsWith("# prometheus.yml"))
            .findFirst()
            .orElseThrow();
    Path file = Files.writeString(directory.resolve("prometheus.yml"), block);
    Finished.run(Tool.PROMTOOL.path(), "check", "config", file.toString()).succeeded();
  }

  @Test
  void exitCodes_areThoseOfTheHelp() {
    Set<String> codes = new TreeSet<>();
    for (String command : List.of("attach", "status")) {
      try (Program help = Program.commandLine(JDK, command, "--help").start()) {
        assertThat(help.exitCode()).isZero();
        codes.addAll(groups(EXIT_CODE, help.output()));
      }
    }
    assertThat(groups(CODE_OF_TABLE, Document.of("docs/attach.md").text()))
        .containsExactlyElementsOf(codes);
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
