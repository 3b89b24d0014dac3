package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.config.PrometheusDuration;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection to the target that keeps to the time limit and reports failures to the user. */
final class Session implements AutoCloseable {
  /** The limit of HotSpot before 24 for jar and arguments together. */
  private static final int MAX_ARGUMENT_BYTES = 1024;

  private final JvmConnection connection;
  private final Tool.Command command;
  private final TimeLimit limit;

  private Session(JvmConnection connection, Tool.Command command, TimeLimit limit) {
    this.connection = connection;
    this.command = command;
    this.limit = limit;
  }

  /**
   * Connects to the target.
   *
   * @throws AttachException if it refuses, or does not answer in time
   */
  static Session open(Tool.Command command, TimeLimit limit, Exchange<JvmConnection> connect)
      throws AttachException {
    return new Session(call(command, limit, "cannot be attached to", connect), command, limit);
  }

  Properties systemProperties() throws AttachException {
    return call(
        command, limit, "does not give its system properties", connection::systemProperties);
  }

  /** Asks for the state of the agent, null if there is none. */
  @Nullable AgentState state() throws AttachException {
    return AgentState.of(systemProperties());
  }

  /** Asks until the agent is neither starting nor stopping. */
  @Nullable AgentState settledState() throws AttachException {
    AgentState state = state();
    while (state != null && state.isChanging()) {
      limit.pause();
      if (limit.isOver()) {
        throw new AttachException(
            Reason.NOT_SERVING,
            String.format(
                "its agent is still %s after %s",
                state.state(), PrometheusDuration.format(limit.time())),
            command.adviceToAskAgain());
      }
      state = state();
    }
    return state;
  }

  /**
   * Loads the agent, and waits until it is neither starting nor stopping.
   *
   * @param jar as the target names it
   * @param before the state before
   * @throws AttachException if the agent there did not even start
   */
  AgentState load(String jar, String arguments, @Nullable AgentState before)
      throws AttachException {
    AttachException failure = tryToLoad(jar, arguments);
    AgentState after = settledState();
    if (after != null && (failure == null || !after.equals(before))) {
      return after;
    }
    throw failure != null
        ? failure
        : new AttachException(
            Reason.FAILED,
            "the JVM loaded the agent, but it reported no state",
            "its standard error may say why; or start it with " + command.startOption());
  }

  /**
   * Loads the agent to answer a question, and waits for the answer.
   *
   * @param jar as the target names it
   * @throws AttachException if there is none
   */
  void ask(String jar, String arguments, QuestionFile file) throws AttachException {
    AttachException failure = tryToLoad(jar, arguments);
    try {
      if (file.isNotTaken()) {
        throw failure != null
            ? failure
            : new AttachException(
                Reason.FAILED,
                "the JVM loaded the agent, but it does not take the question",
                "its standard error may say why");
      }
      while (file.isPending()) {
        limit.pause();
        if (limit.isOver() && file.isPending()) {
          throw new AttachException(
              Reason.NOT_SERVING,
              "it does not answer within " + PrometheusDuration.format(limit.time()),
              command.adviceToWait());
        }
      }
      if (file.hasFailed()) {
        throw new AttachException(Reason.FAILED, String.join(" ", file.lines()));
      }
    } catch (IOException e) {
      throw new AttachException(
          Reason.FAILED, "its answer cannot be read: " + e, "try again: " + command.again());
    }
  }

  /** Returns why the target says that it has not loaded the agent, which need not be true. */
  private @Nullable AttachException tryToLoad(String jar, String arguments) throws AttachException {
    int length = (jar + "=" + arguments).getBytes(UTF_8).length;
    if (length > MAX_ARGUMENT_BYTES) {
      throw new AttachException(
          Reason.FAILED,
          String.format(
              "jar and arguments are %d bytes long, and a JVM takes %d",
              length, MAX_ARGUMENT_BYTES),
          "give the configuration file or the jar a shorter path");
    }
    try {
      call(
          command,
          limit,
          "does not load the agent",
          () -> {
            connection.load(jar, arguments);
            return true;
          });
      return null;
    } catch (AttachException e) {
      if (e.reason() == Reason.NOT_SERVING) {
        throw e;
      }
      return e;
    }
  }

  /** An exchange with the target, which may block. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  private static <T> T call(
      Tool.Command command, TimeLimit limit, String failed, Exchange<T> exchange)
      throws AttachException {
    try {
      return limit.run(
          () -> {
            try {
              return exchange.run();
            } catch (IOException e) {
              throw refused(command, String.format("it %s: %s", failed, e.getMessage()));
            }
          });
    } catch (TimeoutException e) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "it does not answer within " + PrometheusDuration.format(limit.time()),
          command.adviceToWait());
    }
  }

  /** Options may also come from files of the target, which {@link Preflight} does not read. */
  private static AttachException refused(Tool.Command command, String problem) {
    if (problem.contains("Dynamic agent loading is not enabled")) {
      return command.disabled("-XX:-EnableDynamicAgentLoading");
    }
    if (problem.contains("does not support the attach mechanism")) {
      return command.disabled("-XX:+DisableAttachMechanism");
    }
    return new AttachException(
        Reason.FAILED,
        problem,
        "repeat it as the user of that process, or start that with " + command.startOption());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      // The connection is not used again, and leaving it does no harm.
      return;
    }
  }
}
