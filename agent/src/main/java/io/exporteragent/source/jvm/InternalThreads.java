package io.exporteragent.source.jvm;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of the JVM's own threads, summed by their role, as Linux tells it in {@code
 * /proc/self/task/TID/stat}. Of other threads only the name is read, once. What a thread that has
 * ended used until it was last read stays in the sum. For one thread at a time.
 */
final class InternalThreads {
  /** The kernel counts in hundredths of a second, whatever its own clock. */
  private static final double TICKS_A_SECOND = 100;

  /** A thread that is none of the JVM's. */
  private static final long FOREIGN = -1;

  /**
   * Fields between the one after the name and the time in user mode; the one in the kernel follows.
   */
  private static final int FIELDS_BEFORE_TIMES = 11;

  private final File tasks;
  private final byte[] buffer = new byte[1024];

  /** By the roles of which a thread has been seen. */
  private final Map<ThreadRole, Long> ticks = new EnumMap<>(ThreadRole.class);

  /** By thread id: the ticks at the last reading, or {@link #FOREIGN}. */
  private final Map<String, Long> known = new HashMap<>();

  /**
   * @param tasks has a directory for each thread
   */
  InternalThreads(File tasks) {
    this.tasks = tasks;
  }

  /** Returns those of this JVM; null where it is not on Linux. */
  static @Nullable InternalThreads ofThisJvm() {
    File tasks = new File("/proc/self/task");
    return tasks.isDirectory() ? new InternalThreads(tasks) : null;
  }

  /** Reads the times again; leaves them as they are if that cannot be done. */
  void read() {
    String[] threads = tasks.list();
    if (threads == null) {
      return;
    }
    known.keySet().retainAll(new HashSet<>(Arrays.asList(threads)));
    for (String thread : threads) {
      Long last = known.get(thread);
      if (last == null || last != FOREIGN) {
        String stat = stat(thread);
        if (stat != null) {
          known.put(thread, add(stat, last == null ? 0 : last));
        }
      }
    }
  }

  /** Adds what a thread used since it was last read; returns what to remember of it. */
  private long add(String stat, long last) {
    // The name may have parentheses in it.
    int end = stat.lastIndexOf(')');
    ThreadRole role = ThreadRole.of(stat.substring(stat.indexOf('(') + 1, end));
    if (role == null) {
      return FOREIGN;
    }
    String[] fields = stat.substring(end + 2).split(" ", FIELDS_BEFORE_TIMES + 3);
    long now =
        Long.parseLong(fields[FIELDS_BEFORE_TIMES])
            + Long.parseLong(fields[FIELDS_BEFORE_TIMES + 1]);
    // Less than before: the id was given to a new thread.
    ticks.merge(role, now < last ? now : now - last, Long::sum);
    return now;
  }

  /** Returns null if the thread has ended meanwhile. */
  private @Nullable String stat(String thread) {
    try (RandomAccessFile file = new RandomAccessFile(new File(tasks, thread + "/stat"), "r")) {
      int length = file.read(buffer);
      return length <= 0 ? null : new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return null;
    }
  }

  /** Returns the CPU time of all threads of a role; null if there was none. */
  @Nullable Double seconds(ThreadRole role) {
    Long sum = ticks.get(role);
    return sum == null ? null : sum / TICKS_A_SECOND;
  }
}
