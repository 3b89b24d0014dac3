package io.exporteragent.attach;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.linux.LinuxProcess;
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
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of one JVM, once. Nothing is sent to it before everything that can be checked
 * from outside is checked. Whether it succeeded is what the agent there publishes.
 *
 * <p>All of it runs on a thread that is left behind when the time is over: the files of a target
 * may lie in a file system of its own making, which can block whoever looks for them.
 */
public final class Attachment {
  private static final String DETACH = "detach";

  /** Lets the step that takes too long report that first, in words that name the step. */
  private static final Duration TIME_TO_REPORT = Duration.ofSeconds(1);

  private final Path proc;
  private final @Nullable LinuxProcess own;
  private final Tool.Command command;
  private final TimeLimit limit;
  private final TimeLimit whole;

  Attachment(Path proc, @Nullable LinuxProcess own, Tool.Command command, Duration time) {
    this.proc = proc;
    this.own = own;
    this.command = command;
    this.limit = TimeLimit.in(time);
    this.whole = TimeLimit.in(time.plus(TIME_TO_REPORT));
  }

  /**
   * Makes the agent serve what the arguments say, and fetches its page. Loads nothing into a target
   * that does so already, since the target warns each time an agent is loaded.
   *
   * @param access what the page is shown
   * @return a state that is serving
   * @throws AttachException if the page cannot be fetched
   */
  public AgentState attach(PageAccess access) throws AttachException {
    return inTime(() -> attached(access));
  }

  private AgentState attached(PageAccess access) throws AttachException {
    Target target = target();
    try (Session session = target.open(limit)) {
      Properties properties = session.systemProperties();
      AgentState state = session.settledState();
      if (state == null || !state.serves(command.tool().version(), command.arguments())) {
        target.requireLoadable();
        requireFreePort(target, state);
        state = load(session, share(target, properties), command.arguments(), state);
      }
      requireServing(state);
      FirstScrape.fetch(state.url(), command.pid(), target.sharesNetwork(), access, limit);
      return state;
    }
  }

  /**
   * Asks the agent for its state without loading anything.
   *
   * @param access what the page is shown, which is fetched if it {@linkplain PageAccess#isReal is
   *     to be} and the agent serves
   * @return null if there is no agent
   * @throws AttachException also if the page cannot be fetched
   */
  public @Nullable AgentState status(PageAccess access) throws AttachException {
    return inTime(() -> found(access)).orElse(null);
  }

  private Optional<AgentState> found(PageAccess access) throws AttachException {
    Target target = target();
    if (!target.mayHaveAgent()) {
      return Optional.empty();
    }
    try (Session session = target.open(limit)) {
      AgentState state = session.state();
      if (state == null || state.isStopped()) {
        return Optional.empty();
      }
      if (state.isServing() && access.isReal()) {
        FirstScrape.fetch(state.url(), command.pid(), target.sharesNetwork(), access, limit);
      }
      return Optional.of(state);
    }
  }

  /**
   * Makes the agent leave.
   *
   * @return whether there was one
   */
  public boolean detach() throws AttachException {
    return inTime(this::detached);
  }

  private boolean detached() throws AttachException {
    Target target = target();
    if (!target.mayHaveAgent()) {
      return false;
    }
    try (Session session = target.open(limit)) {
      Properties properties = session.systemProperties();
      AgentState before = session.settledState();
      if (before == null || before.isStopped()) {
        return false;
      }
      target.requireLoadable();
      AgentState after = load(session, share(target, properties), DETACH, before);
      if (!after.isStopped()) {
        throw new AttachException(
            Reason.FAILED,
            String.format("its agent is %s instead of stopped: %s", after.state(), after.error()),
            "its standard error may say more");
      }
      return true;
    }
  }

  /**
   * Has a question answered by the core of our jar within the target, where that leaves nothing
   * behind; an agent that runs there is not concerned.
   *
   * @param question the text of the question, by the milliseconds there are for the answer
   * @param lines receives the answer
   */
  public void ask(LongFunction<String> question, Consumer<String> lines) throws AttachException {
    try (QuestionFile answered = inTime(() -> answered(question))) {
      answered.lines().forEach(lines);
    } catch (IOException e) {
      throw new AttachException(
          Reason.FAILED, "its answer cannot be read: " + e, "try again: " + command.again());
    }
  }

  private QuestionFile answered(LongFunction<String> question) throws AttachException {
    Target target = target();
    target.requireLoadable();
    try (Session session = target.open(limit)) {
      Properties properties = session.systemProperties();
      Path jar = share(target, properties);
      QuestionFile file = questionFile(target, properties, question.apply(limit.remainingMillis()));
      boolean isAnswered = false;
      try {
        session.ask(jar.toString(), "jar=" + uri(jar) + " ask " + file.name(), file);
        isAnswered = true;
        return file;
      } finally {
        if (!isAnswered) {
          file.close();
        }
      }
    }
  }

  private QuestionFile questionFile(Target target, Properties properties, String question)
      throws AttachException {
    String directory = properties.getProperty("java.io.tmpdir", "/tmp");
    try {
      return QuestionFile.ask(target.questionFile(directory), question);
    } catch (IOException e) {
      throw new AttachException(
          Reason.FAILED,
          String.format("no file for the answer can be made in its %s: %s", directory, e),
          "permit it to write to that directory, and repeat: " + command.again());
    }
  }

  private <T> T inTime(TimeLimit.Task<T> task) throws AttachException {
    try {
      return whole.run(task);
    } catch (TimeoutException e) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "its files cannot be read within " + PrometheusDuration.format(limit.time()),
          command.adviceToWait());
    }
  }

  /**
   * Describes a JVM that nobody has chosen, so that nothing is told to it that can be read by
   * others.
   */
  Jvm.Description describe(Jvm jvm, PageAccess access) {
    LinuxProcess listed = jvm.process();
    String user = listed == null ? null : listed.userName();
    try {
      return inTime(() -> description(jvm, user, access));
    } catch (AttachException e) {
      return new Jvm.Description(jvm, user, null, null, e.problem(), Jvm.Look.NONE);
    }
  }

  private Jvm.Description description(Jvm jvm, @Nullable String user, PageAccess access) {
    LinuxProcess listed = jvm.process();
    String javaVersion = listed == null ? null : listed.javaVersion();
    try {
      Target target = target();
      Properties properties = new Properties();
      if (target.mayHaveAgent()) {
        try (Session session = target.open(limit)) {
          properties = session.systemProperties();
        }
      }
      AgentState state = AgentState.of(properties);
      return new Jvm.Description(
          jvm,
          user,
          properties.getProperty("java.version", javaVersion),
          state == null || state.isStopped() ? null : state,
          loadingObstacle(target),
          look(target, state, access));
    } catch (AttachException e) {
      return new Jvm.Description(jvm, user, javaVersion, null, e.problem(), Jvm.Look.NONE);
    }
  }

  private Jvm.Look look(Target target, @Nullable AgentState state, PageAccess access) {
    if (state == null || !state.isServing() || !access.isReal()) {
      return Jvm.Look.NONE;
    }
    boolean isSecure = state.url().startsWith("https:");
    try {
      FirstScrape.fetch(
          state.url(),
          command.pid(),
          target.sharesNetwork(),
          isSecure ? access : access.withoutPassword(),
          limit);
      return Jvm.Look.FETCHED;
    } catch (AttachException e) {
      return Jvm.Look.failed(e.problem());
    }
  }

  private static @Nullable String loadingObstacle(Target target) {
    try {
      target.requireLoadable();
      return null;
    } catch (AttachException e) {
      return e.problem();
    }
  }

  private Target target() throws AttachException {
    return own == null
        ? Target.listed(command)
        : new LinuxTarget(proc, own, new Preflight(proc, own, command).check(limit), command);
  }

  private void requireFreePort(Target target, @Nullable AgentState state) throws AttachException {
    boolean keepsItsPort = state != null && state.isAlive() && command.arguments().isEmpty();
    if (!target.sharesNetwork() || keepsItsPort) {
      return;
    }
    ServerSettings server = target.server(command.arguments(), command.tool().arguments());
    if (server == null || (state != null && state.port() == server.port())) {
      return;
    }
    String obstacle = target.obstacle(server);
    if (obstacle != null) {
      throw new AttachException(
          Reason.PORT_BUSY, obstacle, "free it, or use any free port: " + command.with("0"));
    }
  }

  private Path share(Target target, Properties properties) throws AttachException {
    Path jar = command.tool().jar();
    String directory = properties.getProperty("java.io.tmpdir", "/tmp");
    try {
      return target.share(jar, directory);
    } catch (IOException e) {
      throw new AttachException(
          Reason.FAILED,
          String.format(
              "it cannot read %s, and no copy can be made in its %s: %s", jar, directory, e),
          "permit it to read the jar, or to write to that directory, and repeat: "
              + command.again());
    }
  }

  /** The jar goes first, so that the bootstrap classes of an earlier jar find the later one. */
  private static AgentState load(
      Session session, Path jar, String arguments, @Nullable AgentState before)
      throws AttachException {
    return session.load(jar.toString(), "jar=" + uri(jar) + " " + arguments, before);
  }

  private static String uri(Path jar) {
    try {
      return new URI("file", null, jar.toString(), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireServing(AgentState state) throws AttachException {
    if (state.state().equals("waiting")) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "its agent does not serve yet, and keeps trying: " + state.error(),
          command.adviceToAskAgain());
    }
    if (!state.serves(command.tool().version(), command.arguments())) {
      String why = state.error().isEmpty() ? "it does not say why" : state.error();
      throw new AttachException(
          Reason.FAILED,
          state.isServing()
              ? String.format("its agent refused this and serves as before: %s", why)
              : String.format("its agent %s: %s", state.state(), why),
          "correct that and repeat: " + command.again());
    }
  }
}
