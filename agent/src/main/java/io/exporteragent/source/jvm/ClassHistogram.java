package io.exporteragent.source.jvm;

import io.exporteragent.gather.Html;
import io.exporteragent.gather.NoPage;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many objects of each class there are and what memory they take, those that nothing refers to
 * any more among them: counting the others only would begin with a collection of all garbage.
 */
final class ClassHistogram implements CostlyPage.Content {
  /** All objects, without a collection. */
  private static final String COMMAND = "GC.class_histogram -all";

  /** The page has the largest; what is beyond is in the total. */
  private static final int MOST_CLASSES = 1000;

  /** For instance {@code 1: 2345 123456 [B (java.base@17.0.15)}; Java 8 tells no module. */
  private static final Pattern CLASS =
      Pattern.compile("(?m)^ *\\d+: +(\\d+) +(\\d+) +(\\S+)(?: \\((\\S+)\\))? *$");

  private static final Pattern TOTAL = Pattern.compile("(?m)^ *Total +(\\d+) +(\\d+) *$");

  private final @Nullable Instrumentation instrumentation;
  private @Nullable DiagnosticCommands commands;

  /**
   * @param instrumentation null where there is no application
   */
  ClassHistogram(@Nullable Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  @Override
  public String title() {
    return "Classes by the memory of their objects";
  }

  @Override
  public CostlyPage.Shown find() {
    DiagnosticCommands given = commands;
    if (given == null) {
      given = DiagnosticCommands.ofThisJvm(instrumentation);
      commands = given;
    }
    String said = given == null ? null : given.say(COMMAND);
    if (said == null) {
      throw NoPage.because(
          "this JVM counts no objects for the agent: that needs HotSpot with the module jdk.management");
    }
    return read(said);
  }

  /** Reads what the JVM says. */
  static Counts read(String said) {
    Counts counts = new Counts();
    Matcher line = CLASS.matcher(said);
    while (line.find()) {
      counts.classes++;
      if (counts.largest.size() < MOST_CLASSES) {
        counts.largest.add(
            new Count(
                String.valueOf(line.group(3)),
                line.group(4),
                number(line.group(1)),
                number(line.group(2))));
      }
    }
    Matcher total = TOTAL.matcher(said);
    if (total.find()) {
      counts.instances = number(total.group(1));
      counts.bytes = number(total.group(2));
    }
    return counts;
  }

  private static long number(@Nullable String digits) {
    return Long.parseLong(String.valueOf(digits));
  }

  /** The objects of one class. */
  private static final class Count {
    private final String type;
    private final @Nullable String module;
    private final long instances;
    private final long bytes;

    Count(String type, @Nullable String module, long instances, long bytes) {
      this.type = type;
      this.module = module;
      this.instances = instances;
      this.bytes = bytes;
    }
  }

  /** Those of all classes, the largest first. Only read once it is filled. */
  static final class Counts implements CostlyPage.Shown {
    private final List<Count> largest = new ArrayList<>();
    private long classes;
    private long instances;
    private long bytes;

    @Override
    public String html() {
      StringBuilder html = new StringBuilder();
      html.append("<p>").append(classes).append(" classes have ").append(instances);
      html.append(" objects of ").append(bytes).append(" bytes");
      if (classes > largest.size()) {
        html.append("; the largest ").append(largest.size()).append(" are shown");
      }
      html.append(".</p>\n<table border=\"1\">\n");
      html.append("<tr><th>Bytes</th><th>Objects</th><th>Class</th><th>Module</th></tr>\n");
      for (Count count : largest) {
        html.append("<tr><td>").append(count.bytes);
        html.append("</td><td>").append(count.instances);
        html.append("</td><td>").append(Html.escaped(count.type));
        html.append("</td><td>").append(count.module == null ? "" : Html.escaped(count.module));
        html.append("</td></tr>\n");
      }
      return html.append("</table>\n").toString();
    }

    @Override
    public void addTo(Map<String, @Nullable Object> json) {
      json.put("classes", classes);
      json.put("instances", instances);
      json.put("bytes", bytes);
      List<Object> listed = new ArrayList<>();
      for (Count count : largest) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("class", count.type);
        object.put("module", count.module);
        object.put("instances", count.instances);
        object.put("bytes", count.bytes);
        listed.add(object);
      }
      json.put("largest", listed);
    }
  }
}
