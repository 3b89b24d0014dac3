package io.exporteragent.source.application;

import io.exporteragent.model.Family;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the registries of one copy of an application's metrics library. May hold the application's
 * classes and metrics, which is why it is itself held by these classes alone.
 */
public interface RegistryReader {

  /** Returns the registry that the library registers with when none is named. */
  Object defaultRegistry();

  /**
   * Runs the application's collectors on the calling thread; they may throw anything and block
   * indefinitely.
   *
   * @param registry of the class this reader was made for
   * @param refused receives a line, at each call, for each family or sample that is left out since
   *     it cannot be shown as it is
   */
  List<Family> read(Object registry, Consumer<String> refused);
}
