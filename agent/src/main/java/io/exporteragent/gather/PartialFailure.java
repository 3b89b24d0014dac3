package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.List;

/**
 * Thrown by a {@link Source} some of whose parts failed, with the families of the others. The
 * source has told the user about each part.
 */
public final class PartialFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Family> families;

  /**
   * Creates a failure without a stack trace, which nobody would look at.
   *
   * @param families what could be collected
   */
  public PartialFailure(String message, List<Family> families) {
    super(message, null, false, false);
    this.families = families;
  }

  List<Family> families() {
    return families;
  }
}
