package io.exporteragent.source.method;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.weave.Loom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Metrics of the application's methods, as the configured rules ask for them.
 *
 * <pre>
 * # TYPE widgets_processed counter
 * widgets_processed_total 42.0
 * # TYPE average_processing_time_seconds gauge
 * average_processing_time_seconds 0.0421
 * # TYPE exporter_agent_method_rule_matches gauge
 * exporter_agent_method_rule_matches{rule="com.shop.WidgetProcessor#process(..)"} 1.0
 * </pre>
 *
 * <p>Classes are woven and restored on the thread of the {@link Loom}, which this source leaves
 * when it is closed; collecting reads memory only. One thread may call {@link #use} and {@link
 * #close} while another collects.
 */
public final class MethodMetrics implements Source {
  private static final Duration MAX_CLOSE = Duration.ofSeconds(30);

  private final LongSupplier nanoClock;
  private final Messages messages;
  private final MethodRuleBook book;
  private final Loom.Place place;

  /**
   * Starts measuring.
   *
   * @param messages receives a line when a rule matches no method
   */
  public MethodMetrics(List<MethodRule> rules, Loom loom, Messages messages) {
    this(rules, loom, messages, System::nanoTime);
  }

  MethodMetrics(List<MethodRule> rules, Loom loom, Messages messages, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.messages = messages;
    this.book = new MethodRuleBook(rules, messages, nanoClock);
    this.place = loom.join(book);
  }

  /** Replaces the rules, asynchronously. Unchanged rules keep their counts. */
  public void use(List<MethodRule> rules) {
    if (!rules.equals(book.wanted())) {
      book.use(rules);
      place.changed();
    }
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    Map<MethodRule, MeasuredRule> rules = book.inEffect();
    List<Family> families = MethodFamilies.of(rules.values(), nanoClock.getAsLong());
    Map<String, Integer> matches = new LinkedHashMap<>();
    for (MethodRule wanted : book.wanted()) {
      MeasuredRule rule = rules.get(wanted);
      matches.merge(wanted.id(), rule == null ? 0 : rule.matches(), Math::max);
    }
    ScalarFamily family =
        new ScalarFamily(
            "exporter_agent_method_rule_matches",
            MetricType.GAUGE,
            "Methods that match the rule, in all classes loaded so far that can be changed.");
    matches.forEach((rule, number) -> family.add(number, "rule", rule));
    if (!family.isEmpty()) {
      families.add(family);
    }
    return families;
  }

  /** Restores every class; returns when that is done, or after 30 s. */
  @Override
  public void close() {
    try {
      if (!place.leave(MAX_CLOSE)) {
        messages.say(
            "restoring the measured methods has taken more than 30 s and continues in the background; they count nothing any more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
