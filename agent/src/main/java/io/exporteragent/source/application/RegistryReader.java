package io.exporteragent.source.application;

import io.exporteragent.model.Family;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the registries of one copy of an application's metrics library. May refer to the
 * application's classes and metrics, so only these classes may refer to it.
 */
public interface RegistryReader {

  /** Returns the library's default registry. */
  Object defaultRegistry();

  /**
   * Reads the families. Runs the application's collectors on the calling thread; they may throw
   * anything and block indefinitely.
   *
   * @param registry of the class this reader was made for
   * @param refused receives a line, at each call, for each family or sample left out because it
   *     cannot be shown
   */
  List<Family> read(Object registry, Consumer<String> refused);
}
