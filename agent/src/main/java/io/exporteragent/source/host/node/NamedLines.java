package io.exporteragent.source.host.node;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that has a name and a number in each line. The kernel writes the same lines each time, so
 * the names of families are made once.
 */
final class NamedLines implements NodeCollector {
  private final ProcFile file;
  private final MetricType type;
  private final Naming naming;
  private List<Line> lines = new ArrayList<>();

  /** Says what a line is called. */
  interface Naming {
    /**
     * Returns the name of a family for the name at the start of a line, and whether the number has
     * a unit; null to leave it out.
     */
    @Nullable String family(String name, boolean hasUnit);
  }

  /** A line as it was before. */
  private static final class Line {
    private final String start;
    private final @Nullable String family;
    private final String help;
    private final double scale;

    Line(String start, @Nullable String family, String help, double scale) {
      this.start = start;
      this.family = family;
      this.help = help;
      this.scale = scale;
    }
  }

  private NamedLines(File file, MetricType type, Naming naming) {
    this.file = new ProcFile(file);
    this.type = type;
    this.naming = naming;
  }

  /** Makes the collector {@code meminfo}: {@code node_memory_MemAvailable_bytes}. */
  static NamedLines meminfo(File proc) {
    return new NamedLines(
        new File(proc, "meminfo"),
        MetricType.GAUGE,
        (name, hasUnit) ->
            "node_memory_" + name.replace("(", "_").replace(")", "") + (hasUnit ? "_bytes" : ""));
  }

  /** Makes the collector {@code vmstat}, of the lines that node_exporter takes by default. */
  static NamedLines vmstat(File proc) {
    return new NamedLines(
        new File(proc, "vmstat"),
        MetricType.UNKNOWN,
        (name, hasUnit) -> isTaken(name) ? "node_vmstat_" + name : null);
  }

  private static boolean isTaken(String name) {
    return name.startsWith("oom_kill")
        || name.startsWith("pgpg")
        || name.startsWith("pswp")
        || (name.startsWith("pg") && name.contains("fault"));
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    file.read();
    if (!isAdded(families)) {
      lines = new ArrayList<>();
      for (file.rewind(); file.hasLine(); file.nextLine()) {
        lines.add(line());
      }
      file.rewind();
      if (!isAdded(families)) {
        throw file.lacks("a name and a number in each line");
      }
    }
  }

  /** Returns false, and adds nothing, if the lines are others than before. */
  private boolean isAdded(List<Family> families) {
    int before = families.size();
    int at = 0;
    for (; file.hasLine(); file.nextLine()) {
      Line line = at < lines.size() ? lines.get(at++) : null;
      if (line == null || !file.skip(line.start)) {
        families.subList(before, families.size()).clear();
        return false;
      }
      if (line.family != null) {
        families.add(
            new ScalarFamily(line.family, type, line.help)
                .add((double) file.number() * line.scale));
      }
    }
    return at > 0;
  }

  private Line line() {
    String start = file.field();
    file.number();
    boolean hasUnit = file.skip(" kB");
    String name = start.endsWith(":") ? start.substring(0, start.length() - 1) : start;
    String family = naming.family(name, hasUnit);
    String help =
        type == MetricType.GAUGE
            ? "Memory of the host: " + name + " in /proc/meminfo."
            : "Memory of the host: " + name + " in /proc/vmstat.";
    return new Line(start + (start.endsWith(":") ? "" : " "), family, help, hasUnit ? 1024 : 1);
  }

  @Override
  public void close() {
    file.close();
  }
}
