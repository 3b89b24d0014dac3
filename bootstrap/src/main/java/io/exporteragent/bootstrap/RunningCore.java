package io.exporteragent.bootstrap;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * The core that runs in this JVM, if any: starts, reconfigures, replaces and ends it, as requests
 * ask, and reports each outcome on standard error and in the published property. Thread-safe; one
 * request at a time.
 */
final class RunningCore {
  private static final String OWN_CLASS = "/io/exporteragent/bootstrap/RunningCore.class";
  private static final String UNKNOWN_LOCATION = "file:/path/to/exporter-agent.jar";

  private @Nullable Core core;

  /** Fulfils one request, or reports why it could not be; throws nothing. */
  synchronized void fulfil(LoadRequest request, Instrumentation instrumentation) {
    try {
      if (request.isDetach()) {
        detach();
      } else {
        start(request, instrumentation);
      }
    } catch (Throwable t) {
      failed(t);
    }
  }

  private void detach() throws IOException {
    Core running = core;
    if (running == null) {
      Say.line("is not running in this JVM, so there is nothing to detach");
    } else {
      core = null;
      running.close();
      Say.line("detached; the application keeps running without it");
    }
    PublishedProperty.stopped();
  }

  private void start(LoadRequest request, Instrumentation instrumentation) throws Throwable {
    String version = Core.versionOf(request.jar());
    Core running = core;
    // A request without arguments keeps those of the running core.
    String arguments =
        running != null && request.arguments().isEmpty()
            ? running.arguments()
            : request.arguments();
    if (running != null && running.version().equals(version)) {
      running.reconfigure(arguments);
      return;
    }
    // Loaded before the running core ends, so that a bad jar does not end a core that works.
    Core next = new Core(request.jar(), version);
    if (running != null) {
      core = null;
      running.close();
      Say.line("version " + running.version() + " is replaced by version " + version);
    }
    try {
      next.start(arguments, instrumentation);
    } catch (Throwable t) {
      next.close();
      throw t;
    }
    core = next;
  }

  /** Reports that a request failed; throws nothing, since no caller could do better. */
  synchronized void failed(Throwable cause) {
    try {
      String reason = String.valueOf(cause).replace('\n', ' ').replace('\r', ' ');
      String advice = advice(cause);
      Core running = core;
      if (running == null) {
        Say.failure(
            "not started: "
                + reason
                + "; the application keeps running without it"
                + (advice == null
                    ? " (is the jar complete and readable, and may it do this?)"
                    : "; " + advice),
            cause);
        PublishedProperty.failed(reason);
      } else {
        Say.failure(
            "refused: "
                + reason
                + "; the agent that was already here keeps running"
                + (advice == null ? "" : "; " + advice),
            cause);
        running.reconfigure(running.arguments());
        PublishedProperty.refused(reason);
      }
    } catch (Throwable t) {
      // The failure cannot be reported either; nothing may reach the application.
      return;
    }
  }

  /**
   * Says what a security policy must grant for the agent to start: these classes are under the
   * application's policy, unlike the core behind them, which has all permissions.
   *
   * @return null if the cause is not that something was denied
   */
  private static @Nullable String advice(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SecurityException) {
        return "add to the security policy: grant codeBase \""
            + location()
            + "\" { permission java.security.AllPermission; };";
      }
    }
    return null;
  }

  /** Looks for the jar as a resource, since reading the protection domain is denied too. */
  private static String location() {
    try {
      URL own = RunningCore.class.getResource(OWN_CLASS);
      String text = String.valueOf(own);
      if (text.startsWith("jar:") && text.endsWith("!" + OWN_CLASS)) {
        return text.substring("jar:".length(), text.length() - OWN_CLASS.length() - 1);
      }
    } catch (SecurityException e) {
      return UNKNOWN_LOCATION;
    }
    return UNKNOWN_LOCATION;
  }
}
