package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux knows of a process, from {@code /proc}; see {@code proc(5)}. Disturbs nobody. */
record ProcessFigures(long pid) {
  private static final Pattern PSS = Pattern.compile("(?m)^Pss: +(\\d+) kB$");

  /** USER_HZ is 100 on every architecture that has a JDK. */
  private static final long MILLIS_PER_TICK = 10;

  /** CPU time of all its threads, those that have ended too, in steps of 10 ms. */
  Duration cpu() throws IOException {
    String stat = Files.readString(file("stat"));
    // The second field is the name, in parentheses, and may itself have spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * MILLIS_PER_TICK);
  }

  /** Its resident memory in bytes; of pages shared by n processes an n-th part. */
  long proportionalSetSize() throws IOException {
    Matcher pss = PSS.matcher(Files.readString(file("smaps_rollup")));
    if (!pss.find()) {
      throw new IOException(file("smaps_rollup") + " has no line Pss");
    }
    return Long.parseLong(pss.group(1)) * 1024;
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
