package io.exporteragent.source.signal;

import io.exporteragent.guest.Guest;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.ClassWeaver;
import io.exporteragent.weave.JavaBase;
import io.exporteragent.weave.RuleBook;
import io.exporteragent.weave.Weaving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rules of the signals that are asked for. */
final class SignalRules implements RuleBook {
  private static final long HURRY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Duration HURRIED = Duration.ofSeconds(2);
  private static final String WAIT_OR_CORRECT = SignalWeaving.WAIT + ", or correct ";

  private final Set<SignalGroup> groups;
  private final SignalTables tables;
  private final List<Preset> own;
  private final Guest guest;
  private final @Nullable Pools pools;
  private final ClassFiles.Latest latest = new ClassFiles.Latest();
  private final long sinceNanos = System.nanoTime();
  private volatile List<SignalWeaving> rules = Collections.emptyList();

  /**
   * @param own presets of the user's, which come before ours
   * @param tables are opened, filled by woven code, and cleared in the end
   * @param pools the same for pools; null if they are not asked for
   */
  SignalRules(
      Set<SignalGroup> groups,
      List<Preset> own,
      SignalTables tables,
      @Nullable Pools pools,
      Guest guest) {
    this.groups = groups;
    this.own = own;
    this.tables = tables;
    this.pools = pools;
    this.guest = guest;
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
    List<Preset> presets = new ArrayList<>(own);
    for (Preset each : Preset.ofJar()) {
      if (groups.contains(each.signal().group())) {
        presets.add(each);
      }
    }
    Map<List<Object>, List<Preset>> byMethod = new LinkedHashMap<>();
    for (Preset each : presets) {
      for (String type : each.classNames()) {
        List<Object> method = Arrays.asList(type, each.method(), each.arguments(), each.signal());
        byMethod.computeIfAbsent(method, key -> new ArrayList<>()).add(each);
      }
    }
    Map<List<Object>, List<Preset>> siblings = new HashMap<>();
    for (Preset each : presets) {
      siblings.computeIfAbsent(kind(each), key -> new ArrayList<>()).add(each);
    }
    Map<List<Object>, List<SignalRule>> alike = new HashMap<>();
    List<SignalWeaving> made = new ArrayList<>();
    byMethod.forEach(
        (method, candidates) -> {
          Preset first = candidates.get(0);
          String type = method.get(0).toString();
          SignalSites sites =
              new SignalSites(
                  type,
                  candidates,
                  siblings.getOrDefault(kind(first), presets),
                  tables.of(first.family(), ""),
                  latest,
                  guest.workers());
          List<SignalRule> itsAlike = alike.computeIfAbsent(kind(first), key -> new ArrayList<>());
          String remedy =
              own.contains(first) ? WAIT_OR_CORRECT + first.location() : SignalWeaving.WAIT;
          SignalRule rule = new SignalRule(type, first, remedy, itsAlike, sites, guest.messages());
          itsAlike.add(rule);
          made.add(rule);
        });
    if (groups.contains(SignalGroup.JDBC)) {
      made.add(new DatabaseRule(tables));
    }
    return made;
  }

  private static List<Object> kind(Preset of) {
    return Arrays.asList(of.of(), of.signal());
  }

  @Override
  public void warmUp(ClassWeaver weaver) {
    Class<?> ours = Site.class;
    Weaving weaving = new Weaving();
    weaving.add(
        "woven()V",
        new SignalHook.Operation(BootClasses.internalName(ExporterAgentSignals1.class), 0, ""));
    weaver.weave(ours.getName(), BootClasses.classFile(ours), weaving);
  }

  /** While an application starts, its servers answer soon after their classes are loaded. */
  @Override
  public Duration patience() {
    return System.nanoTime() - sinceNanos < HURRY_NANOS ? HURRIED : RuleBook.super.patience();
  }

  @Override
  public void searched() {
    latest.forget();
  }

  @Override
  public void left() {
    tables.clear();
    if (pools != null) {
      pools.clear();
    }
  }
}
