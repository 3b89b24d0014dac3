package io.exporteragent.cli;

import io.exporteragent.ExporterAgent;
import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.lifecycle.Lifecycle;
import io.exporteragent.lifecycle.Sections;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the agent without an application until a signal stops it. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Serves the metrics of the host, of probes and of modules, without an application.")
final class ServeCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "ARGUMENT",
      description = {
        "As after -javaagent:exporter-agent.jar=, for instance 8000, 127.0.0.1:8000,",
        "8000:exporter.yml or host=127.0.0.1,config=exporter.yml. Default: 8000."
      })
  private @Nullable String argument;

  @Option(
      names = "--modules",
      paramLabel = "DIRECTORY",
      description = {"The folder of metric modules, instead of the one in the configuration file."})
  private @Nullable Path modules;

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    AtomicReference<@Nullable Lifecycle> serving = new AtomicReference<>();
    Thread end = new Thread(() -> end(serving.get()), "exporter-agent-end");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      AgentArguments arguments = Sections.all().arguments().parse(argument, System.getenv());
      serving.set(
          ExporterAgent.serve(
              modules == null ? arguments : arguments.with("modules", modules.toString())));
    } catch (ConfigurationException e) {
      Runtime.getRuntime().removeShutdownHook(end);
      throw e;
    }
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  /** Exits with 0, since a signal is the regular end; by default the JVM reports the signal. */
  private static void end(@Nullable Lifecycle agent) {
    if (agent != null) {
      agent.close();
    }
    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
  }
}
