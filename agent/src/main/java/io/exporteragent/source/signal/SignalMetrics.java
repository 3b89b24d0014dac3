package io.exporteragent.source.signal;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.signal.SignalTables.Table;
import io.exporteragent.weave.Loom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
 * <p>Classes are woven and restored on the thread of the loom; collecting reads memory only.
 */
final class SignalMetrics implements Source {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Messages messages;
  private final SignalTables tables = new SignalTables();
  private final SignalRules rules;
  private final Loom.Place place;
  private final Set<String> yielded = ConcurrentHashMap.newKeySet();

  /** Starts measuring. */
  SignalMetrics(Set<SignalGroup> groups, Loom loom, Messages messages) {
    this.messages = messages;
    this.rules = new SignalRules(groups, tables, messages);
    this.place = loom.join(rules);
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    Map<SignalFamily, List<Table>> byFamily = new LinkedHashMap<>();
    for (Table each : tables.all()) {
      byFamily.computeIfAbsent(each.family, key -> new ArrayList<>()).add(each);
    }
    List<Family> families = new ArrayList<>();
    byFamily.forEach(
        (family, its) -> {
          Family made = family.of(its);
          if (made != null) {
            families.add(new YieldingFamily(made, this::yielded));
          }
        });
    ScalarFamily woven = woven();
    if (!woven.isEmpty()) {
      families.add(woven);
    }
    return families;
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
    if (yielded.add(name)) {
      messages.say(
          String.format(
              "signals: %s is left out, since the application has a metric of that name", name));
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
