package io.exporteragent.source.module;

import io.exporteragent.config.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The modules as shown to people, and to their programs. Any thread. */
public final class ModulesPage {
  private final Supplier<@Nullable ModuleMetrics> modules;

  /**
   * @param modules those of the folder that is watched at the time; null when there is none
   */
  public ModulesPage(Supplier<@Nullable ModuleMetrics> modules) {
    this.modules = modules;
  }

  /** A table in HTML. */
  public String html() {
    ModuleMetrics watched = modules.get();
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n")
        .append("<head><meta charset=\"utf-8\"><title>metric modules</title></head>\n")
        .append("<body>\n<h1>Metric modules</h1>\n");
    if (watched == null) {
      html.append("<p>No folder is configured: modules.directory is the key.</p>\n");
    } else {
      appendTable(html, watched);
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static void appendTable(StringBuilder html, ModuleMetrics watched) {
    long now = System.nanoTime();
    html.append("<p>Folder: <code>")
        .append(escaped(watched.directory().toString()))
        .append("</code></p>\n");
    String folderProblem = watched.watch().folderProblem();
    if (folderProblem != null) {
      html.append("<p><strong>").append(escaped(folderProblem)).append("</strong></p>\n");
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
    html.append("</table>\n");
  }

  private static void appendRow(StringBuilder html, Module module, long now) {
    ModuleTally tally = module.tally();
    ModuleVersion running = module.running();
    ModuleProblem problem = module.problem();
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
          problem == null ? "" : problem
        }) {
      html.append("<td>").append(escaped(cell.toString())).append("</td>");
    }
    html.append("</tr>\n");
  }

  /** The same as JSON. */
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
    ModuleProblem problem = module.problem();
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
    object.put("error", problem == null ? null : problem.message());
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

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
