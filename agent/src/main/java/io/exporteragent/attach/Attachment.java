package io.exporteragent.attach;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.config.PrometheusDuration;
import io.exporteragent.config.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of one JVM, once. Nothing is sent to it before everything that can be known
 * from outside is known, and what came of it is what the agent there publishes.
 *
 * <p>All of it runs on a thread that is left behind when the time is over: the files of a target
 * may lie in a file system of its own making, and block whoever looks for them.
 */
public final class Attachment {
  private static final String DETACH = "detach";

  /** So that what takes too long is named by who waited for it, and not by the whole. */
  private static final Duration TIME_TO_SAY_SO = Duration.ofSeconds(1);

  private final Path proc;
  private final @Nullable LinuxProcess own;
  private final Request request;
  private final Deadline deadline;
  private final Deadline whole;

  Attachment(Path proc, @Nullable LinuxProcess own, Request request, Duration time) {
    this.proc = proc;
    this.own = own;
    this.request = request;
    this.deadline = Deadline.in(time);
    this.whole = Deadline.in(time.plus(TIME_TO_SAY_SO));
  }

  /**
   * Has the agent serve what the arguments say, and fetches its page. Loads nothing into a target
   * that does so already, since the target warns of each loading.
   *
   * @return a state that is serving
   * @throws AttachException if the page cannot be had
   */
  public AgentState attach() throws AttachException {
    return inTime(this::attached);
  }

  private AgentState attached() throws AttachException {
    LinuxProcess process = preflight();
    try (Session session = open(process)) {
      String version = request.tool().version();
      Properties properties = session.systemProperties();
      AgentState state = session.settledState();
      if (state == null || !state.serves(version, request.arguments())) {
        requireLoadable(process);
        requireFreePort(process, state);
        Path jar = jar(process, properties);
        state = session.load(jar.toString(), arguments(jar, request.arguments()), state);
      }
      requireServing(state);
      fetch(process, state);
      return state;
    }
  }

  /**
   * Asks without loading anything.
   *
   * @return null if there is no agent
   */
  public @Nullable AgentState status() throws AttachException {
    return inTime(this::found).orElse(null);
  }

  private Optional<AgentState> found() throws AttachException {
    LinuxProcess process = preflight();
    if (hasNone(process)) {
      return Optional.empty();
    }
    try (Session session = open(process)) {
      return Optional.ofNullable(session.state()).filter(state -> !state.isStopped());
    }
  }

  /**
   * Has the agent leave.
   *
   * @return whether there was one
   */
  public boolean detach() throws AttachException {
    return inTime(this::detached);
  }

  private boolean detached() throws AttachException {
    LinuxProcess process = preflight();
    if (hasNone(process)) {
      return false;
    }
    try (Session session = open(process)) {
      Properties properties = session.systemProperties();
      AgentState before = session.settledState();
      if (before == null || before.isStopped()) {
        return false;
      }
      requireLoadable(process);
      Path jar = jar(process, properties);
      AgentState after = session.load(jar.toString(), arguments(jar, DETACH), before);
      if (!after.isStopped()) {
        throw new AttachException(
            Reason.FAILED,
            String.format("its agent is %s instead of gone: %s", after.state(), after.error()),
            "its standard error may say more");
      }
      return true;
    }
  }

  private <T> T inTime(Deadline.Task<T> task) throws AttachException {
    try {
      return whole.run(task);
    } catch (TimeoutException e) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "its files cannot be read within " + PrometheusDuration.format(deadline.time()),
          "give it more time: " + request.command(request.arguments()) + " --timeout 1m");
    }
  }

  JvmDescription describe(Jvm jvm) {
    LinuxProcess listed = jvm.process();
    String user = listed == null ? null : listed.userName();
    try {
      return inTime(() -> description(jvm, user));
    } catch (AttachException e) {
      return new JvmDescription(jvm, user, null, null, e.problem());
    }
  }

  private JvmDescription description(Jvm jvm, @Nullable String user) {
    LinuxProcess listed = jvm.process();
    String javaVersion = listed == null ? null : listed.javaVersion();
    try {
      LinuxProcess process = preflight();
      if (hasNone(process)) {
        return new JvmDescription(jvm, user, javaVersion, null, loadingObstacle(process));
      }
      try (Session session = open(process)) {
        Properties properties = session.systemProperties();
        AgentState state = AgentState.of(properties);
        return new JvmDescription(
            jvm,
            user,
            properties.getProperty("java.version", javaVersion),
            state == null || state.isStopped() ? null : state,
            loadingObstacle(process));
      }
    } catch (AttachException e) {
      return new JvmDescription(jvm, user, javaVersion, null, e.problem());
    }
  }

  /**
   * Whether there is no agent to be asked for. To ask leaves traces in the target: a thread that
   * listens, and the system property {@code user.timezone}, since the JDK sends its properties with
   * the date. And if another tool asks at the same moment, the target may take the second signal
   * for the wish to see its threads on its standard output.
   */
  private static boolean hasNone(@Nullable LinuxProcess process) {
    return process != null && !process.mayHoldOurJar();
  }

  private @Nullable String loadingObstacle(@Nullable LinuxProcess process) {
    try {
      requireLoadable(process);
      return null;
    } catch (AttachException e) {
      return e.problem();
    }
  }

  /** Null on systems that are not Linux. */
  private @Nullable LinuxProcess preflight() throws AttachException {
    if (own != null) {
      return new Preflight(proc, own, request).check(deadline);
    }
    if (!JvmConnection.list().containsKey(request.pid())) {
      throw new AttachException(
          Reason.NOT_A_JVM,
          "it is not among the JVMs of this user",
          "for those there are: " + request.tool().command("list"));
    }
    return null;
  }

  private Session open(@Nullable LinuxProcess process) throws AttachException {
    Path tmp = own == null || process == null ? null : PrivateTmp.of(process, own);
    try {
      return Session.open(request, tmp, deadline);
    } catch (AttachException e) {
      // Java 8 lets not even root attach to others.
      if (own != null && process != null && own.user() != process.user()) {
        throw new Preflight(proc, own, request).otherUser(process, e.problem());
      }
      throw e;
    }
  }

  private void requireLoadable(@Nullable LinuxProcess process) throws AttachException {
    if (own != null && process != null) {
      new Preflight(proc, own, request).requireLoadable(process);
    }
  }

  private void requireFreePort(@Nullable LinuxProcess process, @Nullable AgentState state)
      throws AttachException {
    if (own != null && process != null && !process.sharesNetworkWith(own)) {
      return;
    }
    boolean isAlive = state != null && state.isAlive();
    if (isAlive && request.arguments().isEmpty()) {
      return;
    }
    ServerSettings server = AskedServer.of(request.arguments(), process, own);
    if (server == null || (state != null && state.port() == server.port())) {
      return;
    }
    String obstacle = new PortCheck(proc).obstacle(server);
    if (obstacle != null) {
      throw new AttachException(
          Reason.PORT_BUSY, obstacle, "free it, or take any free one: " + request.command("0"));
    }
  }

  private Path jar(@Nullable LinuxProcess process, Properties properties) throws AttachException {
    Path jar = request.tool().jar();
    if (own == null || process == null) {
      return jar;
    }
    String directory = properties.getProperty("java.io.tmpdir", "/tmp");
    try {
      return new TargetJar(process, own, jar).share(directory);
    } catch (IOException e) {
      throw new AttachException(
          Reason.FAILED,
          String.format(
              "it cannot read %s, and no copy can be made in its %s: %s", jar, directory, e),
          "let it read the jar, or write to that directory, and repeat: " + request.command());
    }
  }

  /** The jar goes first, for the bootstrap classes of an earlier jar to find the later one. */
  private static String arguments(Path jar, String arguments) {
    try {
      String uri = new URI("file", null, jar.toString(), null).toASCIIString();
      return "jar=" + uri + " " + arguments;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireServing(AgentState state) throws AttachException {
    String status = request.tool().command("status", Long.toString(request.pid()));
    if (state.state().equals("waiting")) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "its agent does not serve yet, and tries again by itself: " + state.error(),
          "ask again: " + status);
    }
    if (!state.serves(request.tool().version(), request.arguments())) {
      String why = state.error().isEmpty() ? "it does not say why" : state.error();
      throw new AttachException(
          Reason.FAILED,
          state.isServing()
              ? String.format("its agent did not take this and serves as before: %s", why)
              : String.format("its agent %s: %s", state.state(), why),
          "put that right and repeat: " + request.command());
    }
  }

  private void fetch(@Nullable LinuxProcess process, AgentState state) throws AttachException {
    boolean isHere = own == null || process == null || process.sharesNetworkWith(own);
    FirstScrape.fetch(state.url(), request.pid(), isHere, deadline);
  }
}
