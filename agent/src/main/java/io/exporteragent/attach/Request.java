package io.exporteragent.attach;

/** What the user asked for, in words that can be repeated in the answer. Immutable. */
final class Request {
  private final Tool tool;
  private final String verb;
  private final long pid;
  private final String arguments;

  Request(Tool tool, String verb, long pid, String arguments) {
    this.tool = tool;
    this.verb = verb;
    this.pid = pid;
    this.arguments = arguments;
  }

  Tool tool() {
    return tool;
  }

  long pid() {
    return pid;
  }

  String arguments() {
    return arguments;
  }

  /** The same once more. */
  String command() {
    return command(arguments);
  }

  /** The same with other arguments or options. */
  String command(String other) {
    return tool.command(verb, Long.toString(pid), other);
  }

  /** The refusal of a JVM that was started with this option. */
  AttachException disabled(String option) {
    return new AttachException(
        AttachException.Reason.DISABLED,
        "it was started with " + option,
        "start it without that option, or with " + tool.option(arguments));
  }
}
