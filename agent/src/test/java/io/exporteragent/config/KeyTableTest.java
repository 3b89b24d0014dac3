package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.lifecycle.Configuration;
import io.exporteragent.lifecycle.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The table of keys in the documentation is that of the schema. With {@code
 * -Dexporteragent.docs=write} it is written anew.
 */
class KeyTableTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String BEGIN = "<!-- keys: generated -->\n";
  private static final String END = "<!-- /keys -->";

  @Test
  void tableOfTheDocumentation_isThatOfTheSchema() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Key<?> key : Configuration.keys(Sections.all())) {
      append("", key, table);
    }
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if ("write".equals(System.getProperty("exporteragent.docs"))) {
      Files.writeString(PAGE, page.substring(0, begin) + "\n" + table + "\n" + page.substring(end));
    }
    assertThat(Files.readString(PAGE)).contains(BEGIN + "\n" + table + "\n" + END);
  }

  private static void append(String above, Key<?> key, StringBuilder table) {
    String name = above + key.name();
    Schema<?> schema = key.schema();
    String shown = key.isRequired() ? "required" : key.shownDefault();
    if (schema.hasMapping()) {
      shown = key.isRequired() ? "required" : "";
    }
    table
        .append("| `")
        .append(name)
        .append("` | ")
        .append(schema.form())
        .append(" | ")
        .append(
            key.isRequired() || shown.isEmpty() || shown.equals(key.unset())
                ? cell(shown)
                : code(shown))
        .append(" | ")
        .append(cell(key.help()))
        .append(" |\n");
    if (schema.hasMapping()) {
      String below = name + (schema.form().startsWith("list") ? "[]." : ".");
      schema.mapping().keys().forEach(each -> append(below, each, table));
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }
}
