package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.config.PrometheusDuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection to the target that ends with the deadline and speaks of failures to the user. */
final class Session implements AutoCloseable {
  /** What HotSpot before 24 takes for a word, and jar and arguments together are one. */
  private static final int MAX_ARGUMENT_BYTES = 1024;

  private final JvmConnection connection;
  private final Request request;
  private final Deadline deadline;

  private Session(JvmConnection connection, Request request, Deadline deadline) {
    this.connection = connection;
    this.request = request;
    this.deadline = deadline;
  }

  /**
   * @param temporaryDirectory that of the target if the JDK would not find it, else null
   * @throws AttachException if the target does not let us, or does not answer in time
   */
  static Session open(Request request, @Nullable Path temporaryDirectory, Deadline deadline)
      throws AttachException {
    JvmConnection connection =
        call(
            request,
            deadline,
            "cannot be attached to",
            () ->
                temporaryDirectory == null
                    ? JvmConnection.open(request.pid())
                    : JvmConnection.emulate(request.pid(), temporaryDirectory));
    return new Session(connection, request, deadline);
  }

  Properties systemProperties() throws AttachException {
    return call(
        request, deadline, "does not tell its system properties", connection::systemProperties);
  }

  /** The state of the agent as it is now, null if there is none. */
  @Nullable AgentState state() throws AttachException {
    return AgentState.of(systemProperties());
  }

  /** The same, as soon as it is neither starting nor stopping. */
  @Nullable AgentState settledState() throws AttachException {
    AgentState state = state();
    while (state != null && state.isChanging()) {
      deadline.pause();
      if (deadline.isOver()) {
        throw new AttachException(
            Reason.NOT_SERVING,
            String.format(
                "its agent is still %s after %s",
                state.state(), PrometheusDuration.format(deadline.time())),
            "ask again: " + request.tool().command("status", Long.toString(request.pid())));
      }
      state = state();
    }
    return state;
  }

  /**
   * Loads the agent, and waits for what comes of it.
   *
   * @param jar as the target names it
   * @param before the state before
   * @throws AttachException if the agent there has not even begun
   */
  AgentState load(String jar, String arguments, @Nullable AgentState before)
      throws AttachException {
    int length = (jar + "=" + arguments).getBytes(UTF_8).length;
    if (length > MAX_ARGUMENT_BYTES) {
      throw new AttachException(
          Reason.FAILED,
          String.format("jar and arguments are %d bytes long, and a JVM takes 1024", length),
          "give the configuration file or the jar a shorter path");
    }
    AttachException failure = null;
    try {
      call(
          request,
          deadline,
          "does not load the agent",
          () -> {
            connection.load(jar, arguments);
            return true;
          });
    } catch (AttachException e) {
      if (e.reason() == Reason.NOT_SERVING) {
        throw e;
      }
      failure = e;
    }
    AgentState after = settledState();
    if (after != null && (failure == null || !after.equals(before))) {
      return after;
    }
    throw failure != null
        ? failure
        : new AttachException(
            Reason.FAILED,
            "it took the agent and shows nothing of it",
            "its standard error may say why; or start it with "
                + request.tool().option(request.arguments()));
  }

  /** An exchange with the target. */
  private interface Exchange<T> {
    T run() throws IOException;
  }

  private static <T> T call(Request request, Deadline deadline, String failed, Exchange<T> exchange)
      throws AttachException {
    try {
      return deadline.run(
          () -> {
            try {
              return exchange.run();
            } catch (IOException e) {
              throw refused(request, String.format("it %s: %s", failed, e.getMessage()));
            }
          });
    } catch (TimeoutException e) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "it does not answer within " + PrometheusDuration.format(deadline.time()),
          "give it more time: " + request.command(request.arguments()) + " --timeout 1m");
    }
  }

  /** Options may also come from files of the target, where nobody has looked for them. */
  private static AttachException refused(Request request, String problem) {
    if (problem.contains("Dynamic agent loading is not enabled")) {
      return request.disabled("-XX:-EnableDynamicAgentLoading");
    }
    if (problem.contains("does not support the attach mechanism")) {
      return request.disabled("-XX:+DisableAttachMechanism");
    }
    return new AttachException(
        Reason.FAILED,
        problem,
        "repeat it as the user of that process, or start that with "
            + request.tool().option(request.arguments()));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      // The connection is of no use any more, and there is no harm in leaving it.
      return;
    }
  }
}
