package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the harness. */
@Command(
    name = "benchmarks/run",
    description = {
      "Measures what exporter-agent costs, against its peers.",
      "Writes to benchmarks/results, or with --quick to benchmarks/target/results."
    })
public final class Benchmarks implements Callable<Integer> {
  static final String STARTUP = "startup";
  static final String FOOTPRINT = "footprint";
  static final String SCRAPE = "scrape";
  static final String SCALE = "scale";
  static final String MBEANS = "mbeans";
  static final String WEB = "web";
  static final String NODE = "node";
  static final String SIGNALS = "signals";
  private static final String ALL = "all";

  /** Not a scenario; the first is its name, the other what it was called before. */
  private static final List<String> DOCS = List.of("docs", "readme");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "SCENARIO",
      description = {
        "startup, footprint, scrape, scale, mbeans, web, parts, methods, signals, application or attach;",
        "all: each of them, then docs;",
        "docs: writes docs/performance.md and the figures of the README from the results."
      })
  private String wanted = ALL;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  private boolean unusedHelp; // Acted on by picocli alone.

  @Option(names = "--quick", description = "Minutes instead of hours, and rough figures.")
  private boolean quick;

  @Option(
      names = "--jdk",
      paramLabel = "PATH",
      description = "A JDK to measure with; can be repeated. Default: every JDK there is.")
  private List<Path> homes = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "JAR",
      description = {
        "Another exporter-agent.jar, for instance of the previous version, to measure in the",
        "same run by startup, footprint and scrape. Its figures are not published."
      })
  private @Nullable Path against;

  private Benchmarks() {}

  /** Exits with 0 when everything was measured, whether or not the targets are met; else with 1. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Benchmarks())
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command.getErr().println("benchmarks/run: " + e);
                  return 1;
                })
            .execute(args));
  }

  /** Every scenario by its name on the command line. */
  static Map<String, Scenario> scenarios() {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put(STARTUP, new Startup());
    scenarios.put(FOOTPRINT, new Footprint());
    scenarios.put(SCRAPE, new ScrapeCost());
    scenarios.put(SCALE, new Scale());
    scenarios.put(MBEANS, new MBeans());
    scenarios.put(WEB, new ClosedPage());
    scenarios.put(NODE, new NodeHost());
    scenarios.put("parts", new Parts());
    scenarios.put("methods", new MethodCalls());
    scenarios.put(SIGNALS, new Signals());
    scenarios.put("application", new ApplicationSpeed());
    scenarios.put("attach", new Attaching());
    return scenarios;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Jars jars = Jars.built(Optional.ofNullable(against));
    Results published = new Results(jars.home().resolve("results"));
    if (!DOCS.contains(wanted)) {
      Results results =
          quick || against != null ? new Results(jars.home().resolve("target/results")) : published;
      for (Map.Entry<String, Scenario> scenario : chosen().entrySet()) {
        Path page = results.write(measure(scenario.getKey(), scenario.getValue(), jars));
        spec.commandLine().getOut().println(Files.readString(page));
      }
    }
    if (DOCS.contains(wanted) || (wanted.equals(ALL) && !quick)) {
      PublishedFigures.write(jars.home().resolve(".."), published);
    }
    return 0;
  }

  private Map<String, Scenario> chosen() {
    Map<String, Scenario> scenarios = scenarios();
    if (wanted.equals(ALL)) {
      return scenarios;
    }
    if (!scenarios.containsKey(wanted)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no scenario " + wanted + ", but " + String.join(", ", scenarios.keySet()));
    }
    scenarios.keySet().retainAll(Set.of(wanted));
    return scenarios;
  }

  private Report measure(String name, Scenario scenario, Jars jars)
      throws IOException, InterruptedException {
    Machine machine = Machine.here();
    List<Section> sections = new ArrayList<>();
    for (Jdk jdk : jdks()) {
      spec.commandLine().getErr().println(name + " with JDK " + jdk.version());
      sections.add(scenario.run(jdk, jars, quick ? Effort.QUICK : Effort.FULL));
    }
    return new Report(name, LocalDate.now(ZoneOffset.UTC).toString(), machine, sections);
  }

  private List<Jdk> jdks() throws IOException {
    List<Jdk> jdks = new ArrayList<>();
    for (Path home : homes) {
      jdks.add(Jdk.at(home));
    }
    return jdks.isEmpty() ? Jdk.all() : jdks;
  }
}
