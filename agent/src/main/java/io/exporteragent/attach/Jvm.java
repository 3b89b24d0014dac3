package io.exporteragent.attach;

import io.exporteragent.attach.linux.LinuxProcess;
import org.jspecify.annotations.Nullable;

/** A JVM, or a process that the user takes for one. Immutable. */
public final class Jvm {
  private final long pid;
  private final String main;
  private final @Nullable LinuxProcess process;

  Jvm(long pid, String main, @Nullable LinuxProcess process) {
    this.pid = pid;
    this.main = main;
    this.process = process;
  }

  public long pid() {
    return pid;
  }

  /** Returns the main class, jar or module/class; the executable if that is not known. */
  public String main() {
    return main;
  }

  /** Returns null on systems other than Linux, and if there is no such process. */
  @Nullable LinuxProcess process() {
    return process;
  }

  /** A JVM and what is known of it from outside. Immutable. */
  public static final class Description {
    private final Jvm jvm;
    private final @Nullable String user;
    private final @Nullable String javaVersion;
    private final @Nullable AgentState agent;
    private final @Nullable String obstacle;
    private final Look look;

    Description(
        Jvm jvm,
        @Nullable String user,
        @Nullable String javaVersion,
        @Nullable AgentState agent,
        @Nullable String obstacle,
        Look look) {
      this.jvm = jvm;
      this.user = user;
      this.javaVersion = javaVersion;
      this.agent = agent;
      this.obstacle = obstacle;
      this.look = look;
    }

    public Jvm jvm() {
      return jvm;
    }

    /** Returns the user it runs as, null if not known. */
    public @Nullable String user() {
      return user;
    }

    /** Returns for instance 17.0.9, null if not known. */
    public @Nullable String javaVersion() {
      return javaVersion;
    }

    /** Returns null if there is no agent, or none that could be asked. */
    public @Nullable AgentState agent() {
      return agent;
    }

    /** Returns why the agent cannot be attached, null if it can. */
    public @Nullable String obstacle() {
      return obstacle;
    }

    /** Returns whether the page was fetched. */
    public boolean isPageFetched() {
      return look.isFetched;
    }

    /** Returns why the page could not be fetched, null if it was or nobody tried. */
    public @Nullable String pageProblem() {
      return look.problem;
    }
  }

  /** What became of looking at a page. Immutable. */
  static final class Look {
    static final Look NONE = new Look(false, null);
    static final Look FETCHED = new Look(true, null);

    private final boolean isFetched;
    private final @Nullable String problem;

    private Look(boolean isFetched, @Nullable String problem) {
      this.isFetched = isFetched;
      this.problem = problem;
    }

    static Look failed(String problem) {
      return new Look(false, problem);
    }
  }
}
