package io.exporteragent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The entry points of the jar. They keep these rules, since an agent that broke one of them has
 * broken an application:
 *
 * <ul>
 *   <li>They throw nothing: an exception from {@code premain} ends the JVM.
 *   <li>They wait for nothing: a daemon thread does the work while {@code main} starts.
 *   <li>On the calling thread they use nothing that initialises logging, JMX, {@code java.nio.file}
 *       or name resolution.
 *   <li>They write nothing to standard output, and to standard error only through {@link Say}.
 * </ul>
 *
 * <p>{@link #main} runs in a JVM of our own and is free of them.
 */
public final class AgentMain {
  private static final String COMMAND_LINE = "io.exporteragent.cli.Main";

  private static final RunningCore RUNNING = new RunningCore();
  private static @Nullable Thread latest;

  private AgentMain() {}

  /**
   * Starts the agent for {@code -javaagent}: the JVM calls this before the application's {@code
   * main}. Does nothing in a tool of the JDK or with {@code EXPORTER_AGENT_ENABLED=false}, and only
   * writes a line if an agent is already in this JVM.
   *
   * @param arguments a {@link LoadRequest}; null when none were given
   */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      if (isSwitchedOff() || JdkTool.isThisJvm()) {
        return;
      }
      String running = PublishedProperty.description();
      if (running != null) {
        Say.line(
            "already in this JVM: "
                + running
                + "; the second agent does nothing: give -javaagent only once");
        return;
      }
      begin(arguments, instrumentation);
    } catch (Throwable t) {
      RUNNING.failed(t);
    }
  }

  /**
   * Starts, reconfigures, replaces or ends the agent: the JVM calls this whenever the agent is
   * loaded into a running application.
   *
   * @param arguments a {@link LoadRequest}; null when none were given
   */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      begin(arguments, instrumentation);
    } catch (Throwable t) {
      RUNNING.failed(t);
    }
  }

  /**
   * Runs the command line, for {@code java -jar exporter-agent.jar}.
   *
   * @throws Exception if the jar is not complete
   */
  public static void main(String[] arguments) throws Exception {
    AgentClassLoader loader = new AgentClassLoader(jar());
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName(COMMAND_LINE, true, loader)
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  /**
   * Says whether {@code -javaagent} shall have no effect, for users who cannot edit the command
   * line. Attaching is not affected: it is an explicit request.
   */
  private static boolean isSwitchedOff() {
    return "false".equalsIgnoreCase(System.getenv("EXPORTER_AGENT_ENABLED"));
  }

  private static synchronized void begin(
      @Nullable String arguments, Instrumentation instrumentation) throws URISyntaxException {
    LoadRequest request = LoadRequest.parse(arguments, jar());
    // On the calling thread for two reasons: a tool that loaded the agent may then wait for the
    // property to change, and an application that iterates over its system properties while it
    // starts must not meet a concurrent insertion.
    PublishedProperty.accepted(request);
    Thread thread =
        new Thread(rootGroup(), new Turn(request, instrumentation, latest), "exporter-agent-start");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    latest = thread;
  }

  /** Threads in the application's group would show up in its {@code Thread.activeCount()}. */
  private static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  private static File jar() throws URISyntaxException {
    return new File(AgentMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Fulfils one request, once the previous one is done. */
  private static final class Turn implements Runnable {
    private final LoadRequest request;
    private final Instrumentation instrumentation;
    private @Nullable Thread previous;

    Turn(LoadRequest request, Instrumentation instrumentation, @Nullable Thread previous) {
      this.request = request;
      this.instrumentation = instrumentation;
      this.previous = previous;
    }

    @Override
    public void run() {
      try {
        if (previous != null) {
          previous.join();
          previous = null;
        }
        RUNNING.fulfil(request, instrumentation);
      } catch (InterruptedException e) {
        RUNNING.failed(e);
      }
    }
  }
}
