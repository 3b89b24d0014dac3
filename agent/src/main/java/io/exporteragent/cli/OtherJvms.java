package io.exporteragent.cli;

import io.exporteragent.ExporterAgent;
import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvms;
import io.exporteragent.attach.Tool;
import io.exporteragent.config.PrometheusDuration;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the commands that talk to other JVMs have in common. */
final class OtherJvms {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Give up after this time, for instance 500ms or 1m. Default: 15s.")
  private Duration timeout = Duration.ofSeconds(15);

  Duration timeout() {
    return timeout;
  }

  static Jvms jvms() {
    return new Jvms(Paths.get("/proc"), tool());
  }

  static Tool tool() {
    try {
      Path jar =
          new File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toPath();
      return new Tool(jar, ExporterAgent.version());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says in one line what has become of a process, and returns the exit code. */
  int failed(long pid, AttachException failure) {
    say("process " + pid + ": " + failure.getMessage());
    return failure.reason().exitCode();
  }

  void say(String message) {
    if (command != null) {
      command.commandLine().getErr().println("exporter-agent: " + Terminal.plain(message));
    }
  }

  /** Reads durations as the configuration file has them. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration duration = PrometheusDuration.parse(text);
      if (duration == null || duration.isZero()) {
        throw new TypeConversionException(
            "'" + text + "' is not a duration: write for instance 500ms, 15s or 1m30s");
      }
      return duration;
    }
  }
}
