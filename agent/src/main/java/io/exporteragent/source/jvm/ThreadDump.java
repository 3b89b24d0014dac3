package io.exporteragent.source.jvm;

import io.exporteragent.gather.Html;
import io.exporteragent.gather.NoPage;
import io.exporteragent.guest.Management;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all platform threads of the JVM do, with the monitors they hold and what they wait for.
 * Which other locks they hold is left out: the JVM would search the whole heap for them while the
 * application stands still.
 */
final class ThreadDump implements CostlyPage.Content {
  @Override
  public String title() {
    return "Threads";
  }

  @Override
  public CostlyPage.Shown find() {
    if (!Management.hasBeans()) {
      throw NoPage.because(
          "this JVM tells nothing of its threads: that needs the module java.management");
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return new Dump(
        threads.dumpAllThreads(threads.isObjectMonitorUsageSupported(), false),
        deadlocked(threads));
  }

  private static long[] deadlocked(ThreadMXBean threads) {
    long @Nullable [] found = null;
    try {
      found = threads.findDeadlockedThreads();
    } catch (UnsupportedOperationException e) {
      // Some JVMs cannot search for them.
    }
    return found == null ? new long[0] : found;
  }

  /** The threads at one moment. */
  private static final class Dump implements CostlyPage.Shown {
    private final ThreadInfo[] threads;
    private final long[] deadlocked;

    Dump(ThreadInfo[] threads, long[] deadlocked) {
      this.threads = threads;
      this.deadlocked = deadlocked;
    }

    @Override
    public String html() {
      StringBuilder text = new StringBuilder();
      for (ThreadInfo thread : threads) {
        text.append('\n').append(headline(thread)).append('\n');
        for (String line : stack(thread)) {
          text.append("    ").append(line).append('\n');
        }
      }
      return String.format("<p>%d threads", threads.length)
          + (deadlocked.length == 0 ? "" : "; deadlocked are those with the ids " + ids())
          + ".</p>\n<pre>"
          + Html.escaped(text.toString())
          + "</pre>\n";
    }

    private String ids() {
      List<String> ids = new ArrayList<>();
      for (long id : deadlocked) {
        ids.add(Long.toString(id));
      }
      return String.join(", ", ids);
    }

    private static String headline(ThreadInfo thread) {
      StringBuilder line = new StringBuilder();
      line.append('"').append(thread.getThreadName()).append("\" id=").append(thread.getThreadId());
      line.append(' ').append(thread.getThreadState());
      if (thread.getLockName() != null) {
        line.append(" on ").append(thread.getLockName());
      }
      if (thread.getLockOwnerName() != null) {
        line.append(" held by \"").append(thread.getLockOwnerName());
        line.append("\" id=").append(thread.getLockOwnerId());
      }
      return line.toString();
    }

    /** The calls, the innermost first, each followed by the monitors it holds. */
    private static List<String> stack(ThreadInfo thread) {
      List<String> lines = new ArrayList<>();
      StackTraceElement[] calls = thread.getStackTrace();
      for (int depth = 0; depth < calls.length; depth++) {
        lines.add("at " + calls[depth]);
        for (MonitorInfo held : thread.getLockedMonitors()) {
          if (held.getLockedStackDepth() == depth) {
            lines.add("- holds " + held);
          }
        }
      }
      return lines;
    }

    @Override
    public void addTo(Map<String, @Nullable Object> json) {
      List<Object> ids = new ArrayList<>();
      for (long id : deadlocked) {
        ids.add(id);
      }
      json.put("deadlocked", ids);
      List<Object> listed = new ArrayList<>();
      for (ThreadInfo thread : threads) {
        LockInfo awaited = thread.getLockInfo();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", thread.getThreadName());
        object.put("id", thread.getThreadId());
        object.put("state", thread.getThreadState().name());
        object.put("waitsFor", awaited == null ? null : awaited.toString());
        object.put("heldBy", awaited == null ? null : thread.getLockOwnerName());
        object.put("stack", stack(thread));
        listed.add(object);
      }
      json.put("threads", listed);
    }
  }
}
