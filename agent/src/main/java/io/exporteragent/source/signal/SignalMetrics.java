package io.exporteragent.source.signal;

import io.exporteragent.gather.PartialFailure;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.signal.SignalTables.Table;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.weave.Loom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Golden signals of an application that is not changed.
 *
 * <pre>
 * # TYPE http_server_request_duration_seconds histogram
 * http_server_request_duration_seconds_count{http_request_method="GET",http_route="/cart",http_response_status_code="200"} 42
 * # TYPE logback_events counter
 * logback_events_total{level="error"} 1.0
 * </pre>
 *
 * <p>Classes are woven and restored on the thread of the loom; collecting reads memory, and asks
 * pools on workers of their own.
 */
final class SignalMetrics implements Source {
  private static final String ACTIVE = "http_server_active_requests";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Messages messages;
  private final SignalTables tables = new SignalTables();
  private final SignalRules rules;
  private final Loom.Place place;
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final @Nullable Pools pools;

  /**
   * Starts measuring.
   *
   * @param own presets of the user's, which come before ours
   */
  SignalMetrics(Set<SignalGroup> groups, List<Preset> own, Loom loom, Guest guest) {
    this.messages = guest.messages();
    this.pools = groups.contains(SignalGroup.POOLS) ? new Pools(guest.workers(), messages) : null;
    this.rules = new SignalRules(groups, own, tables, pools, guest);
    this.place = loom.join(rules);
  }

  /** Waits for what pools answer, if these are asked. */
  @Override
  public Execution execution() {
    return pools == null ? Execution.INLINE : Execution.ON_WORKER;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws PartialFailure {
    Map<SignalFamily, List<Table>> byFamily = new LinkedHashMap<>();
    for (Table each : tables.all()) {
      byFamily.computeIfAbsent(each.family, key -> new ArrayList<>()).add(each);
    }
    List<Family> families = new ArrayList<>();
    ScalarFamily lost =
        new ScalarFamily(
            "exporter_agent_signal_lost_events",
            MetricType.COUNTER,
            "Events of signals that would have needed more series than a metric may have.");
    byFamily.forEach(
        (family, its) -> {
          tellOfLimits(family, its, lost);
          Family made = family.of(its);
          if (made != null) {
            families.add(new YieldingFamily(made, this::yielded));
          }
        });
    if (!lost.isEmpty()) {
      families.add(lost);
    }
    int active = tables.active();
    if (active >= 0) {
      ScalarFamily family =
          new ScalarFamily(
              ACTIVE, MetricType.GAUGE, "Requests that a server has begun and not finished.");
      family.add(active);
      families.add(new YieldingFamily(family, this::yielded));
    }
    ScalarFamily woven = woven();
    if (!woven.isEmpty()) {
      families.add(woven);
    }
    List<Family> ofPools = new ArrayList<>();
    int failures = pools == null ? 0 : pools.collect(scrape, ofPools);
    for (Family each : ofPools) {
      families.add(new YieldingFamily(each, this::yieldedOfPools));
    }
    if (failures > 0) {
      throw new PartialFailure(failures + " pools did not answer", families);
    }
    return families;
  }

  private void tellOfLimits(SignalFamily family, List<Table> its, ScalarFamily lost) {
    long events = 0;
    for (Table each : its) {
      events += each.lost();
      if (each.isLimited()) {
        sayOnce(
            String.format(
                "signals: %s has more than %d values of %s or a very long one, so that further ones count as \"other\"",
                family.name(), family.maxTexts(), family.limited()));
      }
    }
    if (events > 0) {
      lost.add((double) events, "metric", family.name());
      sayOnce(
          String.format(
              "signals: %s would need more than %d series, so that events of further ones are missing in it; exporter_agent_signal_lost_events_total counts them",
              family.name(), ExporterAgentSeries1.MAX_ROWS));
    }
  }

  private void sayOnce(String line) {
    if (said.add(line)) {
      messages.say(line);
    }
  }

  private ScalarFamily woven() {
    Map<List<String>, Integer> methods = new LinkedHashMap<>();
    for (SignalWeaving rule : rules.rules()) {
      methods.merge(Arrays.asList(rule.group().word(), rule.of()), rule.methods(), Integer::sum);
    }
    ScalarFamily family =
        new ScalarFamily(
            "exporter_agent_signal_methods",
            MetricType.GAUGE,
            "Methods of the application's libraries in which the signal is measured.");
    methods.forEach((by, number) -> family.add(number, "library", by.get(1), "signal", by.get(0)));
    return family;
  }

  /** Families of the application, which knows better, take the place of ours. */
  private void yielded(String name) {
    sayOnce(
        String.format(
            "signals: %s is left out, since the application has a metric of that name", name));
  }

  /** An application that has one of them usually has all. */
  private void yieldedOfPools(String name) {
    if (said.add(SignalGroup.POOLS.word())) {
      messages.say(
          String.format(
              "signals: %s is left out, as is what else the application measures of its pools itself",
              name));
    }
  }

  /** Restores every class; returns when that is done, or after 30 s. */
  @Override
  public void close() {
    try {
      if (!place.leave(PATIENCE)) {
        messages.say(
            "restoring the classes of signals has taken more than 30 s and continues in the background; they count nothing any more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
