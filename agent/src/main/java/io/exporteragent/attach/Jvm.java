package io.exporteragent.attach;

import org.jspecify.annotations.Nullable;

/** A JVM, or what the user takes for one. Immutable. */
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

  /** The main class, jar or module/class; the executable if that cannot be told. */
  public String main() {
    return main;
  }

  /** Null on systems that are not Linux. */
  @Nullable LinuxProcess process() {
    return process;
  }
}
