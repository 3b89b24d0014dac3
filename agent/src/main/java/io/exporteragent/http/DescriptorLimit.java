package io.exporteragent.http;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The number of files and sockets that this process may have open. */
final class DescriptorLimit {
  private static final String LINE = "Max open files";

  private DescriptorLimit() {}

  /** Returns the soft limit of Linux; {@link Long#MAX_VALUE} where it cannot be read. */
  static long current() {
    try (BufferedReader limits =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream("/proc/self/limits"), StandardCharsets.US_ASCII))) {
      for (String line = limits.readLine(); line != null; line = limits.readLine()) {
        if (line.startsWith(LINE)) {
          String soft = line.substring(LINE.length()).trim().split(" ", 2)[0];
          return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }
}
