package io.exporteragent.cli;

import io.exporteragent.ExporterAgent;
import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvms;
import io.exporteragent.attach.Tool;
import io.exporteragent.config.PrometheusDuration;
import io.exporteragent.lifecycle.Sections;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * What the commands that talk to other JVMs share: an option, messages, and the help on exit codes.
 */
final class OtherJvms {
  static final String EXIT_CODES = "%nExit codes:%n";
  static final String DONE_TEXT = "0:Done.";
  static final String FAILED_TEXT =
      "1:The agent or the JVM failed or refused; the message says why.";
  static final String USAGE_TEXT = "2:The command line is wrong, or several JVMs match.";
  static final String NO_JVM_TEXT = "3:There is no such process, or no JVM matches.";
  static final String NOT_A_JVM_TEXT = "4:The process is not a JVM; nothing was sent to it.";
  static final String NOT_PERMITTED_TEXT = "5:The process belongs to another user.";
  static final String DISABLED_TEXT = "6:The JVM was started with an option that forbids this.";
  static final String PORT_BUSY_TEXT = "7:The port is in use; the JVM was not changed.";
  static final String NOT_SERVING_TEXT = "8:No answer in time, or the agent does not serve (yet).";
  static final String NO_AGENT_TEXT = "9:There is no agent in the JVM.";

  /**
   * All of category C: control characters, which terminals obey (ASCII and 8-bit ones), characters
   * that are invisible or change the direction of text, and unpaired surrogates.
   */
  private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

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
      return new Tool(jar, ExporterAgent.version(), Sections.all().arguments());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reports in one line why a command to a process failed, and returns the exit code. */
  int failed(long pid, AttachException failure) {
    say("process " + pid + ": " + failure.getMessage());
    return failure.reason().exitCode();
  }

  void say(String message) {
    if (command != null) {
      command.commandLine().getErr().println("exporter-agent: " + plain(message));
    }
  }

  /**
   * Returns the text in one line, with every invisible character replaced by a question mark: the
   * text may come from any process, and the terminal may be that of root.
   */
  static String plain(String text) {
    return NOT_PLAIN.matcher(text).replaceAll("?");
  }

  /** Reads durations written as in the configuration file. */
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
