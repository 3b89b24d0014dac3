package io.exporteragent.benchmarks.idle;

/** An agent that does nothing: what the JVM itself asks for having one at all. */
public final class IdleAgent {
  private IdleAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments) {}
}
