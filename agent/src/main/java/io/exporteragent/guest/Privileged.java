package io.exporteragent.guest;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Runs our code with our own permissions, where the application has a security manager: neither the
 * policy, which knows the application alone, nor the frames and inherited contexts below are asked.
 * What is called from there and is not ours, a module or a collector of the application, has its
 * own protection domain on the stack and gains nothing.
 *
 * <p>There is no security manager from Java 24 on, and one day there will be no class for it.
 */
public final class Privileged {
  private static final boolean IS_POSSIBLE = isPossible();

  private Privileged() {}

  private static boolean isPossible() {
    try {
      Class.forName("java.security.AccessController");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Whether there is a security manager, so that not everybody may do everything. */
  public static boolean isNeeded() {
    return IS_POSSIBLE && System.getSecurityManager() != null;
  }

  /** Runs the action and returns what it does. */
  public static <T> T call(PrivilegedAction<T> action) {
    return IS_POSSIBLE ? AccessController.doPrivileged(action) : action.run();
  }

  /** Runs the action. */
  public static void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }
}
