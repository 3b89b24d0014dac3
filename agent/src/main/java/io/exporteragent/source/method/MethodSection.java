package io.exporteragent.source.method;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.config.Key;
import io.exporteragent.config.Place;
import io.exporteragent.config.PrometheusDuration;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.weave.Loom;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The section {@code methods}: metrics of the application's methods, defined by rules. */
public final class MethodSection implements Section<List<MethodRule>> {
  @Override
  public String name() {
    return "method";
  }

  @Override
  public String key() {
    return "methods";
  }

  @Override
  public String help() {
    return "Methods of the application to be measured; nothing of it is changed or started anew. Default: none.";
  }

  @Override
  public String example() {
    return ConfigurationFile.resource(MethodSection.class, "example.yml");
  }

  @Override
  public Schema<List<MethodRule>> schema() {
    return Schema.listOf(MethodRule.SCHEMA);
  }

  @Override
  public List<MethodRule> otherwise() {
    return Collections.emptyList();
  }

  @Override
  public void declare(List<MethodRule> rules, FamilyClashes families)
      throws ConfigurationException {
    Map<String, MethodRule> patterns = new HashMap<>();
    Map<String, MethodRule> averages = new HashMap<>();
    for (MethodRule rule : rules) {
      refuseSecondPattern(patterns.put(rule.id(), rule), rule);
      rule.forEachMetric((key, name, kind) -> declare(name, kind, rule.place(key), families));
      if (rule.average() != null) {
        refuseOtherWindow(averages.putIfAbsent(rule.average(), rule), rule);
      }
    }
  }

  private static void declare(
      String name, String kind, @Nullable Place place, FamilyClashes families)
      throws ConfigurationException {
    families.add(MetricNames.familyName(name, MetricType.COUNTER), kind, place);
    if (kind.equals(MethodRule.HISTOGRAM_KIND)) {
      for (String suffix : MetricNames.sampleSuffixes(MetricType.HISTOGRAM)) {
        families.add(name + suffix, "a part of a histogram", place);
      }
    }
  }

  private static void refuseSecondPattern(@Nullable MethodRule first, MethodRule second)
      throws ConfigurationException {
    Place place = second.place(MethodRule.MATCH);
    if (first != null && place != null) {
      throw place.error(
          "duplicate pattern",
          String.format(
              "the first is in line %d, make one rule of them", line(first, MethodRule.MATCH)));
    }
  }

  private static void refuseOtherWindow(@Nullable MethodRule first, MethodRule second)
      throws ConfigurationException {
    Place place = second.place(MethodRule.AVERAGE);
    if (first != null && place != null && !first.window().equals(second.window())) {
      throw place.error(
          String.format(
              "average %s is over %s here and over %s in line %d",
              Quoted.of(String.valueOf(second.average())),
              PrometheusDuration.format(second.window()),
              PrometheusDuration.format(first.window()),
              line(first, MethodRule.AVERAGE)),
          "give one of them another name, or both the same window");
    }
  }

  private static int line(MethodRule rule, Key<?> key) {
    Place place = rule.place(key);
    return place == null ? 0 : place.line();
  }

  @Override
  public @Nullable Source make(List<MethodRule> rules, Guest guest) {
    Instrumentation application = guest.instrumentation();
    if (application == null || rules.isEmpty()) {
      return null;
    }
    Loom loom = guest.shared(Loom.class, () -> new Loom(application, guest.messages()));
    return new MethodMetrics(rules, loom, guest.messages());
  }

  /** Returns whether any rule is left; unchanged ones keep their counts. */
  @Override
  public boolean follows(Source running, List<MethodRule> now) {
    return !now.isEmpty();
  }

  @Override
  public void update(Source running, List<MethodRule> now) {
    ((MethodMetrics) running).use(now);
  }
}
