package io.exporteragent.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * What a process has used so far, or between two looks at it.
 *
 * @param cpuMicros of all its threads
 * @param allocatedBytes of the Java heap; NaN if it is no JVM
 * @param safepoints the JVM has come to; NaN likewise
 */
record Usage(double cpuMicros, double allocatedBytes, double safepoints) {

  static Usage soFar(Running running, Jdk jdk) throws IOException {
    boolean program = running.candidate().program();
    double safepoints =
        program ? new Jcmd(jdk, running.pid()).counter("sun.rt.safepoints") : Double.NaN;
    double allocated = program ? running.ask("allocated")[0] : Double.NaN;
    Duration cpu = new ProcessFigures(running.pid()).cpu();
    return new Usage(cpu.toMillis() * 1e3, allocated, safepoints);
  }

  /** The part of each of so many occasions in what was used since. */
  Usage since(Usage earlier, int occasions) {
    return new Usage(
        (cpuMicros - earlier.cpuMicros) / occasions,
        (allocatedBytes - earlier.allocatedBytes) / occasions,
        (safepoints - earlier.safepoints) / occasions);
  }
}
