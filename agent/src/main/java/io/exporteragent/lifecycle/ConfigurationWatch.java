package io.exporteragent.lifecycle;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.FollowedFile;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.Arrays;
import java.util.List;

/**
 * Follows the configuration file: puts it into effect at the start and whenever its content
 * changes. A version that is wrong leaves the previous one in effect; at the start it leaves the
 * agent serving nothing, since it might open what the file means to close. Either is said once for
 * each version.
 *
 * <p>For the thread of the agenda, but for {@link #families}, which any thread may call.
 */
final class ConfigurationWatch implements FollowedFile.Reader, AutoCloseable {
  private final Sections sections;
  private final AgentArguments arguments;
  private final String name;
  private final Effect effect;
  private final PublishedState state;
  private final Messages messages;
  private final FollowedFile file;

  /** What the versions of the file are for. */
  interface Effect {
    /** Puts settings into effect, wholly or not at all. */
    void apply(Configuration configuration) throws ConfigurationException;

    /** Hears that a version was refused. */
    void refused();
  }

  ConfigurationWatch(
      Sections sections,
      AgentArguments arguments,
      String name,
      Effect effect,
      PublishedState state,
      Messages messages) {
    this.sections = sections;
    this.arguments = arguments;
    this.name = name;
    this.effect = effect;
    this.state = state;
    this.messages = messages;
    this.file = new FollowedFile(name, null, this);
  }

  /** Reads the file now and then until it is closed. */
  void follow(Agenda agenda) {
    file.follow(agenda);
  }

  /**
   * Puts a version of the file into effect before it is followed.
   *
   * @throws ConfigurationException if it is wrong
   */
  void begin(String version) throws ConfigurationException {
    file.use(version);
  }

  @Override
  public void use(String version) throws ConfigurationException {
    effect.apply(Configuration.parse(version, name, arguments, sections));
    if (file.isInEffect()) {
      messages.say("the new version of " + name + " is in effect");
    }
  }

  @Override
  public void refused(String reason, Throwable cause) {
    if (file.isInEffect()) {
      messages.say(
          reason + "; the previous configuration stays in effect until this is fixed", cause);
      effect.refused();
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
            .add(file.isCurrent() ? 1 : 0),
        new ScalarFamily(
                "exporter_agent_config_last_reload_success_timestamp_seconds",
                MetricType.GAUGE,
                "When a configuration was last put into effect, in seconds since 1970.")
            .add(file.lastSuccessSeconds()));
  }

  /** Ends following the file. */
  @Override
  public void close() {
    file.close();
  }
}
