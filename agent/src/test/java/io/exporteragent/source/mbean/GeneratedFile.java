package io.exporteragent.source.mbean;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** Random configuration files: those that jmx_exporter takes, nearly all of them. */
final class GeneratedFile {
  private final Random random;
  private final GeneratedValues values;
  private final List<BeanScript> beans;
  private final GeneratedPatterns patterns;

  GeneratedFile(Random random, List<BeanScript> beans) {
    this.random = random;
    this.values = new GeneratedValues(random);
    this.beans = beans;
    this.patterns = new GeneratedPatterns(random, LeafText.of(beans));
  }

  /** Returns its keys. */
  Map<String, Object> file() {
    Map<String, Object> file = new LinkedHashMap<>();
    selection(file);
    maybe(file, 0.2, "lowercaseOutputName", yes());
    maybe(file, 0.15, "lowercaseOutputLabelNames", yes());
    maybe(file, 0.15, "inferCounterTypeFromName", yes());
    maybe(file, 0.1, "autoExcludeObjectNameAttributes", new YamlText.Plain("false"));
    maybe(file, 0.02, "attrNameSnakeCase", yes());
    if (values.chance(0.15)) {
      file.put("excludeObjectNameAttributes", ofAttributes());
    }
    if (values.chance(0.05)) {
      file.put("includeObjectNameAttributes", ofAttributes());
    }
    if (values.chance(0.2)) {
      file.put("metricCustomizers", customizers());
    }
    if (values.chance(0.85)) {
      file.put("rules", rules());
    }
    return file;
  }

  private void maybe(Map<String, Object> map, double chance, String key, Object value) {
    if (values.chance(chance)) {
      map.put(key, value);
    }
  }

  private YamlText.Plain yes() {
    return new YamlText.Plain(values.oneOf(List.of("true", "yes", "on", "True")));
  }

  private void selection(Map<String, Object> file) {
    if (values.chance(0.04)) {
      file.put("excludeJvmMetrics", yes());
    } else {
      String key = values.oneOf(List.of("includeObjectNames", "whitelistObjectNames"));
      List<String> includes = new ArrayList<>();
      for (int i = values.chance(0.15) ? random.nextInt(4) : 0; i > 0; i--) {
        includes.add(nameOfBean());
      }
      if (includes.isEmpty() || beans.size() > 12 || values.chance(0.5)) {
        includes.add("*fz*:*");
      }
      file.put(key, includes);
    }
    if (values.chance(0.1)) {
      file.put(
          values.oneOf(List.of("excludeObjectNames", "blacklistObjectNames")),
          List.of(nameOfBean()));
    }
  }

  private String nameOfBean() {
    ObjectName name = values.oneOf(beans).name();
    String key = name.getKeyPropertyList().keys().nextElement();
    String property = key + "=" + name.getKeyProperty(key);
    return switch (random.nextInt(8)) {
      case 0 -> name.getDomain() + ":*";
      case 1 -> "*fz*:" + property + ",*";
      case 2 -> "*fz?*:" + key + "=*,*";
      case 3 -> name.getCanonicalName();
      default -> name.toString();
    };
  }

  private Map<String, Object> ofAttributes() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (BeanScript bean : beans) {
      if (values.chance(0.5)) {
        map.put(
            values.oneOf(List.of("*fz*:*", bean.name().toString(), bean.name().getCanonicalName())),
            someAttributes(bean));
      }
    }
    return map;
  }

  private List<String> someAttributes(BeanScript bean) {
    List<String> attributes = new ArrayList<>();
    for (String attribute : bean.attributes()) {
      if (values.chance(0.3)) {
        attributes.add(attribute);
      }
    }
    return attributes;
  }

  private List<Object> customizers() {
    List<Object> customizers = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      BeanScript bean = values.oneOf(beans);
      Map<String, Object> filter = new LinkedHashMap<>();
      filter.put("domain", bean.name().getDomain());
      if (values.chance(0.5)) {
        String key = bean.name().getKeyPropertyList().keys().nextElement();
        filter.put("properties", Map.of(key, bean.name().getKeyProperty(key)));
      }
      Map<String, Object> customizer = new LinkedHashMap<>();
      customizer.put("mbeanFilter", filter);
      List<String> labels = someAttributes(bean);
      // An array that is made anew each time: its text is another each time.
      labels.remove("Names");
      if (!labels.isEmpty() && values.chance(0.05)) {
        labels.add(labels.get(0));
      }
      maybe(customizer, 0.8, "attributesAsLabels", labels.isEmpty() ? List.of("none") : labels);
      if (customizer.size() == 1 || values.chance(0.4)) {
        customizer.put("extraMetrics", List.of(extra("extra"), extra("Count")));
      }
      customizers.add(customizer);
    }
    return customizers;
  }

  private Map<String, Object> extra(String name) {
    Map<String, Object> extra = new LinkedHashMap<>();
    extra.put("name", name);
    extra.put("value", values.oneOf(List.<Object>of(1, new YamlText.Plain("yes"), "12", "x", 2.5)));
    extra.put("description", "extra");
    return extra;
  }

  private List<Object> rules() {
    List<Object> rules = new ArrayList<>();
    for (int i = random.nextInt(6) - 1; i >= 0; i--) {
      rules.add(rule());
    }
    if (rules.isEmpty() ? values.chance(0.95) : values.chance(0.5)) {
      rules.add(last());
    }
    return rules;
  }

  private Map<String, Object> last() {
    Map<String, Object> rule = new LinkedHashMap<>();
    maybe(rule, 0.7, "pattern", values.oneOf(List.of(".*", "^.*$", "(.*)", "", "[\\s\\S]*")));
    maybe(rule, 0.15, "attrNameSnakeCase", yes());
    maybe(rule, 0.1, "cache", yes());
    maybe(rule, 0.2, "type", type());
    maybe(rule, 0.1, "valueFactor", factor());
    return rule;
  }

  private Map<String, Object> rule() {
    Map<String, Object> rule = new LinkedHashMap<>();
    String pattern = patterns.pattern();
    boolean isNumber = pattern.equals("1");
    rule.put("pattern", isNumber ? new YamlText.Plain(pattern) : pattern);
    int groups = Pattern.compile(pattern).matcher("").groupCount();
    boolean hasName = values.chance(0.85);
    if (hasName) {
      rule.put("name", values.chance(0.02) ? "" : "m" + random.nextInt(3) + "_" + template(groups));
      maybe(rule, 0.15, "help", "help " + template(groups));
      if (values.chance(0.5)) {
        rule.put("labels", labels(groups));
      }
    }
    maybe(rule, 0.35, "type", type());
    maybe(rule, 0.2, "value", value(groups));
    maybe(rule, 0.15, "valueFactor", factor());
    maybe(rule, 0.08, "cache", yes());
    maybe(rule, 0.2, "attrNameSnakeCase", yes());
    return rule;
  }

  private String type() {
    return values.oneOf(List.of("COUNTER", "COUNTER", "GAUGE", "GAUGE", "UNTYPED", "gauge"));
  }

  private YamlText.Plain factor() {
    return new YamlText.Plain(values.oneOf(List.of("0.001", "10", "-1", "1.5", "010", "1_000")));
  }

  private Object value(int groups) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "x";
      case 2 -> " 0x1p3 ";
      case 3 -> new YamlText.Plain("null");
      case 4, 5 -> group(groups);
      case 6 -> group(groups) + group(groups);
      case 7 -> 5;
      default -> "1";
    };
  }

  private Map<String, Object> labels(int groups) {
    Map<String, Object> labels = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String name = values.oneOf(List.of("a", "b", "le", "x-y", "L", "q:r", "", group(groups)));
      labels.put(name, template(groups));
    }
    return labels;
  }

  private String template(int groups) {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "x_total";
      case 2 -> "$0";
      case 3 -> "\\$" + random.nextInt(3) + "\\\\";
      case 4 -> group(groups) + "_total";
      case 5, 6 -> group(groups) + "_" + group(groups);
      case 7 -> "$1" + random.nextInt(10);
      default -> group(groups);
    };
  }

  /** A group that there is, nearly always. */
  private String group(int groups) {
    if (groups == 0) {
      return values.chance(0.02) ? "$1" : "c";
    }
    return "$" + (values.chance(0.01) ? groups + 1 : random.nextInt(groups) + 1);
  }
}
