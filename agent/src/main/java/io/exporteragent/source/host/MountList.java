package io.exporteragent.source.host;

import java.io.IOException;
import java.util.List;

/** Lists the mounted file systems. Not thread-safe. */
interface MountList extends AutoCloseable {

  /**
   * Returns the mounts, each mountpoint once: of several file systems on it, the last hides the
   * others. If nothing was mounted or unmounted, this may be the same list as before.
   *
   * @param waitNanos how long to wait where listing may block
   * @throws IOException if there is no list by then
   */
  List<Mount> get(long waitNanos) throws IOException, InterruptedException;

  /** Closes the files it has opened; it is of no use afterwards. */
  @Override
  default void close() {}
}
