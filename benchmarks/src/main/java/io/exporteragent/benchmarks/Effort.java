package io.exporteragent.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds rounds of what differs much from one to the next: starting, scraping, and the speed
 *     of a whole program, which the JIT compiler does not compile twice alike
 * @param longRounds rounds of everything else
 * @param rest how long a candidate is left alone before its memory is measured
 * @param scrapes scrapes in a block
 * @param series how many series the application has, one after the other
 * @param beans how many MBeans the application has, one after the other; multiples of 100
 * @param threads how many threads call a measured method, one after the other
 * @param warmUp how long a loop runs before it is measured; on a busy machine the JIT compiler
 *     needs seconds for what OpenTelemetry does
 * @param window how long it is measured
 */
record Effort(
    int rounds,
    int longRounds,
    Duration rest,
    int scrapes,
    List<Integer> series,
    List<Integer> beans,
    List<Integer> threads,
    Duration warmUp,
    Duration window) {

  /** For results to be published: hours for each JDK and all scenarios. */
  static final Effort FULL =
      new Effort(
          20,
          5,
          Duration.ofSeconds(30),
          1_000,
          List.of(10_000, 100_000, 1_000_000),
          List.of(10_000, 100_000),
          List.of(1, 2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  /** To see where one stands. */
  static final Effort QUICK =
      new Effort(
          5,
          3,
          Duration.ofSeconds(30),
          1_000,
          List.of(10_000, 100_000, 1_000_000),
          List.of(10_000, 100_000),
          List.of(1, 2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2));

  /** To see that everything works. */
  static final Effort SMOKE =
      new Effort(
          1,
          1,
          Duration.ZERO,
          5,
          List.of(100, 1_000),
          List.of(100, 200),
          List.of(2),
          Duration.ofMillis(100),
          Duration.ofMillis(200));
}
