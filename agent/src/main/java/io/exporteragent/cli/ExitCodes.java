package io.exporteragent.cli;

/** What the commands that talk to other JVMs end with, as their help tells it. */
final class ExitCodes {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NO_JVM = 3;
  static final int NOT_SERVING = 8;
  static final int NO_AGENT = 9;

  static final String HEADING = "%nExit codes:%n";
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

  private ExitCodes() {}
}
