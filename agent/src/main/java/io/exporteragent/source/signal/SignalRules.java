package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.AdviceTemplates;
import io.exporteragent.weave.ClassWeaver;
import io.exporteragent.weave.JavaBase;
import io.exporteragent.weave.RuleBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rules of the signals that are asked for. */
final class SignalRules implements RuleBook {
  private static final long HURRY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Duration HURRIED = Duration.ofSeconds(1);

  private final Set<SignalGroup> groups;
  private final SignalTables tables;
  private final @Nullable Pools pools;
  private final Messages messages;
  private final long sinceNanos = System.nanoTime();
  private volatile List<SignalWeaving> rules = Collections.emptyList();

  /**
   * @param tables are opened, filled by woven code, and cleared in the end
   * @param pools the same for connection pools; null if they are not asked for
   */
  SignalRules(
      Set<SignalGroup> groups, SignalTables tables, @Nullable Pools pools, Messages messages) {
    this.groups = groups;
    this.tables = tables;
    this.pools = pools;
    this.messages = messages;
  }

  @Override
  public List<SignalWeaving> rules(JavaBase javaBase) throws ReflectiveOperationException {
    if (rules.isEmpty()) {
      tables.open(javaBase);
      List<SignalWeaving> made = make();
      if (pools != null) {
        made.addAll(pools.open(javaBase));
      }
      rules = made;
    }
    return rules;
  }

  /** Returns the rules, none before the first search; any thread may ask. */
  List<SignalWeaving> rules() {
    return Collections.unmodifiableList(rules);
  }

  private List<SignalWeaving> make() {
    AdviceTemplates templates =
        new AdviceTemplates(SignalAdvice.class, ExporterAgentSignals1.class);
    Map<List<Object>, List<Preset>> byMethod = new LinkedHashMap<>();
    for (Preset each : Preset.ofJar()) {
      if (groups.contains(each.signal().group())) {
        for (String type : each.classNames()) {
          List<Object> method = Arrays.asList(type, each.method(), each.arguments(), each.signal());
          byMethod.computeIfAbsent(method, key -> new ArrayList<>()).add(each);
        }
      }
    }
    List<SignalWeaving> made = new ArrayList<>();
    byMethod.forEach(
        (method, candidates) -> {
          int table = tables.of(candidates.get(0).family(), "");
          made.add(
              new SignalRule(method.get(0).toString(), candidates, table, templates, messages));
        });
    if (groups.contains(SignalGroup.JDBC)) {
      made.add(new DatabaseRule(tables, templates));
    }
    return made;
  }

  @Override
  public void warmUp(ClassWeaver weaver) {
    // No class is awaited, so that no application's thread ever weaves.
  }

  /** While an application starts, its servers answer soon after their classes are loaded. */
  @Override
  public Duration patience() {
    return System.nanoTime() - sinceNanos < HURRY_NANOS ? HURRIED : RuleBook.super.patience();
  }

  @Override
  public void searched() {
    // A server that is not there is nothing to be told.
  }

  @Override
  public void left() {
    tables.clear();
    if (pools != null) {
      pools.clear();
    }
  }
}
