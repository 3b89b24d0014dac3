package io.exporteragent.source.module;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.module.run.ModuleTally;
import io.exporteragent.source.module.run.ModuleVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The families about modules. For one scrape and one thread. */
final class ModuleFamilies {
  private static final String LABEL = "module";

  private final ScalarFamily up =
      gauge(
          "exporter_agent_module_up",
          "Whether the module is loaded and its last run succeeded (1) or not (0).");
  private final ScalarFamily info =
      new ScalarFamily(
          "exporter_agent_module", MetricType.INFO, "The version of the module that runs.");
  private final ScalarFamily lastSuccess =
      gauge(
          "exporter_agent_module_last_success_timestamp_seconds",
          "When the module last ran successfully, in seconds since 1970.");
  private final ScalarFamily lastDuration =
      gauge("exporter_agent_module_last_run_duration_seconds", "Time the module's last run took.");
  private final ScalarFamily runs =
      counter("exporter_agent_module_runs", "Runs of the module that were begun.");
  private final ScalarFamily failures =
      counter("exporter_agent_module_failures", "Runs of the module that ended without values.");
  private final ScalarFamily timeouts =
      counter(
          "exporter_agent_module_timeouts",
          "Runs of the module that were interrupted for taking too long.");
  private final ScalarFamily loads =
      counter("exporter_agent_module_loads", "Versions of the module that were loaded.");
  private final ScalarFamily loadFailures =
      counter(
          "exporter_agent_module_load_failures",
          "Versions of the module that could not be loaded.");
  private final ScalarFamily series =
      gauge("exporter_agent_module_series", "Series of the module that are served at present.");

  private static ScalarFamily gauge(String name, String help) {
    return new ScalarFamily(name, MetricType.GAUGE, help);
  }

  private static ScalarFamily counter(String name, String help) {
    return new ScalarFamily(name, MetricType.COUNTER, help);
  }

  void add(Module module, long nowNanos) {
    String name = module.name();
    ModuleTally tally = module.tally();
    ModuleVersion running = module.running();
    up.add(module.state(nowNanos) == Module.State.RUNNING ? 1 : 0, LABEL, name);
    if (running != null) {
      info.add(1, LABEL, name, "version", running.label(), "kind", running.kind().label());
      lastSuccess.add(tally.lastSuccessMillis() / 1000.0, LABEL, name);
      lastDuration.add(tally.lastDurationSeconds(), LABEL, name);
    }
    runs.add((double) tally.runs(), LABEL, name);
    failures.add((double) tally.failures(), LABEL, name);
    timeouts.add((double) tally.timeouts(), LABEL, name);
    loads.add((double) tally.loads(), LABEL, name);
    loadFailures.add((double) tally.loadFailures(), LABEL, name);
    series.add(running == null ? 0 : running.series(nowNanos), LABEL, name);
  }

  /** Returns the families that have at least one point. */
  List<Family> all(int leaked) {
    List<Family> all = new ArrayList<>();
    for (ScalarFamily family :
        Arrays.asList(
            up,
            info,
            lastSuccess,
            lastDuration,
            runs,
            failures,
            timeouts,
            loads,
            loadFailures,
            series)) {
      if (!family.isEmpty()) {
        all.add(family);
      }
    }
    all.add(
        gauge(
                "exporter_agent_module_classloaders_leaked",
                "Unloaded versions of modules that something keeps from being collected.")
            .add(leaked));
    return all;
  }
}
