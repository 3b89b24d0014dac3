package io.exporteragent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The entry points of the jar. The rules of this class, each learnt from an agent that broke a
 * host:
 *
 * <ul>
 *   <li>Nothing is thrown: an exception out of {@code premain} aborts the JVM.
 *   <li>Nothing is waited for: a daemon thread does the work while {@code main} starts.
 *   <li>Nothing is touched on the calling thread that initialises logging, JMX, {@code
 *       java.nio.file} or name resolution.
 *   <li>Nothing goes to standard output, and what goes to standard error goes past {@link
 *       System#err}, which the application may have turned into a logger.
 * </ul>
 */
public final class AgentMain {
  private static final String COMMAND_LINE = "io.exporteragent.cli.Main";

  private static final RunningCore RUNNING = new RunningCore();
  private static @Nullable Thread latest;

  private AgentMain() {}

  /** Called by the JVM before the application's {@code main} for {@code -javaagent}. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      if (isSwitchedOff() || JdkTool.isThisJvm()) {
        return;
      }
      String running = PublishedProperty.read();
      if (running != null) {
        Say.line(
            "already in this JVM ("
                + running
                + "); the second agent does nothing: give -javaagent only once");
        return;
      }
      begin(arguments, instrumentation);
    } catch (Throwable t) {
      RUNNING.failed(t);
    }
  }

  /**
   * Called by the JVM when the agent is loaded into a running application: starts it, gives the one
   * that runs other arguments, puts the core of another jar in its place, or ends it.
   */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      begin(arguments, instrumentation);
    } catch (Throwable t) {
      RUNNING.failed(t);
    }
  }

  /**
   * Called for {@code java -jar exporter-agent.jar}: the command line, in a JVM of our own.
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

  /** For whoever cannot edit the command line. Who attaches asks for the agent, and gets it. */
  private static boolean isSwitchedOff() {
    return "false".equalsIgnoreCase(System.getenv("EXPORTER_AGENT_ENABLED"));
  }

  private static synchronized void begin(
      @Nullable String arguments, Instrumentation instrumentation) throws URISyntaxException {
    Request request = Request.parse(arguments, jar());
    // Here, on the calling thread, for two reasons: whoever loaded the agent may then wait until
    // the property says something else, and an application that walks its system properties while
    // it starts must not meet a concurrent insertion.
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

  /** Fulfils one request, after the one before it. */
  private static final class Turn implements Runnable {
    private final Request request;
    private final Instrumentation instrumentation;
    private @Nullable Thread before;

    Turn(Request request, Instrumentation instrumentation, @Nullable Thread before) {
      this.request = request;
      this.instrumentation = instrumentation;
      this.before = before;
    }

    @Override
    public void run() {
      try {
        if (before != null) {
          before.join();
          before = null;
        }
        RUNNING.fulfil(request, instrumentation);
      } catch (InterruptedException e) {
        RUNNING.failed(e);
      }
    }
  }
}
