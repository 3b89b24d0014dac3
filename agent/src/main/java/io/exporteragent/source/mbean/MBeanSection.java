package io.exporteragent.source.mbean;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlDocument;
import io.exporteragent.config.YamlValue;
import io.exporteragent.gather.FollowedFile;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Management;
import io.exporteragent.source.mbean.explain.Explainer;
import io.exporteragent.source.mbean.explain.MBeanQuestion;
import io.exporteragent.source.mbean.pack.Pack;
import io.exporteragent.source.mbean.rules.JmxFile;
import io.exporteragent.source.mbean.rules.JmxKeys;
import io.exporteragent.source.mbean.rules.RulePolicy;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code mbeans}: metrics of the application's MBeans. A file of jmx_exporter is named
 * under this key, or stands in the place of the whole configuration file.
 */
public final class MBeanSection implements Section<MBeanSettings> {
  private final Supplier<String> version;

  /**
   * Creates the section.
   *
   * @param version of this agent
   */
  public MBeanSection(Supplier<String> version) {
    this.version = version;
  }

  @Override
  public String name() {
    return "mbeans";
  }

  @Override
  public String key() {
    return "mbeans";
  }

  @Override
  public String help() {
    return "MBeans of the application that become metrics. Default: those of known servers.";
  }

  @Override
  public String example() {
    return ConfigurationFile.resource(MBeanSection.class, "example.yml");
  }

  @Override
  public boolean isSwitched() {
    return true;
  }

  @Override
  public String switchHelp() {
    return "MBeans of the application";
  }

  @Override
  public Schema<MBeanSettings> schema() {
    return MBeanSettings.SCHEMA;
  }

  @Override
  public MBeanSettings otherwise() {
    return MBeanSettings.defaults();
  }

  @Override
  public MBeanSettings read(@Nullable YamlValue at, AgentArguments arguments)
      throws ConfigurationException {
    return at == null ? otherwise() : MBeanSettings.read(at);
  }

  @Override
  public boolean claims(String topLevelKey) {
    return JmxKeys.TOP_LEVEL.contains(topLevelKey);
  }

  @Override
  public MBeanSettings readWhole(
      YamlDocument file, String foreign, @Nullable String ours, boolean isGuarded)
      throws ConfigurationException {
    if (ours != null) {
      throw file.place(foreign)
          .errorOfKey(
              String.format(
                  "key %s is one of jmx_exporter and %s one of this agent",
                  Quoted.of(foreign), Quoted.of(ours)),
              "put those of jmx_exporter into a file of their own and name it here, as in mbeans: {jmx_exporter: kafka.yml}");
    }
    requireManagement(Quoted.plain(file.fileName()));
    JmxFile whole = JmxFile.of(file);
    if (!whole.closesPage().isEmpty() && !isGuarded) {
      throw new ConfigurationException(JmxRemarks.whyClosed(whole));
    }
    return MBeanSettings.of(whole);
  }

  private static void requireManagement(String file) throws ConfigurationException {
    if (!Management.hasBeans()) {
      throw new ConfigurationException(
          String.format(
              "%s is a file of jmx_exporter, and this JVM has no module java.management; add that to the run-time image, or with --add-modules java.management",
              file));
    }
  }

  @Override
  public void check(MBeanSettings settings) throws ConfigurationException {
    file(settings);
    FollowedPacks.read(settings);
  }

  @Override
  public List<String> remarks(MBeanSettings settings) throws ConfigurationException {
    JmxFile file = file(settings);
    return file == null ? Collections.emptyList() : JmxRemarks.all(file);
  }

  private static @Nullable JmxFile file(MBeanSettings settings) throws ConfigurationException {
    Path named = settings.jmxExporter();
    if (settings.whole() != null || named == null) {
      return settings.whole();
    }
    requireManagement(settings.file());
    return JmxFile.parse(ConfigurationFile.read(named.toString()), named.toString());
  }

  @Override
  public @Nullable Source make(MBeanSettings settings, Guest guest) throws ConfigurationException {
    if (guest.instrumentation() == null) {
      if (settings.jmxExporter() != null) {
        guest
            .messages()
            .say(
                settings.file()
                    + " is of no use here, since there is no application whose MBeans could be read");
      }
      return null;
    }
    if (!Management.hasBeans() && settings.jmxExporter() == null) {
      return null;
    }
    JmxFile whole = settings.whole();
    Path named = settings.jmxExporter();
    JmxMetrics jmx = whole == null ? null : jmx(whole, guest);
    FollowedFile file = null;
    if (whole == null && named != null) {
      requireManagement(settings.file());
      String text = ConfigurationFile.read(named.toString());
      jmx = jmx(JmxFile.parse(text, named.toString()), guest);
      file = new FollowedFile(named.toString(), text, jmx);
    }
    FollowedPacks packs = packs(settings, guest);
    if (file != null) {
      file.follow(guest.agenda());
    }
    return jmx == null && packs == null
        ? null
        : new MBeanMetrics(
            new PlatformServer(guest.initialized()), jmx, file, packs, System::nanoTime);
  }

  /**
   * Answers a question about the MBeans of this JVM.
   *
   * @param out receives the answer
   * @param settings understands the file that the question is about, if it is one of ours
   * @throws Exception if there can be no answer: the file is wrong, or nothing answers
   */
  public void explain(MBeanQuestion question, OwnFile settings, Guest guest, OutputStream out)
      throws Exception {
    Explainer explainer = new Explainer(question, guest, out);
    if (!Management.hasBeans()) {
      explainer.say("this JVM has no module java.management, and so no MBeans");
      return;
    }
    String name = question.fileName();
    JmxFile file = null;
    MBeanSettings read = otherwise();
    if (name != null) {
      YamlDocument document = YamlDocument.of(question.content(), name);
      if (document.keys().stream().anyMatch(this::claims)) {
        // One that closes its page can be explained, too.
        file = JmxFile.of(document);
        read = MBeanSettings.of(file);
      } else {
        read = settings.read(question.content(), name);
        file = file(read);
      }
    }
    List<Pack> packs = FollowedPacks.read(read);
    MBeanServer server = new PlatformServer(guest.initialized()).find();
    if (server == null) {
      explainer.say(
          "the application has made no platform MBean server, so there are no MBeans to read");
      return;
    }
    List<String> remarks =
        file == null ? Collections.<String>emptyList() : JmxRemarks.warnings(file);
    explainer.explain(server, file, packs, read.maxSeries(), remarks);
  }

  /** Understands configuration files of ours. */
  public interface OwnFile {
    /**
     * Reads what a file says of this section.
     *
     * @throws ConfigurationException if it is not valid
     */
    MBeanSettings read(String text, String fileName) throws ConfigurationException;
  }

  private JmxMetrics jmx(JmxFile file, Guest guest) {
    return new JmxMetrics(file, RulePolicy::new, version.get(), guest);
  }

  private static @Nullable FollowedPacks packs(MBeanSettings settings, Guest guest)
      throws ConfigurationException {
    return settings.packs().equals(MBeanSettings.NONE) ? null : new FollowedPacks(settings, guest);
  }

  /** Returns whether both are by a file that stands in the place of ours. */
  @Override
  public boolean follows(Source running, MBeanSettings now) {
    return now.whole() != null && ((MBeanMetrics) running).isGivenItsFile();
  }

  @Override
  public void update(Source running, MBeanSettings now) {
    JmxFile whole = now.whole();
    if (whole != null) {
      ((MBeanMetrics) running).use(whole);
    }
  }

  @Override
  public void refused(Source running) {
    ((MBeanMetrics) running).refused();
  }
}
