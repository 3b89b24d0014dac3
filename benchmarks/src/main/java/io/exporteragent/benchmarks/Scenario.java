package io.exporteragent.benchmarks;

import java.io.IOException;

/** One comparison. */
interface Scenario {

  /**
   * Makes the comparison with one JDK.
   *
   * @throws IOException if a candidate does not start, does not answer or answers wrongly
   */
  Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException;
}
