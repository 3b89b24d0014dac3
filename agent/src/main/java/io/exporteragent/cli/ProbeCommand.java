package io.exporteragent.cli;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.lifecycle.Configuration;
import io.exporteragent.lifecycle.Sections;
import io.exporteragent.source.probe.ProbeExplanation;
import io.exporteragent.source.probe.ProbeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches the page of a probe once and explains every metric made of it. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Fetches the page of a probe once and explains every metric made of it.")
final class ProbeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The configuration file.")
  private String file = "";

  @Parameters(index = "1", paramLabel = "PROBE", description = "The name of the probe.")
  private String name = "";

  @Option(
      names = "--body",
      paramLabel = "JSON",
      description = "Read the page from this file instead of fetching it.")
  private @Nullable Path body;

  @Override
  public Integer call() throws ConfigurationException {
    Sections sections = Sections.all();
    List<ProbeSettings> probes =
        Configuration.parse(
                ConfigurationFile.read(file),
                file,
                sections.arguments().parse(null, System.getenv()),
                sections)
            .of(Sections.PROBES);
    for (ProbeSettings probe : probes) {
      if (probe.name().equals(name)) {
        ProbeExplanation explanation = ProbeExplanation.of(probe, readBody());
        explanation.lines().forEach(System.out::println);
        return explanation.succeeded() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
      }
    }
    throw new ConfigurationException(
        String.format(
            "%s has no probe \"%s\"; it has: %s",
            file,
            name,
            probes.isEmpty()
                ? "none"
                : probes.stream().map(ProbeSettings::name).collect(Collectors.joining(", "))));
  }

  private byte @Nullable [] readBody() throws ConfigurationException {
    if (body == null) {
      return null;
    }
    try {
      return Files.readAllBytes(body);
    } catch (IOException e) {
      throw new ConfigurationException(
          String.format("cannot read %s given as --body: %s", body, e));
    }
  }
}
