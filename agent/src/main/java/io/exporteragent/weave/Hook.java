package io.exporteragent.weave;

import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Calls where a method begins and where it ends. What the code of a hook throws is caught beside
 * it, so that the method goes on. Immutable.
 *
 * <p>Where advice would be copied into a method, this writes a few instructions by itself: that
 * needs a fraction of the classes and of the time, while the application starts.
 */
public interface Hook {
  /** Writes what runs first in the method; nothing by default. */
  default void enter(HookCode code) {
    // It ends only.
  }

  /** Returns whether something runs where the method ends. */
  default boolean leaves() {
    return false;
  }

  /** Writes what runs where the method ends; called for its results and for what it throws. */
  default void leave(HookCode code) {
    // It begins only.
  }

  /**
   * Returns the type of the value that {@link #enter} keeps for {@link #leave}, which is 0 or null
   * unless {@link HookCode#keep} is reached; null if there is none.
   */
  default @Nullable Type kept() {
    return null;
  }

  /**
   * Returns whether {@link #leave} reads the object or the arguments. Their variables are taken to
   * be of the same types as in the beginning; a method that uses one for something else cannot be
   * woven.
   */
  default boolean leavesWithArguments() {
    return false;
  }
}
