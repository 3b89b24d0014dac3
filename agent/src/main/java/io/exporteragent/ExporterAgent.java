package io.exporteragent;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.guest.Privileged;
import io.exporteragent.lifecycle.BuildInfo;
import io.exporteragent.lifecycle.Inquiry;
import io.exporteragent.lifecycle.Lifecycle;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways in. The bootstrap, which may be that of an older jar, finds this class by its name and
 * knows what it returns by types of the JDK alone.
 */
public final class ExporterAgent {
  private ExporterAgent() {}

  /**
   * Starts the agent in an application and returns at once.
   *
   * @param arguments what follows {@code -javaagent:exporter-agent.jar=}, null when nothing does
   * @return the running agent, which is also a {@link Consumer} of later arguments
   */
  public static AutoCloseable start(@Nullable String arguments, Instrumentation instrumentation) {
    return Privileged.call(
        () -> {
          Thread.currentThread().setContextClassLoader(ExporterAgent.class.getClassLoader());
          Lifecycle agent = new Lifecycle(instrumentation);
          try {
            agent.accept(arguments == null ? "" : arguments);
          } catch (RuntimeException | Error e) {
            agent.close();
            throw e;
          }
          return agent;
        });
  }

  /**
   * Answers a question of a command about an application, beside an agent that may run there, and
   * leaves nothing behind when it returns but a thread that hangs in code of the application.
   *
   * @param to receives the answer
   * @throws Exception if there can be none, with a message for the user
   */
  public static void answer(String question, OutputStream to, Instrumentation instrumentation)
      throws Exception {
    new Inquiry(question, to, instrumentation).answer();
  }

  /**
   * Serves without an application to watch, and returns once it does.
   *
   * @return the running agent, to be closed
   * @throws ConfigurationException if the configuration is wrong or the address cannot be had
   */
  public static Lifecycle serve(AgentArguments arguments) throws ConfigurationException {
    Lifecycle agent = new Lifecycle(null);
    agent.begin(arguments);
    return agent;
  }

  /** The version of this agent. */
  public static String version() {
    return BuildInfo.read().version();
  }
}
