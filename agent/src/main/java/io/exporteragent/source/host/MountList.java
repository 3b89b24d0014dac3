package io.exporteragent.source.host;

import java.io.IOException;
import java.util.List;

/** Tells what is mounted. Not for use by several threads at once. */
interface MountList {

  /**
   * Every mountpoint once: where several file systems lie on it, the last covers the others. As
   * long as nothing was mounted or unmounted it may be the very same list.
   *
   * @param waitNanos how long to wait where listing may block
   * @throws IOException if there is no list in time
   */
  List<Mount> get(long waitNanos) throws IOException, InterruptedException;
}
