package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.weave.Loom;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import net.bytebuddy.agent.ByteBuddyAgent;

/** The source under test in this very JVM, and what it says. */
final class MeasuredMethods implements AutoCloseable {
  static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final MethodMetrics source;

  private MeasuredMethods(LongSupplier nanoClock, MethodRule... rules) {
    this.source =
        new MethodMetrics(
            Arrays.asList(rules),
            new Loom(INSTRUMENTATION, messages::add, Duration.ofMillis(100)),
            messages::add,
            nanoClock);
  }

  static MeasuredMethods by(MethodRule... rules) {
    return by(System::nanoTime, rules);
  }

  static MeasuredMethods by(LongSupplier nanoClock, MethodRule... rules) {
    return new MeasuredMethods(nanoClock, rules);
  }

  static MethodRule rule(String pattern, UnaryOperator<RuleBuilder> settings) {
    try {
      return settings.apply(new RuleBuilder(MethodPattern.parse(pattern))).build();
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Reads a rule as it stands in a file called {@code test.yml}. */
  static MethodRule ruleInFile(String yaml) {
    try {
      return MethodRule.SCHEMA.read(
          ConfigurationFile.parse(
              yaml, "test.yml", new ArgumentGrammar(List.of()).parse(null, Map.of())));
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  void use(MethodRule... rules) {
    source.use(Arrays.asList(rules));
  }

  /** The value of each point by name and label values: {@code orders_total place}. */
  Map<String, Double> values() {
    return points().scalars;
  }

  Histogram histogram(String name) {
    return points().histograms.get(name);
  }

  double matches(String rule) {
    return values().getOrDefault("exporter_agent_method_rule_matches " + rule, Double.NaN);
  }

  /** Waits until the rule has found this many methods. */
  void awaitMatches(MethodRule rule, int methods) {
    await()
        .untilAsserted(
            () -> assertThat(matches(rule.id())).describedAs("%s", messages).isEqualTo(methods));
  }

  private Points points() {
    Points points = new Points();
    for (Family family : source.collect(Scrape.ofEverything(System.nanoTime()))) {
      points.name = family.name();
      family.forEach(points);
    }
    return points;
  }

  @Override
  public void close() {
    source.close();
  }

  /** One point of a histogram. */
  record Histogram(List<Long> counts, NativeBuckets nativeBuckets, double sum) {
    long count() {
      return counts.stream().mapToLong(n -> n).sum();
    }
  }

  private static final class Points implements PointVisitor {
    private final Map<String, Double> scalars = new LinkedHashMap<>();
    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private String name;

    @Override
    public void scalar(
        String[] labels, double value, long createdTimestampMillis, Exemplar exemplar) {
      if (scalars.put(name + Samples.values(labels), value) != null) {
        throw new AssertionError("Twice: " + name + Samples.values(labels));
      }
    }

    @Override
    public void distribution(String[] labels, Distribution distribution) {
      Distribution.Histogram shown = (Distribution.Histogram) distribution;
      Histogram point =
          new Histogram(
              Arrays.stream(shown.counts()).boxed().toList(), shown.nativeBuckets(), shown.sum());
      if (histograms.put(name + Samples.values(labels), point) != null) {
        throw new AssertionError("Twice: " + name + Samples.values(labels));
      }
    }
  }
}
