package io.exporteragent.bootstrap;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** The core that runs in this JVM, if any, and what becomes of it when something is asked for. */
final class RunningCore {
  private @Nullable Core core;

  /** Does what one loading of the agent asked for, and publishes the outcome; throws nothing. */
  synchronized void fulfil(Request request, Instrumentation instrumentation) {
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
      Say.line("detached; the application runs on without it");
    }
    PublishedProperty.stopped();
  }

  private void start(Request request, Instrumentation instrumentation) throws Throwable {
    String version = Core.versionOf(request.jar());
    Core running = core;
    // Without arguments of its own a request leaves things as they are.
    String arguments =
        running != null && request.arguments().isEmpty()
            ? running.arguments()
            : request.arguments();
    if (running != null && running.version().equals(version)) {
      running.reconfigure(arguments);
      return;
    }
    // Loaded before the old one ends: a jar that is no good must not cost the one that works.
    Core next = new Core(request.jar(), version);
    if (running != null) {
      core = null;
      running.close();
      Say.line("version " + running.version() + " gives way to " + version);
    }
    try {
      next.start(arguments, instrumentation);
    } catch (Throwable t) {
      next.close();
      throw t;
    }
    core = next;
  }

  /** The last resort of the entry points, so it throws nothing itself, whatever is forbidden. */
  synchronized void failed(Throwable cause) {
    try {
      String reason = String.valueOf(cause).replace('\n', ' ').replace('\r', ' ');
      String advice = Denied.advice(cause);
      Core running = core;
      if (running == null) {
        Say.failure(
            "not started: "
                + reason
                + "; the application runs on without it"
                + (advice == null
                    ? " (is the jar complete and readable, and may it do this?)"
                    : "; " + advice),
            cause);
        PublishedProperty.failed(reason);
      } else {
        Say.failure(
            "refused: "
                + reason
                + "; the agent that was here runs on"
                + (advice == null ? "" : "; " + advice),
            cause);
        running.reconfigure(running.arguments());
        PublishedProperty.refused(reason);
      }
    } catch (Throwable t) {
      // What is said cannot be published, or not even said: the application still comes first.
      return;
    }
  }
}
