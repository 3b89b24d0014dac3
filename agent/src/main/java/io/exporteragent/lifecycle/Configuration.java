package io.exporteragent.lifecycle;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Description;
import io.exporteragent.config.Example;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlDocument;
import io.exporteragent.config.YamlValue;
import io.exporteragent.gather.FamilyFilter;
import io.exporteragent.gather.Section;
import io.exporteragent.web.WebConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is to do: the settings of every section, out of the configuration file, the agent
 * argument and the environment. Two are equal if they ask for the same. Immutable.
 */
public final class Configuration {
  private static final String COLLECTORS = "collectors";
  private static final String METRICS = "metrics";

  private final Sections sections;
  private final ServerSettings server;
  private final @Nullable Switches switches;
  private final @Nullable FamilyFilter filter;
  private final Map<String, Object> settings = new LinkedHashMap<>();

  private Configuration(
      Sections sections,
      Map<String, YamlValue> entries,
      @Nullable ClaimedFile<?> claimed,
      AgentArguments arguments)
      throws ConfigurationException {
    this.sections = sections;
    this.server = ServerSettings.of(entries.get(ServerSettings.KEY.name()), arguments);
    YamlValue collectors = entries.get(COLLECTORS);
    this.switches = collectors == null ? null : Switches.schema(sections).read(collectors);
    YamlValue metrics = entries.get(METRICS);
    this.filter = metrics == null ? null : FamilyFilter.SCHEMA.read(metrics);
    FamilyClashes families = new FamilyClashes();
    for (Section<?> section : sections.list()) {
      if (claimed != null && claimed.section() == section) {
        settings.put(section.name(), claimed.settings());
      } else {
        read(section, entries.get(section.key()), arguments, families);
      }
    }
  }

  private <S> void read(
      Section<S> section, @Nullable YamlValue at, AgentArguments arguments, FamilyClashes families)
      throws ConfigurationException {
    S read = section.read(at, arguments);
    section.declare(read, families);
    settings.put(section.name(), read);
  }

  /** Makes the configuration of an agent without a file. */
  static Configuration of(AgentArguments arguments, Sections sections)
      throws ConfigurationException {
    return new Configuration(sections, Collections.emptyMap(), null, arguments);
  }

  /**
   * Understands the text of a file, which may also be one of another program that a section claims.
   *
   * @param fileName for messages
   * @param arguments go before what the file says, and bring the environment
   * @throws ConfigurationException if anything in it cannot be understood
   */
  public static Configuration parse(
      String text, String fileName, AgentArguments arguments, Sections sections)
      throws ConfigurationException {
    YamlDocument document = YamlDocument.of(text, fileName);
    List<String> keys = new ArrayList<>();
    Collections.addAll(keys, ServerSettings.KEY.name(), COLLECTORS, METRICS);
    for (Section<?> section : sections.list()) {
      if (!section.key().isEmpty()) {
        keys.add(section.key());
      }
    }
    ClaimedFile<?> claimed =
        ClaimedFile.find(
            document, keys, sections, ServerSettings.of(null, arguments).webConfigFile() != null);
    if (claimed != null) {
      return new Configuration(sections, Collections.emptyMap(), claimed, arguments);
    }
    YamlValue root = document.ours(arguments);
    return root == null
        ? of(arguments, sections)
        : new Configuration(sections, root.entries(keys.toArray(new String[0])), null, arguments);
  }

  /** Returns where the page is served. */
  public ServerSettings server() {
    return server;
  }

  /** Returns which families are on the page; null for all. */
  @Nullable FamilyFilter filter() {
    return filter;
  }

  /** Returns the settings of a section. */
  @SuppressWarnings("unchecked") // what is put for a section is what it has read
  public <S> S of(Section<S> section) {
    return (S) Objects.requireNonNull(settings.get(section.name()));
  }

  boolean isOn(Section<?> section) {
    return switches == null ? sections.isOn(section) : switches.isOn(section);
  }

  /**
   * Checks what only making the sources would find, without starting anything.
   *
   * @throws ConfigurationException if a source could not be made
   */
  public void check() throws ConfigurationException {
    web();
    for (Section<?> section : sections.list()) {
      check(section);
    }
  }

  private @Nullable WebConfiguration web() throws ConfigurationException {
    String file = server.webConfigFile();
    return file == null ? null : WebConfiguration.read(file);
  }

  private <S> void check(Section<S> section) throws ConfigurationException {
    section.check(of(section));
  }

  /**
   * Returns what there is to say about it besides {@link #describe}, one line each.
   *
   * @throws ConfigurationException as {@link #check} does
   */
  public List<String> remarks() throws ConfigurationException {
    WebConfiguration web = web();
    List<String> remarks =
        web == null ? new ArrayList<>() : new ArrayList<>(web.describe(Instant.now()));
    for (Section<?> section : sections.list()) {
      remarks.addAll(remarks(section));
    }
    return remarks;
  }

  private <S> List<String> remarks(Section<S> section) throws ConfigurationException {
    return section.remarks(of(section));
  }

  /**
   * Tells everything that was understood, defaults too, in the syntax of the configuration file.
   * Passwords, credentials, the values of headers and the queries of URLs are left out.
   */
  public String describe() {
    Description description = new Description();
    description.add(ServerSettings.KEY, server);
    description.add(
        collectors(sections), switches == null ? Switches.schema(sections).defaults() : switches);
    description.add(metrics(), filter == null ? FamilyFilter.SCHEMA.defaults() : filter);
    for (Section<?> section : sections.list()) {
      describe(section, description);
    }
    return description.toString();
  }

  private <S> void describe(Section<S> section, Description description) {
    if (!section.key().isEmpty()) {
      description.add(key(section), of(section));
    }
  }

  /** Returns the keys of the top level of the file. */
  public static List<Key<?>> keys(Sections sections) {
    List<Key<?>> keys = new ArrayList<>();
    Collections.addAll(keys, ServerSettings.KEY, collectors(sections), metrics());
    for (Section<?> section : sections.list()) {
      if (!section.key().isEmpty()) {
        keys.add(key(section));
      }
    }
    return keys;
  }

  private static <S> Key<S> key(Section<S> section) {
    return Key.of(section.key(), section.schema(), section.otherwise(), section.help());
  }

  private static Key<Switches> collectors(Sections sections) {
    Mapping<Switches> schema = Switches.schema(sections);
    return Key.of(
        COLLECTORS,
        schema,
        schema.defaults(),
        "What is collected. The default is everything that costs next to nothing.");
  }

  private static Key<FamilyFilter> metrics() {
    return Key.of(
        METRICS,
        FamilyFilter.SCHEMA,
        FamilyFilter.SCHEMA.defaults(),
        "What of it is on the page. Default: everything.");
  }

  /** Returns a complete file with comments, in which every key has its default if it has one. */
  public static String example(Sections sections) {
    Example example = new Example();
    for (Key<?> key : keys(sections)) {
      example.add(key, snippet(key.name(), sections));
    }
    return example.toString();
  }

  private static String snippet(String key, Sections sections) {
    if (key.equals(ServerSettings.KEY.name())) {
      return ServerSettings.example();
    }
    for (Section<?> section : sections.list()) {
      if (section.key().equals(key)) {
        return section.example();
      }
    }
    return "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Configuration && fields().equals(((Configuration) other).fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  private List<Object> fields() {
    return Arrays.asList(
        server,
        switches == null ? Switches.schema(sections).defaults() : switches,
        filter == null ? FamilyFilter.SCHEMA.defaults() : filter,
        settings);
  }

  /** Returns {@link #describe}, which has no secrets. */
  @Override
  public String toString() {
    return describe();
  }

  /** Which collectors run: the section {@code collectors}. */
  private static final class Switches extends Settings {
    private Switches(Values values) {
      super(values);
    }

    static Mapping<Switches> schema(Sections sections) {
      List<Key<?>> keys = new ArrayList<>();
      for (Section<?> section : sections.list()) {
        if (section.isSwitched()) {
          keys.add(key(section, sections.isOn(section)));
        }
      }
      return Schema.mapping(Switches::new, keys.toArray(new Key<?>[0]));
    }

    private static Key<Boolean> key(Section<?> section, boolean otherwise) {
      return Key.of(section.name(), Schema.bool(), otherwise, section.switchHelp());
    }

    boolean isOn(Section<?> section) {
      return !section.isSwitched() || values().get(key(section, true));
    }
  }
}
