package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code jvm_native_memory_committed_bytes{pool="Java Heap"}} and {@code
 * jvm_native_memory_reserved_bytes} of client_java, when the JVM was started with {@code
 * -XX:NativeMemoryTracking=summary} or {@code detail}.
 */
final class NativeMemoryMetrics implements Source {
  private static final String COMMAND = "VM.native_memory summary scale=B";

  /** Java 8 knows no bytes. */
  private static final String IN_KIB = "VM.native_memory summary scale=KB";

  /** For instance {@code - Java Heap (reserved=8388608, committed=8388608)}. */
  private static final Pattern POOL =
      Pattern.compile(
          "(?m)^[- ]*([A-Z][A-Za-z ]*?) *[(:] *reserved=(\\d+)(KB)?, committed=(\\d+)(KB)?");

  private static final double KIB = 1 << 10;

  private final @Nullable DiagnosticCommands commands;

  NativeMemoryMetrics(@Nullable Instrumentation instrumentation) {
    this.commands = isTracked() ? DiagnosticCommands.ofThisJvm(instrumentation) : null;
  }

  private static boolean isTracked() {
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-XX:NativeMemoryTracking=")) {
        return !argument.endsWith("=off");
      }
    }
    return false;
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = families(COMMAND);
    return families.isEmpty() ? families(IN_KIB) : families;
  }

  private List<Family> families(String command) {
    String said = commands == null ? null : commands.say(command);
    return said == null ? Collections.emptyList() : read(said);
  }

  /** Reads what the JVM says of its memory. */
  static List<Family> read(String said) {
    ScalarFamily reserved =
        new ScalarFamily(
            "jvm_native_memory_reserved_bytes",
            MetricType.GAUGE,
            "Bytes of addresses reserved by each part of the JVM.");
    ScalarFamily committed =
        new ScalarFamily(
            "jvm_native_memory_committed_bytes",
            MetricType.GAUGE,
            "Bytes of memory committed to each part of the JVM.");
    Matcher pool = POOL.matcher(said);
    while (pool.find()) {
      reserved.add(bytes(pool.group(2), pool.group(3)), "pool", pool.group(1));
      committed.add(bytes(pool.group(4), pool.group(5)), "pool", pool.group(1));
    }
    return reserved.isEmpty() ? Collections.emptyList() : Arrays.asList(committed, reserved);
  }

  private static double bytes(String number, @Nullable String unit) {
    return Double.parseDouble(number) * (unit == null ? 1 : KIB);
  }
}
