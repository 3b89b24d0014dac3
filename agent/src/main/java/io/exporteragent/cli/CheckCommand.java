package io.exporteragent.cli;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.lifecycle.Configuration;
import io.exporteragent.lifecycle.Sections;
import io.exporteragent.web.WebConfiguration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a configuration file means, or where it is wrong. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Prints what a configuration file means, or where it is wrong.")
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--example", description = "Print a complete commented example instead.")
  private boolean example;

  @Option(
      names = "--web",
      paramLabel = "FILE",
      description =
          "Read a web configuration file instead, as node_exporter and Prometheus take it, with its certificates.")
  private @Nullable String web;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The configuration file.")
  private @Nullable String file;

  @Override
  public Integer call() throws ConfigurationException {
    Sections sections = Sections.all();
    if (example) {
      System.out.print(Configuration.example(sections));
      return CommandLine.ExitCode.OK;
    }
    if (web != null) {
      WebConfiguration.read(web).describe(Instant.now()).forEach(System.out::println);
      return CommandLine.ExitCode.OK;
    }
    if (file == null) {
      CommandLine command = spec == null ? new CommandLine(this) : spec.commandLine();
      throw new ParameterException(command, "give a configuration file, --web or --example");
    }
    Configuration configuration =
        Configuration.parse(
            ConfigurationFile.read(file),
            file,
            sections.arguments().parse(null, System.getenv()),
            sections);
    configuration.check();
    System.out.print(configuration.describe());
    configuration.remarks().forEach(line -> System.out.println("# " + line));
    return CommandLine.ExitCode.OK;
  }
}
