package io.exporteragent.source.host.container;

/** What one controller tells of a group. For one thread at a time. */
interface Controller extends AutoCloseable {

  /** Adds its families. What cannot be read is left out. */
  void addTo(ContainerFamilies families);

  /** Closes the files it has opened. */
  @Override
  void close();
}
