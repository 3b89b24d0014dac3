package io.exporteragent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine that was measured on, as far as it matters.
 *
 * @param cpu its model
 * @param cores how many the harness may use
 * @param memoryGiB of the whole machine
 * @param kernel name and version
 * @param load how many processes were running or waiting before the benchmark, on average of the
 *     last minute
 */
record Machine(String cpu, int cores, double memoryGiB, String kernel, double load) {
  private static final double KIB_PER_GIB = 1 << 20;

  static Machine here() throws IOException {
    return new Machine(
        line("cpuinfo", "model name\\s*: (.*)"),
        Runtime.getRuntime().availableProcessors(),
        Double.parseDouble(line("meminfo", "MemTotal: +(\\d+) kB")) / KIB_PER_GIB,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Double.parseDouble(line("loadavg", "(\\S+) .*")));
  }

  private static String line(String file, String pattern) throws IOException {
    Matcher matcher =
        Pattern.compile("(?m)^" + pattern + "$").matcher(Files.readString(Path.of("/proc", file)));
    return matcher.find() ? matcher.group(1) : "0";
  }
}
