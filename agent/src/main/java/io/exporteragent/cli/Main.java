package io.exporteragent.cli;

import io.exporteragent.ExporterAgent;
import io.exporteragent.attach.AttachException;
import io.exporteragent.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * Entry point of the commands. Their exit codes: 0 done, 1 failed, 2 wrong command line; those that
 * talk to other JVMs have more.
 */
@Command(
    name = "exporter-agent",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Turns a JVM into a Prometheus target, or runs alone as a host and probe exporter.",
    subcommands = {
      ListCommand.class,
      AttachCommand.class,
      StatusCommand.class,
      DetachCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      MBeansCommand.class,
      ProbeCommand.class,
      CompileCommand.class
    },
    footer = {
      "",
      "Within an application: java -javaagent:exporter-agent.jar=8000 -jar app.jar",
      "In a running one:      java -jar exporter-agent.jar attach <pid> 8000"
    })
public final class Main implements Runnable {

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
        .execute(arguments);
  }

  private static int failed(Exception failure, CommandLine command) throws Exception {
    if (failure instanceof AttachException) {
      command
          .getErr()
          .println("exporter-agent: " + OtherJvms.plain(String.valueOf(failure.getMessage())));
      return ((AttachException) failure).reason().exitCode();
    }
    if (!(failure instanceof ConfigurationException)) {
      throw failure;
    }
    command.getErr().println("exporter-agent: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Prints the usage, when no command is given. */
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** Reads the version from the jar when it is asked for. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"exporter-agent " + ExporterAgent.version()};
    }
  }
}
