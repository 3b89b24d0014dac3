package io.exporteragent.source.module;

import static io.exporteragent.source.module.WatchedFolder.await;
import static io.exporteragent.source.module.WatchedFolder.gauge;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.exporteragent.source.module.folder.Modes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesPageTest {
  @TempDir Path directory;

  @Test
  void noFolder_isSaid() {
    ModulesPage page = new ModulesPage(() -> null);
    assertThat(page.html()).contains("No folder is configured");
    assertThat(page.json()).isEqualTo("{\"directory\":null,\"problem\":null,\"modules\":[]}\n");
  }

  @Test
  void missingFolder_isSaid_andWatchedWhenItAppears() throws IOException {
    Path late = directory.resolve("<late>");
    try (WatchedFolder folder = new WatchedFolder(late)) {
      await().until(() -> !folder.messages().isEmpty());
      assertThat(folder.messages())
          .containsExactly(
              "metric modules: " + late + " does not exist: create it, or set modules.directory");
      assertThat(folder.page().html()).contains("&lt;late&gt; does not exist");

      Modes.createDirectory(late);
      folder.write("Example", gauge("Example", "example"));
      await().until(() -> folder.values().containsKey("example[]"));
      assertThat(folder.page().html()).doesNotContain("does not exist");
    }
  }

  @Test
  void modules_areShownWithTheirErrors() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("A", gauge("A", "a"));
      folder.write("B", "public class B {\n  List<String> \"<b>\\ä\n}");
      await().until(() -> folder.about("A", "up") == 1 && folder.about("B", "load_failures") == 1);

      // Values go when runs are late, as they may be on a busy machine, and come back.
      DocumentContext json =
          await()
              .until(
                  () -> JsonPath.parse(folder.page().json()),
                  page -> page.<Integer>read("$.modules[0].series") == 1);
      assertThat(json.<String>read("$.directory")).isEqualTo(directory.toString());
      assertThat(json.<String>read("$.modules[0].module")).isEqualTo("A");
      assertThat(json.<String>read("$.modules[0].file")).isEqualTo("A.java");
      assertThat(json.<String>read("$.modules[0].state")).isEqualTo("running");
      assertThat(json.<String>read("$.modules[0].kind")).isEqualTo("source");
      assertThat(json.<Double>read("$.modules[0].intervalSeconds")).isEqualTo(0.1);
      assertThat(json.<Object>read("$.modules[0].error")).isNull();
      assertThat(json.<String>read("$.modules[1].state")).isEqualTo("refused");
      assertThat(json.<Integer>read("$.modules[1].line")).isEqualTo(2);
      assertThat(json.<Integer>read("$.modules[1].column")).isPositive();
      assertThat(json.<String>read("$.modules[1].error")).isNotEmpty();
      assertThat(folder.page().html())
          .contains("<td>A.java</td><td>running</td>")
          .contains("<td>B.java</td><td>refused</td>")
          .contains("line 2, column ");
    }
  }

  @Test
  void whatAModuleSays_cannotBreakThePage() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write(
          "Rude",
          gauge(
              "Rude", "rude", "throw new Exception(\"<script>\\\"&\\\\\\u0001\\ud83d\\ude00\");"));
      await().until(() -> folder.about("Rude", "load_failures") == 1);

      assertThat(folder.page().html()).contains("&lt;script&gt;\"&amp;").doesNotContain("<script>");
      assertThat(JsonPath.parse(folder.page().json()).<String>read("$.modules[0].error"))
          .isEqualTo("java.lang.Exception: <script>\"&\\\u0001\ud83d\ude00");
    }
  }
}
