package io.exporteragent.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The agent argument, what follows {@code -javaagent:exporter-agent.jar=}, with the environment
 * behind it:
 *
 * <pre>
 *   argument = [ host ":" ] port [ ":" file ] | setting { "," setting } | nothing
 *   host     = name | IPv4 address | "[" IPv6 address "]"
 *   port     = 0 to 65535, 0 being any free port
 *   setting  = "port=" port | "host=" host | "config=" file
 * </pre>
 *
 * <p>A relative file is relative to the working directory of the JVM. Host and port come from the
 * argument, else from the configuration file, else from the environment variables {@code
 * EXPORTER_AGENT_HOST} and {@code EXPORTER_AGENT_PORT}, else from {@link ServerSettings#DEFAULT}.
 * The argument is first because it is what tells apart two JVMs that share a file. The environment
 * comes after the file because every child process inherits it, meant or not, and because a file
 * that wants to be overruled can say so: {@code port: ${EXPORTER_AGENT_PORT:8000}}. The file itself
 * is named by the argument, else by {@code EXPORTER_AGENT_CONFIG}.
 *
 * <p>Immutable.
 */
public final class AgentArguments {
  private static final String PORT_VARIABLE = "EXPORTER_AGENT_PORT";
  private static final String HOST_VARIABLE = "EXPORTER_AGENT_HOST";
  private static final String CONFIG_VARIABLE = "EXPORTER_AGENT_CONFIG";
  private static final List<String> KEYS = Arrays.asList("host", "port", "config");

  private static final Pattern CONFIG_SETTING = Pattern.compile("(?:^|,)\\s*config\\s*=\\s*");

  private final @Nullable String host;
  private final @Nullable Integer port;
  private final @Nullable String config;
  private final Map<String, String> environment;
  private final @Nullable Path modulesDirectory;

  private AgentArguments(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String config,
      Map<String, String> environment,
      @Nullable Path modulesDirectory) {
    this.host = host;
    this.port = port;
    this.config = config;
    this.environment = environment;
    this.modulesDirectory = modulesDirectory;
  }

  /**
   * Reads the argument.
   *
   * @param argument as the JVM hands it to the agent, null or empty when none was given
   * @param environment the environment variables, also for the placeholders of the file
   * @throws ConfigurationException if the argument cannot be understood
   */
  public static AgentArguments parse(@Nullable String argument, Map<String, String> environment)
      throws ConfigurationException {
    String text = argument == null ? "" : argument.trim();
    Map<String, String> given = isSettings(text) ? parseSettings(text) : parseAddress(text);
    String port = given.get("port");
    String config = given.get("config");
    if (config == null) {
      config = variable(environment, CONFIG_VARIABLE);
    }
    return new AgentArguments(
        given.get("host"),
        port == null ? null : parsePort(port, "agent argument " + Quoted.of(text)),
        config,
        new HashMap<>(environment),
        null);
  }

  /** The same with a folder of metric modules, whatever the configuration file says of one. */
  public AgentArguments withModules(Path directory) {
    return new AgentArguments(host, port, config, environment, directory);
  }

  /**
   * The same argument for a JVM with another working directory.
   *
   * @param directory absolute, what the file of the argument is relative to
   * @throws ConfigurationException if the argument cannot be understood, or not be written so
   */
  public static String withAbsoluteConfig(String argument, Path directory)
      throws ConfigurationException {
    String text = argument.trim();
    String file = parse(text, Collections.emptyMap()).config();
    if (file == null) {
      return text;
    }
    String absolute = directory.resolve(file).toString();
    if (isSettings(text) && absolute.indexOf(',') >= 0) {
      throw new ConfigurationException(
          String.format(
              "the directory of %s has a comma in its name, which separates settings; write for instance 8000:%s",
              Quoted.of(file), file));
    }
    int start = isSettings(text) ? startOfConfig(text) : text.length() - file.length();
    return text.substring(0, start) + absolute + text.substring(start + file.length());
  }

  private static int startOfConfig(String settings) {
    Matcher matcher = CONFIG_SETTING.matcher(settings);
    return matcher.find() ? matcher.end() : settings.length();
  }

  /** The configuration file, null if there is none. */
  public @Nullable String config() {
    return config;
  }

  /**
   * What to do without a configuration file.
   *
   * @throws ConfigurationException if the environment has to be asked and cannot be understood
   */
  public Settings settings() throws ConfigurationException {
    return Settings.builder()
        .server(server(null, null))
        .modules(ModuleSettingsReader.read(null, modulesDirectory))
        .build();
  }

  /**
   * Where to serve.
   *
   * @param fileHost what the configuration file says, null if nothing
   * @param filePort what the configuration file says, null if nothing
   */
  ServerSettings server(@Nullable String fileHost, @Nullable Integer filePort)
      throws ConfigurationException {
    String someHost = host != null ? host : fileHost;
    if (someHost == null) {
      someHost = variable(environment, HOST_VARIABLE);
    }
    Integer somePort = port != null ? port : filePort;
    if (somePort == null) {
      somePort = portOfEnvironment();
    }
    return new ServerSettings(
        someHost == null ? ServerSettings.DEFAULT.host() : withoutBrackets(someHost),
        somePort == null ? ServerSettings.DEFAULT.port() : somePort);
  }

  Map<String, String> environment() {
    return environment;
  }

  @Nullable Path modulesDirectory() {
    return modulesDirectory;
  }

  /** A file name may hold an equals sign, but a colon comes before it. */
  private static boolean isSettings(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return equals >= 0 && (colon < 0 || equals < colon);
  }

  private static Map<String, String> parseSettings(String text) throws ConfigurationException {
    Map<String, String> given = new HashMap<>();
    for (String setting : text.split(",", -1)) {
      int equals = setting.indexOf('=');
      String key = equals < 0 ? setting.trim() : setting.substring(0, equals).trim();
      if (!KEYS.contains(key)) {
        throw new ConfigurationException(
            String.format(
                "unknown key %s in agent argument %s: the keys are host, port and config, as in port=8000,config=exporter.yml",
                Quoted.of(key), Quoted.of(text)));
      }
      String value = equals < 0 ? "" : setting.substring(equals + 1).trim();
      if (value.isEmpty()) {
        throw new ConfigurationException(
            String.format(
                "no value for \"%s\" in agent argument %s: write for instance port=8000,config=exporter.yml",
                key, Quoted.of(text)));
      }
      if (given.put(key, value) != null) {
        throw new ConfigurationException(
            String.format("\"%s\" is given twice in agent argument %s", key, Quoted.of(text)));
      }
    }
    return given;
  }

  private static Map<String, String> parseAddress(String text) throws ConfigurationException {
    Map<String, String> given = new HashMap<>();
    if (text.isEmpty()) {
      return given;
    }
    String rest = text;
    // A bracket without its end, or without a port after it, makes an empty host.
    int endOfHost = text.startsWith("[") ? text.indexOf("]:") + 1 : text.indexOf(':');
    if (endOfHost >= 0 && !isNumber(text.substring(0, endOfHost))) {
      given.put("host", text.substring(0, endOfHost));
      rest = text.substring(endOfHost + 1);
    }
    int endOfPort = rest.indexOf(':');
    given.put("port", endOfPort < 0 ? rest : rest.substring(0, endOfPort));
    if (endOfPort >= 0) {
      given.put("config", rest.substring(endOfPort + 1));
    }
    for (String part : given.values()) {
      if (part.isEmpty()) {
        throw new ConfigurationException(
            String.format(
                "cannot understand agent argument %s: write a port (8000), host:port (127.0.0.1:8000 or [::1]:8000), either with a file (8000:exporter.yml), or settings (host=127.0.0.1,port=8000,config=exporter.yml)",
                Quoted.of(text)));
      }
    }
    return given;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private @Nullable Integer portOfEnvironment() throws ConfigurationException {
    String given = variable(environment, PORT_VARIABLE);
    // Kubernetes sets NAME_PORT=tcp://address:port in every pod beside a service of that name.
    return given == null || given.startsWith("tcp://") || given.startsWith("udp://")
        ? null
        : parsePort(given, "environment variable " + PORT_VARIABLE);
  }

  private static @Nullable String variable(Map<String, String> environment, String name) {
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

  private static String withoutBrackets(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }
}
