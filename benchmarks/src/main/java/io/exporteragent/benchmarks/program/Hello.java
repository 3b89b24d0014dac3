package io.exporteragent.benchmarks.program;

import java.io.IOException;

/** Says when {@code main} began, and ends the JVM. */
public final class Hello {
  private Hello() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    long began = System.nanoTime();
    Console.say(began);
    ServedByHand.ifAsked();
    System.exit(0);
  }
}
