package io.exporteragent.application;

import io.exporteragent.gather.Family;
import java.util.List;

/**
 * Reads the default registry of one copy of an application's metrics library. Holds neither the
 * registry nor anything else of the application beyond its classes.
 */
public interface RegistryReader {

  /**
   * Runs the application's collectors on the calling thread; they may throw whatever they like and
   * take as long as they like.
   */
  List<Family> read();
}
