package io.exporteragent.guest;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Runs the agent's code with its own permissions where the application has a security manager: the
 * policy, written for the application, is not consulted, nor are the callers and inherited contexts
 * below. Code called from there that is not the agent's, such as a module or a collector of the
 * application, has its own protection domain on the stack and gains nothing.
 *
 * <p>From Java 24 on there is no security manager; later its classes may be removed.
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

  /** Returns whether there is a security manager. */
  public static boolean isNeeded() {
    return IS_POSSIBLE && System.getSecurityManager() != null;
  }

  /** Runs the action and returns its result. */
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
