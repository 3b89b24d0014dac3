package io.exporteragent.source.mbean.rules;

import io.exporteragent.model.MetricType;
import io.exporteragent.source.mbean.engine.Decision;
import io.exporteragent.source.mbean.engine.Decision.Form;
import io.exporteragent.source.mbean.engine.Decision.Scope;
import io.exporteragent.source.mbean.engine.Describer;
import io.exporteragent.source.mbean.engine.Leaf;
import io.exporteragent.source.mbean.engine.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** What a rule makes of a value that it matches. */
final class RuleMatch {
  private final Rule rule;
  private final @Nullable Matcher match;
  private final String text;
  private final BeanText bean;
  private final JmxFile file;

  /**
   * Takes a match.
   *
   * @param match null if the rule has no pattern
   * @param text that was matched
   */
  RuleMatch(Rule rule, @Nullable Matcher match, String text, BeanText bean, JmxFile file) {
    this.rule = rule;
    this.match = match;
    this.text = text;
    this.bean = bean;
    this.file = file;
  }

  /**
   * Decides what becomes of the value.
   *
   * @param labels of the bean, as name, value, name, value
   * @param scope for which values the decision holds
   */
  Decision decide(Leaf leaf, Object value, String[] labels, Scope scope, Describer describer) {
    try {
      return decideOrFail(leaf, value, labels, scope, describer);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Decision.failure(
          scope, rule.index(), String.format("%s: %s", rule.title(), e.getMessage()));
    }
  }

  private Decision decideOrFail(
      Leaf leaf, Object value, String[] labels, Scope scope, Describer describer) {
    Template valueTemplate = rule.value();
    Double constant = null;
    if (valueTemplate != null) {
      if (match == null) {
        throw new IllegalArgumentException("a value needs a pattern; add one");
      }
      if (!valueTemplate.toString().isEmpty()) {
        String given = expand(valueTemplate);
        constant = number(given);
        if (constant == null) {
          return nothing(scope, String.format("its value \"%s\" is not a number", given));
        }
      }
    }
    double factor = rule.settings().valueFactor();
    String name = rule.name() == null ? bean.metric(leaf, attribute(leaf)) : expand(rule.name());
    if (name.isEmpty()) {
      return nothing(scope, "its name is empty");
    }
    Form form =
        new Form(
                Names.familyName(written(name)),
                type(written(name)),
                labels(leaf, labels),
                constant == null ? factor : constant * factor,
                constant != null,
                help(),
                objectName(value))
            .describedBy(describer);
    if (rule.settings().cache()) {
      return Decision.sample(Scope.EVER, rule.index(), form).remembered();
    }
    if (value instanceof String && constant == null) {
      return nothing(scope, "text needs a value");
    }
    return Decision.sample(scope, rule.index(), form);
  }

  private Decision nothing(Scope scope, String reason) {
    return Decision.nothing(scope, rule.index(), String.format("%s: %s", rule.title(), reason));
  }

  private String attribute(Leaf leaf) {
    return rule.settings().attrNameSnakeCase() ? Names.snakeCase(leaf.name()) : leaf.name();
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Expands a template as {@link Matcher#replaceAll(String)} does. */
  private String expand(Template template) {
    Matcher matched = match;
    if (matched == null) {
      return template.toString();
    }
    if (LeafText.hasLineEnd(text)) {
      // It looks for matches from the beginning, and may find a part of the text.
      return matched.pattern().matcher(text).replaceAll(template.toString());
    }
    return template.expand(matched);
  }

  private String written(String name) {
    String safe = Names.sanitized(name);
    return file.lowercaseOutputName() ? Names.lowerCase(safe) : safe;
  }

  private MetricType type(String name) {
    String type = rule.settings().type();
    if ((file.inferCounterTypeFromName() && name.endsWith("_total")) || type.equals("COUNTER")) {
      return MetricType.COUNTER;
    }
    return type.equals("GAUGE") ? MetricType.GAUGE : MetricType.UNKNOWN;
  }

  private @Nullable String help() {
    Template help = rule.help();
    return help == null ? null : expand(help);
  }

  private String[] labels(Leaf leaf, String[] ofBean) {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < ofBean.length; i += 2) {
      add(ofBean[i], ofBean[i + 1], labels);
    }
    if (rule.name() == null) {
      String[] properties = bean.labels(leaf);
      for (int i = 0; i < properties.length; i += 2) {
        add(properties[i], properties[i + 1], labels);
      }
    } else {
      Template[] templates = rule.labels();
      for (int i = 0; i < templates.length; i += 2) {
        String name = expand(templates[i]);
        String value = expand(templates[i + 1]);
        if (!name.isEmpty() && !value.isEmpty()) {
          add(name, value, labels);
        }
      }
    }
    List<String> pairs = new ArrayList<>(2 * labels.size());
    labels.forEach(
        (name, value) -> {
          pairs.add(name);
          pairs.add(value);
        });
    return pairs.toArray(new String[0]);
  }

  private void add(String name, String value, Map<String, String> to) {
    String safe = Names.sanitized(name);
    String written = file.lowercaseOutputLabelNames() ? Names.lowerCase(safe) : safe;
    if (to.put(written, value) != null) {
      throw new IllegalArgumentException(
          String.format("the label %s occurs twice; rename one of them", written));
    }
  }

  /** Returns the text up to the last colon, if that is not the one in front of the value. */
  private @Nullable String objectName(Object value) {
    boolean mayHaveColon = rule.hasPattern() && !Numbers.isPlain(value);
    return mayHaveColon && String.valueOf(value).indexOf(':') >= 0
        ? text.substring(0, text.lastIndexOf(':'))
        : null;
  }
}
