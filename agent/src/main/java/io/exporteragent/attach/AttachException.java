package io.exporteragent.attach;

/** Why something asked of a JVM was not done, and the command that would help. */
public final class AttachException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What scripts can tell apart, by the exit code of the command line. */
  public enum Reason {
    /** The agent in the target says that it failed, or the target refused it. */
    FAILED(1),
    /** There is no such process any more. */
    NO_SUCH_PROCESS(3),
    /** The process is something else; no signal was sent to it. */
    NOT_A_JVM(4),
    /** The process belongs to somebody else. */
    NOT_PERMITTED(5),
    /** The target was started with an option that forbids it. */
    DISABLED(6),
    /** The port is taken, so the target was not touched. */
    PORT_BUSY(7),
    /** There was no answer in time, or the agent is there and does not serve yet. */
    NOT_SERVING(8),
    /** There is no agent to ask. */
    NO_AGENT(9);

    private final int exitCode;

    Reason(int exitCode) {
      this.exitCode = exitCode;
    }

    /** What the command line ends with. */
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

  public Reason reason() {
    return reason;
  }

  /** The message without what to do about it: short enough for a column of a table. */
  public String problem() {
    return problem;
  }
}
