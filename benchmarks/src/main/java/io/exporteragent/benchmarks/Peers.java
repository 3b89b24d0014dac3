package io.exporteragent.benchmarks;

import static io.exporteragent.benchmarks.Candidate.PORT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The agent and those it is compared with, each around one program, on one JDK.
 *
 * <p>All listen on the loopback address. All get the same heap and {@code
 * sun.net.httpserver.nodelay}, without which every second answer of most of them waits 40 ms for a
 * delayed acknowledgement, as soon as one scrape follows the other at once.
 */
final class Peers {
  static final String NONE = "none";
  static final String NONE_AGAIN = "none, again";
  static final String IDLE_AGENT = "idle agent";
  static final String EXPORTER_AGENT = "exporter-agent";
  static final String OTHER_AGENT = "exporter-agent, the other jar";
  static final String CLIENT_JAVA = "client_java by hand";
  static final String MICROMETER = "Micrometer by hand";
  static final String JMX_EXPORTER = "jmx_exporter";
  static final String JMX_EXPORTER_JVM = "jmx_exporter, JVM only";
  static final String JMX_COLLECTOR = "jmx_exporter's collector";
  static final String OPEN_TELEMETRY = "OpenTelemetry agent, JVM only";
  static final String NODE_EXPORTER = "node_exporter: cpu, meminfo, filesystem";
  static final String SERVE = "exporter-agent serve, node alone";
  static final String NODE_EXPORTER_SAME = "node_exporter, the same collectors";
  private static final Path NODE_EXPORTER_PATH = Path.of("/usr/bin/prometheus-node-exporter");
  private static final String PROGRAMS = "io.exporteragent.benchmarks.program.";
  private static final List<String> LIBRARIES =
      List.of("prometheus-", "micrometer-", "HdrHistogram-");
  static final String ADDRESS = "127.0.0.1:" + PORT;

  /** Metrics of the JVM, and a page of all metrics. */
  static final List<String> SERVED_BY_OPEN_TELEMETRY =
      List.of(
          "-Dotel.instrumentation.runtime-telemetry.enabled=true",
          "-Dotel.metrics.exporter=prometheus",
          "-Dotel.exporter.prometheus.host=127.0.0.1",
          "-Dotel.exporter.prometheus.port=" + PORT);

  private final Jdk jdk;
  private final Jars jars;
  private final String classPath;
  private final String heap;
  private final List<String> program;

  /**
   * Candidates that run this program.
   *
   * @param heap as for {@code -Xmx}
   * @param program the simple name of its main class, and its arguments
   */
  Peers(Jdk jdk, Jars jars, String heap, String... program) {
    this.jdk = jdk;
    this.jars = jars;
    this.classPath = jars.classPath(LIBRARIES.toArray(String[]::new));
    this.heap = heap;
    this.program = List.of(program);
  }

  /** The program without an agent, and with each of them, where its figures are compared. */
  List<Candidate> all() {
    List<Candidate> all = new ArrayList<>(List.of(none(), idleAgent(), exporterAgent()));
    otherAgent().ifPresent(all::add);
    all.addAll(
        List.of(clientJava(), micrometer(), jmxExporter(), jmxExporterJvmOnly(), openTelemetry()));
    return all;
  }

  /** The agent of the jar that {@code --against} names. */
  Optional<Candidate> otherAgent() {
    return jars.against().map(jar -> java(OTHER_AGENT, "-javaagent:" + jar + "=" + ADDRESS));
  }

  Candidate none() {
    return java(NONE);
  }

  Candidate idleAgent() {
    return java(IDLE_AGENT, "-javaagent:" + jars.idleAgent());
  }

  Candidate exporterAgent() {
    return java(EXPORTER_AGENT, "-javaagent:" + jars.agent() + "=" + ADDRESS);
  }

  /** The agent with a web configuration file. */
  Candidate exporterAgentWeb(String name, Path web) {
    return java(name, "-javaagent:" + jars.agent() + "=" + ADDRESS + ",web=" + web);
  }

  /** The agent with a file under {@code benchmarks/config}. */
  Candidate exporterAgent(String name, String configuration) {
    return java(
        name,
        "-javaagent:" + jars.agent() + "=" + ADDRESS + ":" + jars.configuration(configuration));
  }

  /** The agent with nothing but MBeans, by a jmx_exporter file under {@code benchmarks/config}. */
  Candidate exporterAgentMBeans(String rules) {
    return exporterAgent(EXPORTER_AGENT, "mbeans-only.yml")
        .runBy("env", "BENCHMARK_RULES=" + jars.configuration(rules));
  }

  /** client_java's server and its JVM metrics. */
  Candidate clientJava() {
    return byHand(CLIENT_JAVA, "client_java");
  }

  /** client_java's server alone. */
  Candidate clientJavaRegistry() {
    return byHand(CLIENT_JAVA, "client_java-registry");
  }

  Candidate micrometer() {
    return byHand(MICROMETER, "micrometer");
  }

  private Candidate byHand(String name, String servedBy) {
    return java(name, "-Dbenchmark.served-by=" + servedBy, "-Dbenchmark.port=" + PORT);
  }

  /**
   * jmx_exporter's collector, behind client_java's server, by a file of {@code benchmarks/config}.
   */
  Candidate jmxCollector(String rules) {
    return java(
        JMX_COLLECTOR,
        jars.classPath(
            Stream.concat(LIBRARIES.stream(), Stream.of("collector-", "snakeyaml-"))
                .toArray(String[]::new)),
        List.of(
            "-Dbenchmark.served-by=jmx_collector",
            "-Dbenchmark.rules=" + jars.configuration(rules),
            "-Dbenchmark.port=" + PORT));
  }

  Candidate jmxExporter() {
    return jmxExporter(JMX_EXPORTER, "jmx-default.yml");
  }

  Candidate jmxExporterJvmOnly() {
    return jmxExporter(JMX_EXPORTER_JVM, "jmx-jvm-only.yml");
  }

  private Candidate jmxExporter(String name, String configuration) {
    return java(
        name,
        "-javaagent:"
            + jars.jmxExporter()
            + "="
            + ADDRESS
            + ":"
            + jars.configuration(configuration));
  }

  Candidate openTelemetry() {
    return openTelemetry(OPEN_TELEMETRY, SERVED_BY_OPEN_TELEMETRY.toArray(String[]::new));
  }

  /** The OpenTelemetry agent that makes a span of each call of one method, and exports none. */
  Candidate openTelemetryMethod(String name, String method, String sampler) {
    return openTelemetry(
        name,
        "-Dotel.instrumentation.methods.enabled=true",
        "-Dotel.instrumentation.methods.include=" + method,
        "-Dotel.metrics.exporter=none",
        "-Dotel.traces.sampler=" + sampler);
  }

  private Candidate openTelemetry(String name, String... options) {
    return java(
        name,
        Stream.concat(openTelemetryAgent(jars).stream(), Stream.of(options))
            .toArray(String[]::new));
  }

  /** OpenTelemetry's agent that does nothing but what further options say. */
  static List<String> openTelemetryAgent(Jars jars) {
    return List.of(
        "-javaagent:" + jars.openTelemetry(),
        "-Dotel.instrumentation.common.default-enabled=false",
        "-Dotel.traces.exporter=none",
        "-Dotel.logs.exporter=none");
  }

  /**
   * The collectors that the agent's host metrics correspond to; empty where it is not installed.
   */
  Optional<Candidate> nodeExporter() {
    return nodeExporter(NODE_EXPORTER, "cpu", "meminfo", "filesystem");
  }

  /** The collectors whose families {@link #serve} has; empty where it is not installed. */
  Optional<Candidate> nodeExporterOfSame() {
    return nodeExporter(
        NODE_EXPORTER_SAME,
        "cpu",
        "diskstats",
        "filefd",
        "filesystem",
        "loadavg",
        "meminfo",
        "netdev",
        "pressure",
        "stat",
        "time",
        "uname",
        "vmstat");
  }

  private static Optional<Candidate> nodeExporter(String name, String... collectors) {
    return Files.isExecutable(NODE_EXPORTER_PATH)
        ? Optional.of(
            new Candidate(
                name,
                false,
                Stream.concat(
                        Stream.of(
                            NODE_EXPORTER_PATH.toString(),
                            "--web.listen-address=" + ADDRESS,
                            "--web.disable-exporter-metrics",
                            "--collector.disable-defaults"),
                        Stream.of(collectors).map(each -> "--collector." + each))
                    .toList()))
        : Optional.empty();
  }

  /** The agent's jar alone, with what node_exporter has and nothing else. */
  Candidate serve() {
    return new Candidate(
        SERVE,
        false,
        List.of(
            jdk.tool("java"),
            "-Xmx" + heap,
            "-jar",
            jars.agent().toString(),
            "serve",
            ADDRESS + ":" + jars.configuration("node-only.yml")));
  }

  private Candidate java(String name, String... options) {
    return java(name, classPath, List.of(options));
  }

  private Candidate java(String name, String libraries, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(jdk.tool("java"));
    command.add("-Xmx" + heap);
    command.add("-Dsun.net.httpserver.nodelay=true");
    command.addAll(options);
    command.add("-cp");
    command.add(libraries);
    command.add(PROGRAMS + program.get(0));
    command.addAll(program.subList(1, program.size()));
    return new Candidate(name, true, List.copyOf(command));
  }
}
