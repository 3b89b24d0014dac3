package io.exporteragent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section {@code server}: where the page is served. */
public final class ServerSettings extends Settings {
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*[.]?");

  private static final Key<String> HOST =
      Key.of("host", Schema.nonEmptyText(), "0.0.0.0", "0.0.0.0 is every interface");
  private static final Key<Integer> PORT =
      Key.of("port", Schema.integer(0, 65535), 8000, "0 takes any free port");
  private static final Key<List<String>> ALLOWED_HOSTS =
      Key.of(
          "allowed_hosts",
          Schema.listOf(Schema.scalar("host name", ServerSettings::readHostName)),
          Collections.emptyList(),
          "with host: localhost, further names that clients may ask for");
  private static final Key<Path> WEB_CONFIG_FILE =
      Key.optional(
          "web_config_file",
          Schema.file(),
          "none",
          "TLS and passwords: a web configuration file as node_exporter and Prometheus take it");
  private static final Mapping<ServerSettings> SCHEMA =
      Schema.mapping(ServerSettings::new, HOST, PORT, ALLOWED_HOSTS, WEB_CONFIG_FILE);

  /** The key of the section. */
  public static final Key<ServerSettings> KEY =
      Key.of(
          "server",
          SCHEMA,
          SCHEMA.defaults(),
          "Where the page is served, and to whom. The agent argument goes before this; this goes before the environment variables EXPORTER_AGENT_HOST, EXPORTER_AGENT_PORT and EXPORTER_AGENT_WEB_CONFIG.");

  private ServerSettings(Values values) {
    super(values);
  }

  /** Makes the settings of one address, with defaults for the rest. */
  public static ServerSettings of(String host, int port) {
    return SCHEMA.builder().with(HOST, host).with(PORT, port).build();
  }

  /**
   * Chooses between the section {@code server} of the file, the arguments and the environment.
   *
   * @param at null if the file does not have the section
   */
  public static ServerSettings of(@Nullable YamlValue at, AgentArguments arguments)
      throws ConfigurationException {
    ServerSettings file = at == null ? SCHEMA.defaults() : SCHEMA.read(at);
    String host = arguments.host(file.values().has(HOST) ? file.host() : null);
    Integer port = arguments.port(file.values().has(PORT) ? Integer.valueOf(file.port()) : null);
    Mapping.Builder<ServerSettings> builder =
        SCHEMA
            .builder()
            .with(HOST, host == null ? file.host() : host)
            .with(PORT, port == null ? Integer.valueOf(file.port()) : port)
            .with(ALLOWED_HOSTS, file.allowedHosts());
    Path web = web(file.values().find(WEB_CONFIG_FILE), arguments);
    return (web == null ? builder : builder.with(WEB_CONFIG_FILE, web)).build();
  }

  /**
   * Reads this section from the text of a whole file, ignoring the rest.
   *
   * @throws ConfigurationException if the file is not YAML or this section is not valid
   */
  public static ServerSettings in(String text, String fileName, AgentArguments arguments)
      throws ConfigurationException {
    YamlValue root = ConfigurationFile.parse(text, fileName, arguments);
    return of(root == null ? null : root.entries().get(KEY.name()), arguments);
  }

  /** Returns the section as the example shows it: a file that is named must exist. */
  public static String example() {
    return "host: 0.0.0.0\nport: 8000\nallowed_hosts: []\n"
        + "# web_config_file: web.yml     # TLS and passwords, as node_exporter has them";
  }

  private static @Nullable Path web(@Nullable Path ofFile, AgentArguments arguments)
      throws ConfigurationException {
    String web = arguments.web(ofFile == null ? null : ofFile.toString());
    try {
      return web == null ? null : Paths.get(web);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          String.format(
              "web configuration file %s: not a file name; give the name of a YAML file",
              Quoted.of(web)));
    }
  }

  private static String readHostName(YamlValue at) throws ConfigurationException {
    String name = at.nonEmptyText();
    if (!HOST_NAME.matcher(name).matches()) {
      throw at.error(
          Quoted.of(name) + " is not a host name", "give the name alone, as metrics.example");
    }
    return name;
  }

  /** Returns the address or name to listen on, an IPv6 address without brackets. */
  public String host() {
    return values().get(HOST);
  }

  /** Returns the port to listen on, 0 for any free one. */
  public int port() {
    return values().get(PORT);
  }

  /**
   * Returns the host names, besides {@code localhost} and {@link #host}, that a request may have if
   * the server listens on a loopback address only.
   */
  public List<String> allowedHosts() {
    return values().get(ALLOWED_HOSTS);
  }

  /** Returns the file that says what clients have to show; null if nothing is asked of them. */
  public @Nullable String webConfigFile() {
    Path file = values().find(WEB_CONFIG_FILE);
    return file == null ? null : file.toString();
  }

  @Override
  public String toString() {
    return (host().indexOf(':') < 0 ? host() : "[" + host() + "]") + ":" + port();
  }
}
