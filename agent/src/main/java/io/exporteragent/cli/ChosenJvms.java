package io.exporteragent.cli;

import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.Jvm;
import io.exporteragent.attach.Jvms;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Finds the JVMs that a user means by a process id or a regular expression. */
final class ChosenJvms {
  /** The help on the parameter. */
  static final String HELP =
      "The process id, or a regular expression that is searched in the main class or jar as list shows it.";

  /** Says that no JVM was meant, or too many. */
  static final class NoChoice extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private NoChoice(int exitCode, String message) {
      super(message);
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  private ChosenJvms() {}

  /**
   * Finds them.
   *
   * @param mayBeSeveral whether more than one may be meant
   * @param otherwise what can be done else if there are several, for the message
   */
  static List<Jvm> of(String target, Jvms jvms, boolean mayBeSeveral, String otherwise)
      throws AttachException, NoChoice {
    if (target.matches("\\d{1,18}")) {
      return Collections.singletonList(jvms.of(Long.parseLong(target)));
    }
    List<Jvm> found;
    try {
      found = jvms.matching(Pattern.compile(target));
    } catch (PatternSyntaxException e) {
      throw new NoChoice(
          CommandLine.ExitCode.USAGE,
          String.format(
              "\"%s\" is not a regular expression: %s; give a process id or a part of the main class",
              target, e.getDescription()));
    }
    if (found.isEmpty()) {
      throw new NoChoice(
          Reason.NO_SUCH_PROCESS.exitCode(),
          String.format(
              "no JVM has \"%s\" in its main class or jar; list the JVMs of this host: %s",
              target, OtherJvms.tool().commandLine("list")));
    }
    if (found.size() > 1 && !mayBeSeveral) {
      throw new NoChoice(
          CommandLine.ExitCode.USAGE,
          String.format(
              "%d JVMs have \"%s\" in their main class or jar; give one of their ids%s: %s",
              found.size(),
              target,
              otherwise,
              found.stream()
                  .map(jvm -> jvm.pid() + " " + jvm.main())
                  .collect(Collectors.joining(", "))));
    }
    return found;
  }
}
