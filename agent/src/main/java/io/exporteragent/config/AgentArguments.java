package io.exporteragent.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent argument says, as {@link ArgumentGrammar} has read it, with the environment behind
 * it.
 *
 * <p>A relative file is relative to the working directory of the JVM. Host and port come from the
 * argument, else from the configuration file, else from the environment variables {@code
 * EXPORTER_AGENT_HOST} and {@code EXPORTER_AGENT_PORT}, else from the defaults of {@link
 * ServerSettings}. The argument is first because it is what tells apart two JVMs that share a file.
 * The environment comes after the file because every child process inherits it, meant or not, and
 * because a file that wants to be overruled can say so: {@code port: ${EXPORTER_AGENT_PORT:8000}}.
 * The file itself is named by the argument, else by {@code EXPORTER_AGENT_CONFIG}.
 *
 * <p>Immutable.
 */
public final class AgentArguments {
  private static final String PORT_VARIABLE = "EXPORTER_AGENT_PORT";
  private static final String HOST_VARIABLE = "EXPORTER_AGENT_HOST";
  private static final String CONFIG_VARIABLE = "EXPORTER_AGENT_CONFIG";

  private final Map<String, String> given;
  private final String text;
  private final Map<String, String> environment;

  /**
   * Checks what was given.
   *
   * @throws ConfigurationException if the port is none
   */
  AgentArguments(Map<String, String> given, String text, Map<String, String> environment)
      throws ConfigurationException {
    this.given = new HashMap<>(given);
    this.text = text;
    this.environment = new HashMap<>(environment);
    port(null);
  }

  /** The same, with a value in place of the one the argument gives. */
  public AgentArguments with(String key, String value) throws ConfigurationException {
    Map<String, String> changed = new HashMap<>(given);
    changed.put(key, value);
    return new AgentArguments(changed, text, environment);
  }

  /** What the argument gives for a key, null if nothing. */
  public @Nullable String get(String key) {
    return given.get(key);
  }

  /** The configuration file, null if there is none. */
  public @Nullable String config() {
    String config = given.get("config");
    return config == null ? variable(CONFIG_VARIABLE) : config;
  }

  /** Chooses the host; null if nobody says one. */
  @Nullable String host(@Nullable String ofFile) {
    String host = given.get("host");
    if (host == null) {
      host = ofFile == null ? variable(HOST_VARIABLE) : ofFile;
    }
    return host != null && host.startsWith("[") && host.endsWith("]")
        ? host.substring(1, host.length() - 1)
        : host;
  }

  /**
   * Chooses the port; null if nobody says one.
   *
   * @throws ConfigurationException if the environment has to be asked and has no port
   */
  @Nullable Integer port(@Nullable Integer ofFile) throws ConfigurationException {
    String port = given.get("port");
    if (port != null) {
      return parsePort(port, "agent argument " + Quoted.of(text));
    }
    return ofFile == null ? portOfEnvironment() : ofFile;
  }

  Map<String, String> environment() {
    return environment;
  }

  private @Nullable Integer portOfEnvironment() throws ConfigurationException {
    String port = variable(PORT_VARIABLE);
    // Kubernetes sets NAME_PORT=tcp://address:port in every pod beside a service of that name.
    return port == null || port.startsWith("tcp://") || port.startsWith("udp://")
        ? null
        : parsePort(port, "environment variable " + PORT_VARIABLE);
  }

  private @Nullable String variable(String name) {
    String value = environment.getOrDefault(name, "").trim();
    return value.isEmpty() ? null : value;
  }

  private static int parsePort(String port, String origin) throws ConfigurationException {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw noPort(port, origin);
    }
    throw noPort(port, origin);
  }

  private static ConfigurationException noPort(String port, String origin) {
    return new ConfigurationException(
        String.format(
            "%s in %s is not a port: give a number from 0 to 65535 (0 takes any free port); a file comes after it (8000:exporter.yml) or as config=exporter.yml",
            Quoted.of(port), origin));
  }
}
