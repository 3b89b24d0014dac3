package io.exporteragent.bootstrap;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The entry points of the jar. The rules of this class, each learnt from an agent that broke a
 * host:
 *
 * <ul>
 *   <li>Nothing is thrown: an exception out of {@code premain} aborts the JVM.
 *   <li>Nothing is waited for: one daemon thread does the work while {@code main} starts.
 *   <li>Nothing is touched on the calling thread that initialises logging, JMX, {@code
 *       java.nio.file} or name resolution.
 *   <li>Nothing goes to standard output, and what goes to standard error goes past {@link
 *       System#err}, which the application may have turned into a logger.
 * </ul>
 */
public final class AgentMain {
  /** Who watches this JVM, as {@code version;state;URL;error}: readable from outside. */
  private static final String STATE_PROPERTY = "exporter.agent";

  private static final String CORE = "io.exporteragent.ExporterAgent";
  private static final String COMMAND_LINE = "io.exporteragent.cli.Main";

  private static boolean claimed;

  private AgentMain() {}

  /** Called by the JVM before the application's {@code main} for {@code -javaagent}. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    begin(arguments, instrumentation);
  }

  /** Called by the JVM when the agent is loaded into a running application. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    begin(arguments, instrumentation);
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

  private static void begin(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      if (JdkTool.isThisJvm()) {
        return;
      }
      String running = claim();
      if (running != null) {
        say(
            "already in this JVM ("
                + running
                + "); the second agent does nothing: give -javaagent only once");
        return;
      }
      Thread thread =
          new Thread(rootGroup(), new Start(arguments, instrumentation), "exporter-agent-start");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    } catch (Throwable t) {
      failed(t);
    }
  }

  /**
   * Makes this agent the one of this JVM and inserts the property here, on the calling thread,
   * because an application that walks its system properties must never meet a concurrent insertion.
   *
   * @return null, or the state of the agent that was here before
   */
  private static synchronized @Nullable String claim() {
    String running = System.getProperty(STATE_PROPERTY);
    if (claimed || running != null) {
      return String.valueOf(running);
    }
    System.setProperty(STATE_PROPERTY, version() + ";starting;;");
    claimed = true;
    return null;
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

  private static String version() {
    String version = AgentMain.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** The last resort of the entry points, so it throws nothing itself, whatever is forbidden. */
  private static void failed(Throwable cause) {
    try {
      String reason = oneLine(cause);
      say(
          "not started: "
              + reason
              + "; the application runs on without it (is the jar complete and readable, and may it do this?)");
      if (System.getProperties().containsKey(STATE_PROPERTY)) {
        System.setProperty(STATE_PROPERTY, version() + ";failed;;" + reason);
      }
    } catch (Throwable t) {
      // What is said cannot be published, or not even said: the application still comes first.
      return;
    }
  }

  private static String oneLine(Throwable t) {
    return String.valueOf(t).replace('\n', ' ').replace('\r', ' ');
  }

  private static void say(String message) {
    String line = "exporter-agent: " + message + System.lineSeparator();
    try {
      @SuppressWarnings("resource") // closing it would close the JVM's standard error
      FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
      stderr.write(line.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // Standard error is closed: there is nobody left to tell.
      return;
    } catch (SecurityException e) {
      // A security manager guards the descriptor, and leaves the stream.
      System.err.print(line);
    }
  }

  /** Loads the core behind its class loader and starts it, off the application's threads. */
  private static final class Start implements Runnable {
    private final @Nullable String arguments;
    private final Instrumentation instrumentation;

    Start(@Nullable String arguments, Instrumentation instrumentation) {
      this.arguments = arguments;
      this.instrumentation = instrumentation;
    }

    @Override
    public void run() {
      try {
        AgentClassLoader loader = new AgentClassLoader(jar());
        Thread.currentThread().setContextClassLoader(loader);
        Class.forName(CORE, true, loader)
            .getMethod("start", String.class, Instrumentation.class)
            .invoke(null, arguments, instrumentation);
      } catch (InvocationTargetException e) {
        failed(e.getCause() == null ? e : e.getCause());
      } catch (Throwable t) {
        failed(t);
      }
    }
  }
}
