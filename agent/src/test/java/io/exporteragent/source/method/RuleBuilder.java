package io.exporteragent.source.method;

import io.exporteragent.config.Mapping;
import java.time.Duration;
import java.util.Map;

/** Rules that come from no file. */
final class RuleBuilder {
  private final Mapping.Builder<MethodRule> rule = MethodRule.SCHEMA.builder();

  RuleBuilder(MethodPattern pattern) {
    rule.with(MethodRule.MATCH, pattern);
  }

  RuleBuilder counter(String name) {
    rule.with(MethodRule.COUNTER, name);
    return this;
  }

  RuleBuilder average(String name) {
    rule.with(MethodRule.AVERAGE, name);
    return this;
  }

  RuleBuilder window(Duration value) {
    rule.with(MethodRule.WINDOW, value);
    return this;
  }

  RuleBuilder histogram(String name) {
    rule.with(MethodRule.HISTOGRAM, name);
    return this;
  }

  RuleBuilder errors(String name) {
    rule.with(MethodRule.ERRORS, name);
    return this;
  }

  RuleBuilder inFlight(String name) {
    rule.with(MethodRule.IN_FLIGHT, name);
    return this;
  }

  RuleBuilder labels(Map<String, String> value) {
    rule.with(MethodRule.LABELS, value);
    return this;
  }

  RuleBuilder max(int value) {
    rule.with(MethodRule.MAX, value);
    return this;
  }

  MethodRule build() {
    return rule.build();
  }
}
