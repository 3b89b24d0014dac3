package io.exporteragent.benchmarks.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * How a program answers the harness: commands on standard input, whole numbers on standard output,
 * on lines that begin with {@code >}, since peers print there too.
 */
final class Console {

  /** The commands of one program. */
  interface Commands {

    /** Does what is asked for and returns the figures to reply. */
    long[] answer(String command);
  }

  private Console() {}

  static void say(long... figures) {
    StringBuilder line = new StringBuilder(">");
    for (long figure : figures) {
      line.append(' ').append(figure);
    }
    System.out.println(line);
  }

  /**
   * Obeys until the harness says {@code exit} or goes away. To {@code exit} the reply is {@link
   * System#nanoTime}, which on Linux is one clock for all processes; to {@code allocated} the bytes
   * that the threads but this one have allocated so far, of those that have ended what was known of
   * them when it was last asked.
   */
  static void obey(Commands commands) throws IOException {
    Map<Long, Long> allocated = new HashMap<>();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null && !line.equals("exit"); line = in.readLine()) {
      say(line.equals("allocated") ? new long[] {sum(allocated)} : commands.answer(line));
    }
    say(System.nanoTime());
    System.exit(0);
  }

  /** Brings up to date what each thread has allocated. */
  private static long sum(Map<Long, Long> byThread) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long own = Thread.currentThread().getId();
    for (long id : threads.getAllThreadIds()) {
      if (id != own) {
        // -1 for a thread that has ended meanwhile.
        byThread.merge(id, threads.getThreadAllocatedBytes(id), Math::max);
      }
    }
    return byThread.values().stream().mapToLong(bytes -> Math.max(0, bytes)).sum();
  }
}
