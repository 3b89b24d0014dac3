package io.exporteragent.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the agent argument, what follows {@code -javaagent:exporter-agent.jar=}:
 *
 * <pre>
 *   argument = [ host ":" ] port | setting { "," setting } | nothing
 *   host     = name | IPv4 address | "[" IPv6 address "]"
 *   port     = 0 to 65535, 0 being any free port
 *   setting  = "port=" port | "host=" host
 * </pre>
 *
 * What is not given is taken from the environment variables {@code EXPORTER_AGENT_PORT} and {@code
 * EXPORTER_AGENT_HOST}, else from the defaults of {@link ServerSettings}.
 */
public final class AgentArguments {
  private static final String PORT_VARIABLE = "EXPORTER_AGENT_PORT";
  private static final String HOST_VARIABLE = "EXPORTER_AGENT_HOST";

  private AgentArguments() {}

  /**
   * Reads the argument and what it leaves open.
   *
   * @param argument as the JVM hands it to the agent, null or empty when none was given
   * @param environment the environment variables
   * @throws ConfigurationException if either cannot be understood
   */
  public static Settings parse(@Nullable String argument, Map<String, String> environment)
      throws ConfigurationException {
    String text = argument == null ? "" : argument.trim();
    Map<String, String> given = text.indexOf('=') >= 0 ? parseSettings(text) : parseAddress(text);
    String host = given.get("host");
    if (host == null) {
      host = environment.getOrDefault(HOST_VARIABLE, ServerSettings.DEFAULT.host()).trim();
    }
    String port = given.get("port");
    String origin = "agent argument \"" + text + "\"";
    if (port == null) {
      port =
          environment
              .getOrDefault(PORT_VARIABLE, String.valueOf(ServerSettings.DEFAULT.port()))
              .trim();
      origin = "environment variable " + PORT_VARIABLE;
    }
    return Settings.builder()
        .server(new ServerSettings(withoutBrackets(host), parsePort(port, origin)))
        .build();
  }

  private static Map<String, String> parseSettings(String text) throws ConfigurationException {
    Map<String, String> given = new HashMap<>();
    for (String setting : text.split(",", -1)) {
      int equals = setting.indexOf('=');
      String key = equals < 0 ? setting.trim() : setting.substring(0, equals).trim();
      if (!key.equals("host") && !key.equals("port")) {
        throw new ConfigurationException(
            String.format(
                "unknown key \"%s\" in agent argument \"%s\": the keys are host and port, as in host=127.0.0.1,port=8000",
                key, text));
      }
      String value = equals < 0 ? "" : setting.substring(equals + 1).trim();
      if (value.isEmpty()) {
        throw new ConfigurationException(
            String.format(
                "no value for \"%s\" in agent argument \"%s\": write for instance host=127.0.0.1,port=8000",
                key, text));
      }
      if (given.put(key, value) != null) {
        throw new ConfigurationException(
            String.format("\"%s\" is given twice in agent argument \"%s\"", key, text));
      }
    }
    return given;
  }

  private static Map<String, String> parseAddress(String text) throws ConfigurationException {
    Map<String, String> given = new HashMap<>();
    if (text.isEmpty()) {
      return given;
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      given.put("port", text);
      return given;
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed)) {
      throw new ConfigurationException(
          String.format(
              "cannot understand agent argument \"%s\": write a port (8000), host:port (127.0.0.1:8000 or [::1]:8000) or settings (host=127.0.0.1,port=8000)",
              text));
    }
    given.put("host", host);
    given.put("port", text.substring(colon + 1));
    return given;
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
            "\"%s\" in %s is not a port: give a number from 0 to 65535 (0 takes any free port)",
            port, origin));
  }

  private static String withoutBrackets(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }
}
