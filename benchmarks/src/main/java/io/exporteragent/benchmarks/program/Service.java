package io.exporteragent.benchmarks.program;

import java.io.IOException;

/** An application at rest: says when {@code main} began, then waits for commands. */
public final class Service {
  private Service() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    long began = System.nanoTime();
    ServedByHand.ifAsked();
    Console.say(began);
    Console.obey(
        command -> {
          throw new IllegalArgumentException(command);
        });
  }
}
