package io.exporteragent.source.application;

import io.exporteragent.guest.Messages;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The readers of all library copies in use. A reader refers to the application's classes, so it is
 * stored in a {@link ClassValue} of the registry class it reads and is collected with it; a map in
 * the agent would keep both alive.
 *
 * <p>Thread-safe.
 */
final class Readers {
  private final Messages messages;
  private final List<WeakReference<Class<?>>> classes = new ArrayList<>();
  private boolean forgotten;
  private final ClassValue<Slot> slots =
      new ClassValue<Slot>() {
        @Override
        protected Slot computeValue(Class<?> registryClass) {
          return create(registryClass);
        }
      };

  /**
   * Creates an empty set of readers.
   *
   * @param messages receives one line for each copy that cannot be read
   */
  Readers(Messages messages) {
    this.messages = messages;
  }

  /**
   * Returns the reader of a registry class; null if it cannot be read or after {@link #forget}.
   *
   * @param registryClass one of {@link Library#ofRegistryClass}
   */
  synchronized @Nullable RegistryReader of(Class<?> registryClass) {
    return forgotten ? null : slots.get(registryClass).reader;
  }

  private Slot create(Class<?> registryClass) {
    Library library = Library.ofRegistryClass(registryClass.getName());
    if (library == null) {
      return new Slot(null);
    }
    classes.removeIf(reference -> reference.get() == null);
    classes.add(new WeakReference<>(registryClass));
    try {
      BridgeLoader bridge = new BridgeLoader(registryClass);
      return new Slot(bridge.newReader(library.reader()));
    } catch (ReflectiveOperationException | LinkageError e) {
      messages.say(
          String.format(
              "cannot read the %s of the application, its metrics are missing: %s",
              registryClass.getName(), e),
          e);
      return new Slot(null);
    }
  }

  /**
   * Detaches every reader from the application's classes, permanently: a run still in progress must
   * not attach them again.
   */
  synchronized void forget() {
    forgotten = true;
    for (WeakReference<Class<?>> reference : classes) {
      Class<?> registryClass = reference.get();
      if (registryClass != null) {
        slots.remove(registryClass);
      }
    }
    classes.clear();
  }

  /** Holds a reader, or null to remember that it cannot be created. */
  private static final class Slot {
    private final @Nullable RegistryReader reader;

    private Slot(@Nullable RegistryReader reader) {
      this.reader = reader;
    }
  }
}
