package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.exporteragent.it.BootApplication.Version;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Spring Boot application exports by itself is on the page, and it does not notice. */
@TestInstance(PER_CLASS)
class SpringBootIT {
  private static final int ORDERS = 6;

  /** Families of the JVM and the process that the agent would show, too. */
  private static final List<String> IN_BOTH =
      List.of(
          "jvm_memory_used_bytes",
          "jvm_memory_committed_bytes",
          "jvm_memory_max_bytes",
          "process_start_time_seconds");

  /** One run of each application on each JDK without the agent, shared by the tests. */
  private final Map<List<Object>, Life> withoutTheAgent = new HashMap<>();

  /** What an application showed to the world, by its end. */
  private record Life(Set<String> exported, String output, String error, int exitCode) {}

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.BootApplication#everywhere")
  void startedWithTheAgent_isReadAndUnchanged(Jdk jdk, Version version) {
    try (BootApplication application =
        BootApplication.started(
            BootApplication.launch(jdk, version, "-javaagent:" + Program.AGENT + "=localhost:0"))) {
      application.order(ORDERS);
      assertPageHasWhatTheActuatorHas(application, application.program().serving());
      assertUnchanged(application, withoutTheAgent(jdk, version));
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.BootApplication#everywhere")
  void runningWhenTheAgentIsLoaded_isReadAndUnchanged(Jdk jdk, Version version) {
    try (BootApplication application =
        BootApplication.started(BootApplication.launch(jdk, version))) {
      application.order(ORDERS / 2);
      String pid = String.valueOf(application.program().pid());
      jdk.run("jcmd", pid, "JVMTI.agent_load", Program.AGENT.toString(), "localhost:0");
      URI agent = application.program().serving();
      application.order(ORDERS / 2);
      assertPageHasWhatTheActuatorHas(application, agent);
      assertUnchanged(application, withoutTheAgent(jdk, version));
    }
  }

  private static void assertPageHasWhatTheActuatorHas(BootApplication application, URI agent) {
    application.actuator();
    Exposition before = Exposition.of(Page.metrics(agent));
    Exposition own = application.actuator();
    Exposition after = Exposition.of(Page.metrics(agent));

    assertThat(own.families().keySet()).containsAll(IN_BOTH);
    assertSameFamilies(own, before);
    assertSameFamilies(own, after);
    assertBetween(own, before, after);
    assertSameInOpenMetrics(application, agent);
    assertThat(Promtool.complaints(own.text())).containsAll(Promtool.complaints(after.text()));
  }

  private static void assertSameFamilies(Exposition own, Exposition page) {
    assertThat(page.value("orders_placed_total{channel=\"web\"}")).isEqualTo(ORDERS);
    assertThat(page.value("direct_calls_total")).isEqualTo(ORDERS);
    assertThat(page.value("order_time_seconds_count")).isEqualTo(ORDERS);
    assertThat(page.value("order_time_seconds_bucket{le=\"+Inf\"}")).isEqualTo(ORDERS);
    assertThat(page.families().get("order_time_seconds"))
        .isEqualTo(own.families().get("order_time_seconds"))
        .hasSizeGreaterThan(50);
    assertThat(page.comments()).as("names, help and types").containsAll(own.comments());
    own.families()
        .forEach(
            (family, samples) ->
                assertThat(page.families().get(family).keySet())
                    .as(family)
                    .isEqualTo(samples.keySet()));

    assertThat(page.value("exporter_agent_collector_success{collector=\"application\"}")).isOne();
    assertThat(page.families().keySet()).contains("memory_usage", "jvm_threads_current");
  }

  /** What can only grow was read by the agent as it was then: equal if nothing happened. */
  private static void assertBetween(Exposition own, Exposition before, Exposition after) {
    own.families()
        .forEach(
            (family, samples) -> {
              if (own.isCumulative(family)) {
                samples.forEach(
                    (series, value) ->
                        assertThat(value)
                            .as(series)
                            .isBetween(before.value(series), after.value(series)));
              }
            });
  }

  private static void assertSameInOpenMetrics(BootApplication application, URI agent) {
    String[] openMetrics = {"Accept", "application/openmetrics-text;version=1.0.0"};
    Exposition own = application.actuator(openMetrics);
    Exposition page = Exposition.of(Page.metrics(agent, openMetrics));
    assertThat(own.text()).contains("# TYPE orders_placed counter\n").endsWith("# EOF\n");
    assertThat(page.comments()).as("names, help, types and units").containsAll(own.comments());
    own.families()
        .forEach(
            (family, samples) ->
                assertThat(page.families().get(family).keySet())
                    .as(family)
                    .containsAll(samples.keySet()));
  }

  private static void assertUnchanged(BootApplication application, Life without) {
    Life with = end(application);
    assertThat(with.exported).isEqualTo(without.exported);
    assertThat(with.output).isEqualTo(without.output);
    assertThat(with.error.lines().filter(line -> line.startsWith("exporter-agent: "))).hasSize(1);
    assertThat(with.error.lines().filter(line -> !isOfTheAgent(line)))
        .containsExactlyElementsOf(without.error.lines().toList());
    assertThat(with.exitCode).isEqualTo(without.exitCode);
  }

  /** Of the agent itself, or the warning of JDK 21 and later that one has been loaded. */
  private static boolean isOfTheAgent(String line) {
    return line.startsWith("exporter-agent: ")
        || line.startsWith("WARNING: A Java agent has been loaded dynamically")
        || line.startsWith("WARNING: If a serviceability tool is")
        || line.startsWith("WARNING: Dynamic loading of agents");
  }

  private Life withoutTheAgent(Jdk jdk, Version version) {
    return withoutTheAgent.computeIfAbsent(
        List.of(jdk, version),
        key -> {
          try (BootApplication application =
              BootApplication.started(BootApplication.launch(jdk, version))) {
            application.order(ORDERS);
            return end(application);
          }
        });
  }

  private static Life end(BootApplication application) {
    Set<String> exported = new TreeSet<>(application.actuator().withoutValues());
    // There only once there was a collection, which nobody can rule out.
    exported.removeIf(line -> line.contains("jvm_gc_pause_seconds"));
    Program program = application.program();
    program.interrupt();
    int exitCode = program.exitCode();
    return new Life(
        exported, withoutNumbers(program.output()), withoutNumbers(program.error()), exitCode);
  }

  /** Process ids, ports and durations differ from run to run. */
  private static String withoutNumbers(String text) {
    return text.replaceAll("\\d+(\\.\\d+)?", "#");
  }
}
