package io.exporteragent.source.mbean;

import io.exporteragent.config.Quoted;
import io.exporteragent.source.mbean.rules.JmxFile;
import io.exporteragent.source.mbean.rules.RuleSettings;
import java.util.ArrayList;
import java.util.List;

/** What there is to say about a jmx_exporter file, one line each. */
final class JmxRemarks {
  private JmxRemarks() {}

  /** Returns what is odd. */
  static List<String> warnings(JmxFile file) {
    List<String> warnings = new ArrayList<>(file.warnings());
    if (!file.closesPage().isEmpty()) {
      warnings.add(
          String.format(
              "%s: jmx_exporter closes its page by %s, which does not close this one; a web configuration does: web=web.yml, or server: {web_config_file: web.yml}",
              Quoted.plain(file.fileName()), file.closesPage()));
    }
    return warnings;
  }

  /** Returns why a file that closes its page cannot stand in the place of ours. */
  static String whyClosed(JmxFile file) {
    String name = Quoted.plain(file.fileName());
    return String.format(
        "%s: jmx_exporter closes its page by %s, and this page is closed by a web configuration: give one with web=web.yml; to serve it open, name the file in one of this agent's: mbeans: {jmx_exporter: %s}, with server: {host: ...}",
        name, file.closesPage(), name);
  }

  /** Returns what was understood, and what is odd. */
  static List<String> all(JmxFile file) {
    int caching = 0;
    for (RuleSettings rule : file.rules()) {
      caching += rule.cache() ? 1 : 0;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%s is a file of jmx_exporter with %d rules, %d of them with cache: true",
            Quoted.plain(file.fileName()), file.rules().size(), caching));
    lines.add(
        String.format(
            "MBeans: %s%s%s",
            file.includes().contains(null) ? "all" : file.includes(),
            file.excludes().isEmpty() ? "" : " without " + file.excludes(),
            file.excludesJvmMetrics() ? " without those of the JVM" : ""));
    for (String warning : warnings(file)) {
      lines.add("warning: " + warning);
    }
    return lines;
  }
}
