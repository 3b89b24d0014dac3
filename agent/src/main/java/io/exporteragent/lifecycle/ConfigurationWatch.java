package io.exporteragent.lifecycle;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Follower;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Signal;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the configuration file: puts it into effect at the start and whenever its content
 * changes. A version that is wrong leaves the previous one in effect; at the start it leaves the
 * agent serving nothing, since it might open what the file means to close. Either is said once for
 * each version.
 *
 * <p>The file is read every few seconds and compared by content. Nothing else sees every kind of
 * change: the swap of a link in a Kubernetes ConfigMap raises no event for the file.
 *
 * <p>For the thread of the agenda, but for {@link #families}, which any thread may call.
 */
final class ConfigurationWatch implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SETTLING_MILLIS = 250;

  private final Sections sections;
  private final AgentArguments arguments;
  private final String file;
  private final Effect effect;
  private final PublishedState state;
  private final Messages messages;
  private final Signal closed = new Signal();
  private @Nullable Follower follower;
  private volatile @Nullable String inEffect;
  private String lastRefusal = "";
  private volatile boolean lastSuccessful;
  private volatile double lastSuccessSeconds;

  /** Puts settings into effect, wholly or not at all. */
  interface Effect {
    void apply(Configuration configuration) throws ConfigurationException;
  }

  ConfigurationWatch(
      Sections sections,
      AgentArguments arguments,
      String file,
      Effect effect,
      PublishedState state,
      Messages messages) {
    this.sections = sections;
    this.arguments = arguments;
    this.file = file;
    this.effect = effect;
    this.state = state;
    this.messages = messages;
  }

  /** Reads the file now and then until it is closed. */
  void follow(Agenda agenda) {
    follower = agenda.follow(file, PERIOD_NANOS, this::look);
  }

  private @Nullable Runnable look() throws InterruptedException {
    try {
      String seen = ConfigurationFile.read(file);
      boolean isKnown = seen.equals(inEffect);
      if (isKnown ? lastSuccessful : !isWritten(seen)) {
        return null;
      }
      return () -> load(seen);
    } catch (ConfigurationException e) {
      return () -> refused(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      return () -> refused("configuration " + file + " cannot be read: " + e, e);
    }
  }

  /**
   * Returns whether two readings agree: an editor that writes in place is met half-way now and
   * then.
   */
  private boolean isWritten(String seen) throws ConfigurationException, InterruptedException {
    return inEffect == null
        || (!closed.await(SETTLING_MILLIS, TimeUnit.MILLISECONDS)
            && seen.equals(ConfigurationFile.read(file)));
  }

  private void load(String seen) {
    try {
      use(seen);
    } catch (ConfigurationException e) {
      refused(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      refused("configuration " + file + " cannot be put into effect: " + e, e);
    }
  }

  /**
   * Puts a version of the file into effect, unless it is.
   *
   * @throws ConfigurationException if it is wrong; the previous one stays in effect
   */
  void use(String version) throws ConfigurationException {
    if (!version.equals(inEffect)) {
      effect.apply(Configuration.parse(version, file, arguments, sections));
      if (inEffect != null) {
        messages.say("the new version of " + file + " is in effect");
      }
      inEffect = version;
      lastSuccessSeconds = System.currentTimeMillis() / 1000.0;
    }
    lastRefusal = "";
    lastSuccessful = true;
  }

  private void refused(String reason, Throwable cause) {
    lastSuccessful = false;
    if (reason.equals(lastRefusal)) {
      return;
    }
    lastRefusal = reason;
    if (inEffect != null) {
      messages.say(
          reason + "; the previous configuration stays in effect until this is fixed", cause);
    } else {
      state.waiting(reason);
      messages.say(
          reason + "; no metrics are served until this is fixed, the application keeps running",
          cause);
    }
  }

  /** Returns how the last reload went, under the names Prometheus itself uses for it. */
  List<Family> families() {
    return Arrays.asList(
        new ScalarFamily(
                "exporter_agent_config_last_reload_successful",
                MetricType.GAUGE,
                "Whether the configuration file is in effect as it is now (1) or is wrong (0).")
            .add(lastSuccessful ? 1 : 0),
        new ScalarFamily(
                "exporter_agent_config_last_reload_success_timestamp_seconds",
                MetricType.GAUGE,
                "When a configuration was last put into effect, in seconds since 1970.")
            .add(lastSuccessSeconds));
  }

  /** Ends following the file. */
  @Override
  public void close() {
    closed.give();
    Follower following = follower;
    if (following != null) {
      following.close();
    }
  }
}
