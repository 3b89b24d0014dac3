package io.exporteragent.demo;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line of the widget service. Exit codes: 0 after {@code --help}, 1 if a port cannot be
 * had, 2 if the arguments are wrong; otherwise it runs until it is killed.
 */
@Command(
    name = "demo-app",
    description = "Produces widgets, processes them and reports its status as JSON, until killed.",
    showDefaultValues = true)
final class DemoApp {
  private static final int QUEUE_CAPACITY = 100;

  private static final double MIN_RATE = 0.001;
  private static final int MAX_RATE = 100_000;
  private static final int MAX_MILLIS = 3_600_000;
  private static final int MAX_WORKERS = 1_000;
  private static final int MAX_PORT = 65_535;

  /** Nothing here reads it: whoever looks into the running application finds all of it here. */
  static volatile @Nullable WidgetService service;

  @Option(
      names = "--rate",
      paramLabel = "<widgets>",
      description = "Widgets produced per second; decimals allowed.")
  private double rate = 1;

  @Option(
      names = "--min-ms",
      paramLabel = "<ms>",
      description = "Shortest time to process a widget, in milliseconds.")
  private int minMillis = 100;

  @Option(
      names = "--max-ms",
      paramLabel = "<ms>",
      description = "Longest time to process a widget, in milliseconds.")
  private int maxMillis = 500;

  @Option(
      names = "--workers",
      paramLabel = "<threads>",
      description = "Widgets processed at the same time.")
  private int workers = 1;

  @Option(
      names = "--status-port",
      paramLabel = "<port>",
      description = "Port that serves /status; 0 takes any free one.")
  private int statusPort = 8080;

  @Option(
      names = "--metrics-port",
      paramLabel = "<port>",
      description =
          "Port on which the application serves its own metrics at /metrics, as many do without an agent; 0 takes any free one. Without it, it serves none.")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--no-metrics",
      description = "Count and time nothing, as an application nobody prepared for Prometheus.")
  private boolean noMetrics;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private DemoApp() {}

  /** Starts the service; see {@code --help}. */
  public static void main(String[] args) {
    int exitCode = commandLine().execute(args);
    if (exitCode != CommandLine.ExitCode.OK) {
      System.exit(exitCode);
    }
  }

  /** The command line, for {@link CommandLine#execute}; when that returns 0, the service runs. */
  static CommandLine commandLine() {
    DemoApp app = new DemoApp();
    return new CommandLine(app)
        .setExecutionStrategy(app::run)
        .setParameterExceptionHandler((wrong, args) -> complain(wrong));
  }

  private int run(ParseResult arguments) {
    CommandLine commandLine = arguments.commandSpec().commandLine();
    if (help) {
      commandLine.usage(commandLine.getOut());
      return CommandLine.ExitCode.OK;
    }
    checkRanges(commandLine);

    WidgetProcessor processor = new WidgetProcessor(minMillis, maxMillis);
    WidgetService widgets =
        new WidgetService(processor, processedSeconds(), workers, QUEUE_CAPACITY, System::nanoTime);
    StatusServer server;
    try {
      server = StatusServer.start(new InetSocketAddress(statusPort), widgets::status);
    } catch (IOException e) {
      return cannotServe(commandLine, "/status", "--status-port", statusPort, e);
    }
    closeAtExit(server::close);
    HTTPServer metrics = null;
    if (metricsPort != null) {
      try {
        metrics = HTTPServer.builder().port(metricsPort).buildAndStart();
      } catch (IOException e) {
        return cannotServe(commandLine, "/metrics", "--metrics-port", metricsPort, e);
      }
      closeAtExit(metrics::close);
    }
    widgets.start(rate);
    service = widgets;
    PrintWriter out = commandLine.getOut();
    out.printf("demo-app: status at %s%n", server.url());
    if (metrics != null) {
      out.printf("demo-app: metrics at http://localhost:%d/metrics%n", metrics.getPort());
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static int cannotServe(
      CommandLine commandLine, String path, String option, int port, IOException failure) {
    commandLine
        .getErr()
        .printf(
            "demo-app: cannot serve %s on port %d: %s; choose another with %s%n",
            path, port, failure.getMessage(), option);
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** HotSpot waits 300 ms at exit for a thread in accept or poll; closing the socket ends it. */
  private static void closeAtExit(Runnable close) {
    Runtime.getRuntime().addShutdownHook(new Thread(close, "demo-app-shutdown"));
  }

  /** Does not load client_java when there is nothing for it to do. */
  private DoubleConsumer processedSeconds() {
    if (noMetrics) {
      return seconds -> {};
    }
    return new DemoMetrics(PrometheusRegistry.defaultRegistry, System::nanoTime)::widgetProcessed;
  }

  private void checkRanges(CommandLine commandLine) {
    checkRange(commandLine, "--rate", rate, MIN_RATE, MAX_RATE);
    checkRange(commandLine, "--min-ms", minMillis, 0, MAX_MILLIS);
    checkRange(commandLine, "--max-ms", maxMillis, 0, MAX_MILLIS);
    if (minMillis > maxMillis) {
      throw new ParameterException(
          commandLine,
          String.format("--min-ms %d must not exceed --max-ms %d", minMillis, maxMillis));
    }
    checkRange(commandLine, "--workers", workers, 1, MAX_WORKERS);
    checkRange(commandLine, "--status-port", statusPort, 0, MAX_PORT);
    if (metricsPort != null) {
      checkRange(commandLine, "--metrics-port", metricsPort, 0, MAX_PORT);
      if (noMetrics) {
        throw new ParameterException(
            commandLine, "--metrics-port has nothing to serve with --no-metrics");
      }
    }
  }

  private static void checkRange(
      CommandLine commandLine, String option, Number value, Number min, Number max) {
    // Said this way round, NaN is out of range.
    boolean inRange =
        value.doubleValue() >= min.doubleValue() && value.doubleValue() <= max.doubleValue();
    if (!inRange) {
      throw new ParameterException(
          commandLine,
          String.format("%s must be between %s and %s, but is %s", option, min, max, value));
    }
  }

  private static int complain(ParameterException wrong) {
    PrintWriter err = wrong.getCommandLine().getErr();
    err.printf("demo-app: %s; see --help%n", wrong.getMessage());
    return CommandLine.ExitCode.USAGE;
  }
}
