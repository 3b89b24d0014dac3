package io.exporteragent.attach;

/** Why a command to a JVM failed, and the command that would help. */
public final class AttachException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure that scripts can tell apart, by the exit code of the command line. */
  public enum Reason {
    /** The agent reports that it failed, or the target refused it. */
    FAILED(1),
    /** There is no such process. */
    NO_SUCH_PROCESS(3),
    /** The process is not a JVM; nothing was sent to it. */
    NOT_A_JVM(4),
    /** The process belongs to another user. */
    NOT_PERMITTED(5),
    /** The target was started with an option that forbids this. */
    DISABLED(6),
    /** The port is in use; the target was not changed. */
    PORT_BUSY(7),
    /** There was no answer in time, or the agent does not serve (yet). */
    NOT_SERVING(8),
    /** There is no agent in the target. */
    NO_AGENT(9);

    private final int exitCode;

    Reason(int exitCode) {
      this.exitCode = exitCode;
    }

    /** Returns the exit code of the command line. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Reason reason;
  private final String problem;

  AttachException(Reason reason, String problem, String remedy) {
    super(problem + "; " + remedy);
    this.reason = reason;
    this.problem = problem;
  }

  /** Passes on what the target says, which has its remedy in it. */
  AttachException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.problem = message;
  }

  public Reason reason() {
    return reason;
  }

  /** Returns the message without the remedy: short enough for a column of a table. */
  public String problem() {
    return problem;
  }
}
