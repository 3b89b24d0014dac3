package io.exporteragent.source.mbean.explain;

import io.exporteragent.model.MetricNames;
import io.exporteragent.source.mbean.engine.Decision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What became of one value, as a line of an answer. */
final class Finding {
  private final ObjectName bean;
  private final String text;
  private final int line;
  private final @Nullable String pack;
  private final String sample;
  private final String outcome;
  private final Map<String, @Nullable Object> object = new LinkedHashMap<>();

  private Finding(
      ObjectName bean,
      String text,
      @Nullable String pack,
      int line,
      Decision.@Nullable Form form,
      @Nullable Object value,
      String reason) {
    this.bean = bean;
    this.text = text;
    this.pack = pack;
    this.line = line;
    object.put("bean", bean.toString());
    object.put("text", text);
    if (pack != null) {
      object.put("pack", pack);
    }
    object.put("line", line > 0 ? line : null);
    if (form == null || value == null) {
      sample = "";
      outcome = reason;
      object.put("reason", reason);
      return;
    }
    String name = form.family() + MetricNames.suffix(form.type());
    String type = form.type().name().toLowerCase(Locale.ROOT);
    double number = form.number(value);
    sample = name + braces(form.labels());
    outcome = String.format("%s %s (%s)", sample, number, type);
    object.put("sample", name);
    object.put("labels", labels(form.labels()));
    object.put("value", Double.isFinite(number) ? (Object) number : Double.toString(number));
    object.put("type", type);
  }

  /**
   * Describes what a decision makes of a value.
   *
   * @param text stands for the value
   * @param pack that decided, null for a rule
   * @param line of what decided in its file, 0 if nothing in a file did
   */
  static Finding of(
      ObjectName bean,
      String text,
      @Nullable String pack,
      int line,
      Decision decision,
      Object value) {
    return new Finding(bean, text, pack, line, decision.form(), value, decision.reason());
  }

  /** Says why there is no sample where nothing was decided. */
  static Finding none(ObjectName bean, String text, @Nullable String pack, String reason) {
    return new Finding(bean, text, pack, 0, null, null, reason);
  }

  void addTo(Answer answer) {
    if (answer.wants(text, bean.toString(), sample)) {
      answer.add(
          sample.isEmpty()
              ? String.format("%s\n  none: %s", oneLine(text), oneLine(outcome))
              : String.format("%s\n  %s: %s", oneLine(text), by(), outcome),
          object);
    }
  }

  private static String oneLine(String text) {
    return text.replace("\n", "\\n").replace("\r", "\\r");
  }

  private String by() {
    if (line == 0) {
      return "the default format";
    }
    return pack == null ? "line " + line : String.format("%s, line %d", pack, line);
  }

  private static String braces(String[] labels) {
    if (labels.length == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.length; i += 2) {
      String value = labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"").append(value).append('"');
    }
    return text.append('}').toString();
  }

  private static Map<String, String> labels(String[] pairs) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
