package io.exporteragent.source.method;

import java.util.function.IntUnaryOperator;

/** An application's class that fills the stack, in a class loader that sees nothing of the test. */
public final class Diver implements IntUnaryOperator {
  /**
   * Dives until the stack is full.
   *
   * @param steps how many calls before the first dive, so that the stack ends elsewhere
   * @return 1 if it was full
   */
  @Override
  public int applyAsInt(int steps) {
    try {
      return walk(steps);
    } catch (StackOverflowError e) {
      return 1;
    }
  }

  private int walk(int steps) {
    return steps > 0 ? walk(steps - 1) : dive(0, steps);
  }

  private int dive(int depth, long ballast) {
    return depth < 0 ? 0 : breathe(depth) + dive(depth + 1, ballast + depth);
  }

  private int breathe(int depth) {
    return depth & 1;
  }
}
