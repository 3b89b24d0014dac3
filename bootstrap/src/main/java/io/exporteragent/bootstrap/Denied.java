package io.exporteragent.bootstrap;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * What to do when the security manager of an application denies something. These classes lie on the
 * system class loader, under the application's policy; the core behind them has all permissions.
 */
final class Denied {
  private static final String OWN_CLASS = "/io/exporteragent/bootstrap/Denied.class";

  private Denied() {}

  /** What a policy must grant for the agent to start, or null if that was not what failed. */
  static @Nullable String advice(@Nullable Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SecurityException) {
        return "add to the security policy: grant codeBase \""
            + location()
            + "\" { permission java.security.AllPermission; };";
      }
    }
    return null;
  }

  /** Asked for as a resource, since the protection domain may not be asked for. */
  private static String location() {
    try {
      URL own = Denied.class.getResource(OWN_CLASS);
      String text = String.valueOf(own);
      if (text.startsWith("jar:") && text.endsWith("!" + OWN_CLASS)) {
        return text.substring("jar:".length(), text.length() - OWN_CLASS.length() - 1);
      }
    } catch (SecurityException e) {
      return "file:/path/to/exporter-agent.jar";
    }
    return "file:/path/to/exporter-agent.jar";
  }
}
