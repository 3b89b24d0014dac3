package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HotSpot tells of itself to {@code jcmd}. */
record Jcmd(Jdk jdk, long pid) {

  /**
   * One of the JVM's performance counters. They lie in a file that the JVM has mapped: reading them
   * costs it nothing.
   */
  long counter(String name) throws IOException {
    return number("PerfCounter.print", "(?m)^" + Pattern.quote(name) + "=(\\d+)$");
  }

  /** Bytes of the heap in use after a collection, which it asks for. */
  long heapAfterCollection() throws IOException {
    run("GC.run");
    return number("GC.heap_info", "heap .*used (\\d+)K") * 1024;
  }

  private long number(String command, String pattern) throws IOException {
    String output = run(command);
    Matcher matcher = Pattern.compile(pattern).matcher(output);
    if (!matcher.find()) {
      throw new IOException("jcmd " + command + " says nothing like " + pattern + ": " + output);
    }
    return Long.parseLong(matcher.group(1));
  }

  private String run(String command) throws IOException {
    Process process =
        new ProcessBuilder(jdk.tool("jcmd"), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    try (var out = process.getInputStream()) {
      process.getOutputStream().close();
      return new String(out.readAllBytes(), UTF_8);
    }
  }
}
