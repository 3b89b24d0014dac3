package io.exporteragent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The entry point for whoever loads the jar into a running application: has questions answered, and
 * passes requests on. Keeps the rules of {@link AgentMain}.
 *
 * <p>A class of its own, since older jars have none of this name: where such a jar is on the class
 * path already, this class is still that of a jar that knows what a question is. Beside it may be
 * classes of the older jar, so it relies on nothing of them but {@code AgentMain.agentmain}, {@code
 * AgentClassLoader(File)} and {@code Say.failure}.
 */
public final class AttachMain {
  private static final String JAR = "jar=";
  private static final String ASK = " ask ";

  private AttachMain() {}

  /**
   * Has a question answered, which is no concern of the agent that may run here; anything else is
   * for {@link AgentMain#agentmain}.
   *
   * @param arguments a {@link LoadRequest}, or a question as {@link Question} describes it; null
   *     when none were given
   */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    int ask = arguments == null || !arguments.startsWith(JAR) ? -1 : arguments.indexOf(ASK);
    if (arguments == null || ask < 0 || arguments.indexOf(' ') != ask) {
      AgentMain.agentmain(arguments, instrumentation);
      return;
    }
    try {
      File jar = new File(URI.create(arguments.substring(JAR.length(), ask)));
      File file = new File(arguments.substring(ask + ASK.length()));
      Thread thread =
          new Thread(rootGroup(), Question.take(file, jar, instrumentation), "exporter-agent-ask");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    } catch (Throwable t) {
      Say.failure("cannot answer a question: " + t + "; the application keeps running", t);
    }
  }

  /** Threads in the application's group would show up in its {@code Thread.activeCount()}. */
  private static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
