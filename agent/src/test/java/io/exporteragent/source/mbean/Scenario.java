package io.exporteragent.source.mbean;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Beans and a configuration file.
 *
 * @param rounds how often it is scraped
 */
record Scenario(List<BeanScript> beans, Map<String, Object> file, int rounds) {
  private static final int ROUNDS = 3;

  /** Without these the beans of the JVM would come in, whose values move. */
  private static final List<String> SELECTING =
      List.of("includeObjectNames", "whitelistObjectNames", "excludeJvmMetrics");

  /** Makes one up. */
  static Scenario of(long seed) {
    Random random = new Random(seed);
    List<BeanScript> beans = new GeneratedBeans(random).beans(ROUNDS);
    return new Scenario(beans, new GeneratedFile(random, beans).file(), ROUNDS);
  }

  String yaml() {
    return YamlText.of(file);
  }

  /** Returns it with a part less: a bean, an attribute, a scrape, or something of the file. */
  List<Scenario> smaller() {
    List<Scenario> smaller = new ArrayList<>();
    if (rounds > 1) {
      smaller.add(new Scenario(beans, file, rounds - 1));
    }
    for (int i = 0; i < beans.size(); i++) {
      List<BeanScript> others = new ArrayList<>(beans);
      others.remove(i);
      smaller.add(new Scenario(others, file, rounds));
    }
    without(file).forEach(less -> smaller.add(new Scenario(beans, less, rounds)));
    for (int i = 0; i < beans.size(); i++) {
      for (String attribute : beans.get(i).attributes()) {
        List<BeanScript> others = new ArrayList<>(beans);
        others.set(i, beans.get(i).without(attribute));
        smaller.add(new Scenario(others, file, rounds));
      }
    }
    return smaller;
  }

  /** Returns the map with an entry less, or with less of an entry. */
  private static List<Map<String, Object>> without(Map<String, Object> map) {
    List<Map<String, Object>> smaller = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          Map<String, Object> others = new LinkedHashMap<>(map);
          others.remove(key);
          if (!SELECTING.contains(key)) {
            smaller.add(others);
          }
          for (Object less : less(value)) {
            Map<String, Object> with = new LinkedHashMap<>(map);
            with.put(key, less);
            smaller.add(with);
          }
        });
    return smaller;
  }

  @SuppressWarnings("unchecked")
  private static List<?> less(Object value) {
    if (value instanceof Map<?, ?> map) {
      return without((Map<String, Object>) map);
    }
    List<Object> smaller = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        List<Object> others = new ArrayList<>(list);
        others.remove(i);
        smaller.add(others);
        for (Object less : less(list.get(i))) {
          List<Object> with = new ArrayList<>(list);
          with.set(i, less);
          smaller.add(with);
        }
      }
    }
    return smaller;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(yaml());
    beans.forEach(bean -> text.append(bean.toString(rounds)));
    return text.toString();
  }
}
