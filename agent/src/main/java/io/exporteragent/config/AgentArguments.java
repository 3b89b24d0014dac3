package io.exporteragent.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent argument, read by {@link ArgumentGrammar}, and the environment as its fallback.
 *
 * <p>File names are relative to the working directory of the JVM. Host, port and web configuration
 * come from the argument, else from the configuration file, else from the environment variables
 * {@code EXPORTER_AGENT_HOST}, {@code EXPORTER_AGENT_PORT} and {@code EXPORTER_AGENT_WEB_CONFIG},
 * else from the defaults of {@link ServerSettings}. The argument comes first because it
 * distinguishes JVMs that share a file. The environment comes after the file because every child
 * process inherits it, intended or not, and because a file can give it precedence: {@code port:
 * ${EXPORTER_AGENT_PORT:8000}}. The file is named by the argument, else by {@code
 * EXPORTER_AGENT_CONFIG}.
 *
 * <p>Immutable.
 */
public final class AgentArguments {
  private static final String PORT_VARIABLE = "EXPORTER_AGENT_PORT";
  private static final String HOST_VARIABLE = "EXPORTER_AGENT_HOST";
  private static final String CONFIG_VARIABLE = "EXPORTER_AGENT_CONFIG";
  private static final String WEB_VARIABLE = "EXPORTER_AGENT_WEB_CONFIG";

  private final Map<String, String> given;
  private final String text;
  private final Map<String, String> environment;

  /**
   * Creates arguments and checks the port.
   *
   * @throws ConfigurationException if the port is not valid
   */
  AgentArguments(Map<String, String> given, String text, Map<String, String> environment)
      throws ConfigurationException {
    this.given = new HashMap<>(given);
    this.text = text;
    this.environment = new HashMap<>(environment);
    port(null);
  }

  /** Returns the same arguments with another value for a key. */
  public AgentArguments with(String key, String value) throws ConfigurationException {
    Map<String, String> changed = new HashMap<>(given);
    changed.put(key, value);
    return new AgentArguments(changed, text, environment);
  }

  /** Returns the value of a key in the argument, null if it has none. */
  public @Nullable String get(String key) {
    return given.get(key);
  }

  /** Returns the configuration file, null if there is none. */
  public @Nullable String config() {
    String config = given.get("config");
    return config == null ? variable(CONFIG_VARIABLE) : config;
  }

  /** Chooses the web configuration file; null if none is given. */
  @Nullable String web(@Nullable String ofFile) {
    String web = given.get("web");
    if (web == null) {
      web = ofFile == null ? variable(WEB_VARIABLE) : ofFile;
    }
    return web;
  }

  /** Chooses the host; null if none is given. */
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
   * Chooses the port; null if none is given.
   *
   * @throws ConfigurationException if the port of the argument or of the environment is not valid
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
