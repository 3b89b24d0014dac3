package io.exporteragent.source.module;

import io.exporteragent.config.JsonWriter;
import io.exporteragent.gather.Html;
import io.exporteragent.source.module.compile.ModuleException;
import io.exporteragent.source.module.run.ModuleTally;
import io.exporteragent.source.module.run.ModuleVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the modules to people and programs. Any thread. */
public final class ModulesPage {
  private final Supplier<@Nullable ModuleMetrics> modules;

  /**
   * Shows whatever modules there are when a page is asked for.
   *
   * @param modules supplies those of the folder that is watched; null when there is none
   */
  public ModulesPage(Supplier<@Nullable ModuleMetrics> modules) {
    this.modules = modules;
  }

  /** Returns a page with a table in HTML. */
  public String html() {
    ModuleMetrics watched = modules.get();
    return Html.page(
        "Metric modules",
        watched == null
            ? "<p>No folder is configured: modules.directory is the key.</p>\n"
            : table(watched));
  }

  private static String table(ModuleMetrics watched) {
    long now = System.nanoTime();
    StringBuilder html = new StringBuilder();
    html.append("<p>Folder: <code>")
        .append(Html.escaped(watched.directory().toString()))
        .append("</code></p>\n");
    String folderProblem = watched.watch().folderProblem();
    if (folderProblem != null) {
      html.append("<p><strong>").append(Html.escaped(folderProblem)).append("</strong></p>\n");
    }
    html.append("<table border=\"1\">\n<tr>");
    for (String title :
        new String[] {
          "Module",
          "File",
          "State",
          "Version",
          "Last success",
          "Last run",
          "Runs",
          "Failures",
          "Timeouts",
          "Series",
          "Problem"
        }) {
      html.append("<th>").append(title).append("</th>");
    }
    html.append("</tr>\n");
    for (Module module : watched.watch().modules()) {
      appendRow(html, module, now);
    }
    return html.append("</table>\n").toString();
  }

  private static void appendRow(StringBuilder html, Module module, long now) {
    ModuleTally tally = module.tally();
    ModuleVersion running = module.running();
    ModuleException problem = module.problem();
    html.append("<tr>");
    for (Object cell :
        new Object[] {
          module.name(),
          module.fileName(),
          state(module, now),
          running == null ? "" : running.label(),
          time(tally.lastSuccessMillis()),
          running == null ? "" : String.format(Locale.ROOT, "%.6f s", tally.lastDurationSeconds()),
          tally.runs(),
          tally.failures(),
          tally.timeouts(),
          running == null ? 0 : running.series(now),
          problem == null ? "" : problem.withPlace()
        }) {
      html.append("<td>").append(Html.escaped(cell.toString())).append("</td>");
    }
    html.append("</tr>\n");
  }

  /** Returns the same as JSON. */
  public String json() {
    ModuleMetrics watched = modules.get();
    long now = System.nanoTime();
    List<Object> listed = new ArrayList<>();
    if (watched != null) {
      watched.watch().modules().forEach(module -> listed.add(object(module, now)));
    }
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("directory", watched == null ? null : watched.directory().toString());
    page.put("problem", watched == null ? null : watched.watch().folderProblem());
    page.put("modules", listed);
    return JsonWriter.write(page) + "\n";
  }

  private static Map<String, @Nullable Object> object(Module module, long now) {
    ModuleTally tally = module.tally();
    ModuleVersion running = module.running();
    ModuleException problem = module.problem();
    long lastSuccess = tally.lastSuccessMillis();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("module", module.name());
    object.put("file", module.fileName());
    object.put("state", state(module, now));
    object.put("version", running == null ? null : running.label());
    object.put("kind", running == null ? null : running.kind().label());
    object.put("intervalSeconds", running == null ? null : running.interval().toMillis() / 1000.0);
    object.put("lastSuccess", lastSuccess == 0 ? null : time(lastSuccess));
    object.put("lastRunDurationSeconds", running == null ? null : tally.lastDurationSeconds());
    object.put("runs", tally.runs());
    object.put("failures", tally.failures());
    object.put("timeouts", tally.timeouts());
    object.put("loads", tally.loads());
    object.put("loadFailures", tally.loadFailures());
    object.put("series", running == null ? 0 : running.series(now));
    object.put("error", problem == null ? null : problem.getMessage());
    object.put("line", problem == null || problem.line() == 0 ? null : problem.line());
    object.put("column", problem == null || problem.column() == 0 ? null : problem.column());
    return object;
  }

  private static String state(Module module, long now) {
    return module.state(now).name().toLowerCase(Locale.ROOT);
  }

  private static String time(long millis) {
    return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
  }
}
