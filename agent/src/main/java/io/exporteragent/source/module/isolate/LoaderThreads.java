package io.exporteragent.source.module.isolate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads that keep a module's loader alive, as far as a thread shows that. */
final class LoaderThreads {
  private LoaderThreads() {}

  /** Says what holds a loader, for a message. */
  static String describe(ClassLoader loader) {
    List<String> names = new ArrayList<>();
    for (Thread thread : all()) {
      if (thread != null && isOf(thread, loader)) {
        names.add("\"" + thread.getName() + "\"");
      }
    }
    if (names.isEmpty()) {
      return "no thread shows that it holds it, so it may be a shutdown hook, a thread-local, or an object of the module that was given to the application";
    }
    return String.format(
        "it is held by thread %s; process() must end when it is interrupted, and threads that the module starts when close() is called",
        String.join(", ", names));
  }

  /** Enumerating threads stops none of them, unlike asking for their stacks. */
  private static @Nullable Thread[] all() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root != null && root.getParent() != null) {
      root = root.getParent();
    }
    if (root == null) {
      return new Thread[0];
    }
    @Nullable Thread[] threads = new Thread[2 * root.activeCount() + 10];
    root.enumerate(threads);
    return threads;
  }

  private static boolean isOf(Thread thread, ClassLoader loader) {
    return thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
  }
}
