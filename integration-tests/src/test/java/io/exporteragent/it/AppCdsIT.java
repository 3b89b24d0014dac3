package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Class-data sharing of the application survives the agent, also where it weaves. */
class AppCdsIT {
  private static final Pattern FROM_ARCHIVE =
      compile(
          "(?m)((io\\.prometheus|picocli|io\\.exporteragent\\.demo)\\S*) source: shared objects file");

  @TempDir private Path directory;

  @Jdk.Each
  void asManyApplicationClassesComeFromTheArchive_withAsWithout(Jdk jdk) {
    Path archive = archive(jdk);
    Set<String> without = classesFromArchiveWithoutAgent(jdk, archive);
    try (Program demo = demo(using(jdk, archive).agent("localhost:0"))) {
      processSome(demo);
      URI server = demo.serving();
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value("widgets_processed_total") > 0);
      // A scrape may load a class of client_java that the application did not get to.
      assertThat(classesFromArchive(demo)).containsAll(without);
    }
  }

  @Jdk.Each
  void measuredMethods_leaveTheArchiveInUse(Jdk jdk) throws IOException {
    Path archive = archive(jdk);
    Set<String> without = classesFromArchiveWithoutAgent(jdk, archive);
    Path methods =
        Files.writeString(
            directory.resolve("methods.yml"),
            "methods: [{match: io.exporteragent.demo.WidgetProcessor#process, counter: own_total}]");
    try (Program demo = demo(using(jdk, archive).agent("localhost:0:" + methods))) {
      processSome(demo);
      URI server = demo.serving();
      await().atMost(30, TimeUnit.SECONDS).until(() -> Page.metrics(server).value("own_total") > 0);
      assertThat(classesFromArchive(demo)).containsAll(without);
    }
  }

  private Path archive(Jdk jdk) {
    Path archive = directory.resolve("demo.jsa");
    try (Program training = demo(Program.java(jdk).with("-XX:ArchiveClassesAtExit=" + archive))) {
      processSome(training);
      training.interrupt();
      assertThat(training.exitCode()).isEqualTo(143);
    }
    assertThat(Files.exists(archive)).isTrue();
    return archive;
  }

  private static Set<String> classesFromArchiveWithoutAgent(Jdk jdk, Path archive) {
    try (Program demo = demo(using(jdk, archive))) {
      processSome(demo);
      Set<String> classes = classesFromArchive(demo);
      assertThat(classes).hasSizeGreaterThan(50);
      return classes;
    }
  }

  private static Program.Command using(Jdk jdk, Path archive) {
    return Program.java(jdk)
        .with("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load=info:stdout");
  }

  private static Program demo(Program.Command command) {
    return command
        .with("-jar", Program.DEMO.toString(), "--status-port=0", "--rate=50", "--max-ms=100")
        .start();
  }

  /** Without those generated at run time, whose names differ each time. */
  private static Set<String> classesFromArchive(Program demo) {
    return FROM_ARCHIVE
        .matcher(demo.output())
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.contains("$$Lambda"))
        .collect(Collectors.toSet());
  }

  /** Runs the same classes each time. */
  private static void processSome(Program demo) {
    URI status =
        URI.create(
            demo.awaitOutput(compile("status at (http://\\S+)/status")).group(1) + "/status");
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> Page.get(status).body().contains("\"total_uptime\":1"));
  }
}
