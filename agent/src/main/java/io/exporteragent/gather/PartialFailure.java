package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.util.List;

/**
 * Thrown by a {@link Source} when some of its parts failed, with the families of the others. The
 * source has reported each failure.
 */
public final class PartialFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Family> families;

  /**
   * Creates a failure without a stack trace, which would not be shown.
   *
   * @param families those that could be collected
   */
  public PartialFailure(String message, List<Family> families) {
    super(message, null, false, false);
    this.families = families;
  }

  List<Family> families() {
    return families;
  }
}
