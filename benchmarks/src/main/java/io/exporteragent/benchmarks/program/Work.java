package io.exporteragent.benchmarks.program;

/** A method worth measuring, named in the configurations under {@code benchmarks/config}. */
final class Work implements Callee {
  private static final int STEPS = 64;

  /** Some hundred nanoseconds of arithmetic that cannot be foreseen: Marsaglia's xorshift. */
  @Override
  public int call(int seed) {
    int x = seed;
    for (int i = 0; i < STEPS; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
    }
    return x;
  }
}
