package io.exporteragent.source.module;

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
 * Tells which loaders of unloaded versions are still there though the garbage collector had every
 * opportunity to take them. No collection is ever asked for, and none is counted: many collections
 * do not look at classes at all. Instead a loader of our own, with a class in it and nobody to hold
 * it, is left to be collected; twice it must be gone while the module's is not.
 *
 * <p>For one thread, but for {@link #leaked}.
 */
final class LeakWatch {
  private static final int CANARIES = 2;

  private final Messages messages;
  private final List<Unloaded> waiting = new ArrayList<>();
  private final AtomicInteger leaked = new AtomicInteger();
  private @Nullable WeakReference<ClassLoader> canary;

  LeakWatch(Messages messages) {
    this.messages = messages;
  }

  /** Expects a version to be gone some time after its thread had time to end. */
  void expectEndOf(String module, ModuleVersion version) {
    waiting.add(new Unloaded(module, version.label(), version.loader(), version.patience()));
    if (canary == null) {
      canary = Canary.release();
    }
  }

  /** Looks once; to be called now and then. */
  void look() {
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
                unloaded.module, unloaded.version, LoaderThreads.describe(loader)));
      }
      left += unloaded.outlived >= CANARIES ? 1 : 0;
    }
    leaked.set(left);
    if (collected) {
      canary = waiting.isEmpty() ? null : Canary.release();
    }
  }

  /** How many unloaded versions cannot be collected. Any thread. */
  int leaked() {
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

  /** Loads itself once more, so that it goes when classes are unloaded, and not before. */
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
