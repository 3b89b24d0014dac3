package io.exporteragent.source.module.isolate;

import io.exporteragent.config.BoundedRead;
import io.exporteragent.guest.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reports loaders of unloaded versions that stay in memory although the garbage collector could
 * have taken them. Neither requests collections nor counts them, since many do not unload classes.
 * Instead it releases a loader of its own with a class in it, a canary: a module's loader that
 * outlives two canaries in turn is leaked.
 *
 * <p>For one thread, but for {@link #leaked}.
 */
public final class LeakWatch {
  private static final int CANARIES = 2;

  private final Messages messages;
  private final List<Unloaded> waiting = new ArrayList<>();
  private final AtomicInteger leaked = new AtomicInteger();
  private @Nullable WeakReference<ClassLoader> canary;

  /** Reports leaks to {@code messages}, one line for each version. */
  public LeakWatch(Messages messages) {
    this.messages = messages;
  }

  /**
   * Expects the loader of a version that is about to end to be collected.
   *
   * @param patience the time that its thread may take to end
   */
  public void expectEndOf(String module, String version, ClassLoader loader, Duration patience) {
    waiting.add(new Unloaded(module, version, loader, patience));
    if (canary == null) {
      canary = Canary.release();
    }
  }

  /** Looks which loaders are gone; to be called from time to time. */
  public void look() {
    WeakReference<ClassLoader> released = canary;
    if (released == null) {
      return;
    }
    boolean collected = released.get() == null;
    int left = 0;
    for (Iterator<Unloaded> i = waiting.iterator(); i.hasNext(); ) {
      Unloaded unloaded = i.next();
      ClassLoader loader = unloaded.loader.get();
      if (loader == null) {
        i.remove();
        continue;
      }
      if (collected && unloaded.isDue() && ++unloaded.outlived == CANARIES) {
        messages.say(
            String.format(
                "module \"%s\" was unloaded, but version %s of it stays in memory: %s",
                unloaded.module, unloaded.version, holderOf(loader)));
      }
      left += unloaded.outlived >= CANARIES ? 1 : 0;
    }
    leaked.set(left);
    if (collected) {
      canary = waiting.isEmpty() ? null : Canary.release();
    }
  }

  /** Says which threads hold a loader, as far as a thread shows that. */
  private static String holderOf(ClassLoader loader) {
    List<String> names = new ArrayList<>();
    for (Thread thread : allThreads()) {
      if (thread != null && holds(thread, loader)) {
        names.add("\"" + thread.getName() + "\"");
      }
    }
    if (names.isEmpty()) {
      return "no thread shows that it holds it; it may be a shutdown hook, a thread-local, or an object of the module that was given to the application";
    }
    return String.format(
        "it is held by thread %s; process() must end when it is interrupted, and threads that the module starts when close() is called",
        String.join(", ", names));
  }

  /** Enumerating threads stops none of them, unlike asking for their stacks. */
  private static @Nullable Thread[] allThreads() {
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

  private static boolean holds(Thread thread, ClassLoader loader) {
    return thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
  }

  /** Returns how many unloaded versions stay in memory. Any thread. */
  public int leaked() {
    return leaked.get();
  }

  private static final class Unloaded {
    private final String module;
    private final String version;
    private final WeakReference<ClassLoader> loader;
    private final long dueNanos;
    private int outlived;

    Unloaded(String module, String version, ClassLoader loader, Duration patience) {
      this.module = module;
      this.version = version;
      this.loader = new WeakReference<>(loader);
      this.dueNanos = System.nanoTime() + patience.toNanos();
    }

    private boolean isDue() {
      return System.nanoTime() - dueNanos >= 0;
    }
  }

  /**
   * Defines its own class once more, so that it is collected when classes are unloaded, not before.
   */
  static final class Canary extends ClassLoader {
    private Canary() {
      super(Canary.class.getClassLoader());
    }

    private static WeakReference<ClassLoader> release() {
      Canary canary = new Canary();
      byte[] bytes = bytes();
      canary.defineClass(null, bytes, 0, bytes.length, Canary.class.getProtectionDomain());
      return new WeakReference<>(canary);
    }

    private static byte[] bytes() {
      String name = Canary.class.getName();
      try (InputStream in =
          Canary.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
        if (in == null) {
          throw new IllegalStateException("a class of the agent is not in its jar");
        }
        return BoundedRead.beginning(in, Integer.MAX_VALUE);
      } catch (IOException e) {
        throw new IllegalStateException("a class of the agent cannot be read from its jar", e);
      }
    }
  }
}
