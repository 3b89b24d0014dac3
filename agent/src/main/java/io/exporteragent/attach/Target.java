package io.exporteragent.attach;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.linux.SharedFile;
import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.ServerSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that a command may talk to. What this class knows of it holds on every system; {@link
 * LinuxTarget} knows more. Immutable.
 */
class Target {
  private final Tool.Command command;

  Target(Tool.Command command) {
    this.command = command;
  }

  /**
   * Looks the JVM up among those that the JDK finds.
   *
   * @throws AttachException if it is none of them
   */
  static Target listed(Tool.Command command) throws AttachException {
    if (!JvmConnection.list().containsKey(command.pid())) {
      throw new AttachException(
          Reason.NOT_A_JVM, "it is not among the JVMs of this user", command.adviceToList());
    }
    return new Target(command);
  }

  final Tool.Command command() {
    return command;
  }

  /**
   * Returns false if there is certainly no agent in it. To ask would leave traces: a thread that
   * listens, and the system property {@code user.timezone}, since the JDK sends its properties with
   * the date. And if another tool asks at the same moment, the target may take the second signal
   * for the wish to see its threads on its standard output.
   */
  boolean mayHaveAgent() {
    return true;
  }

  /**
   * @throws AttachException if it was started with an option that forbids to load agents
   */
  void requireLoadable() throws AttachException {}

  /**
   * @throws AttachException if it refuses, or does not answer in time
   */
  Session open(TimeLimit limit) throws AttachException {
    return Session.open(command, limit, () -> JvmConnection.open(command.pid()));
  }

  /**
   * Returns the name by which it can read the jar.
   *
   * @param temporaryDirectory its own, for a copy if it needs one
   * @throws IOException if it cannot read the jar, and there can be no copy
   */
  Path share(Path jar, String temporaryDirectory) throws IOException {
    return jar;
  }

  /**
   * Makes a file for a question and its answer, which nobody else can read.
   *
   * @param temporaryDirectory its own
   * @throws IOException if there can be none
   */
  SharedFile questionFile(String temporaryDirectory) throws IOException {
    return SharedFile.inOwn(temporaryDirectory);
  }

  /** Returns whether its ports are the ports of this process. */
  boolean sharesNetwork() {
    return true;
  }

  /** Returns its environment variables, none if they cannot be read. */
  Map<String, String> environment() {
    return Collections.emptyMap();
  }

  /** Reads a configuration file as it will read it. */
  String configuration(String file) throws ConfigurationException, IOException {
    return ConfigurationFile.read(file);
  }

  /** Returns who listens on a port, as the end of a sentence; empty if that is not known. */
  String owner(int port) {
    return "";
  }

  /**
   * Returns where the agent in it would serve with these arguments, null if they are wrong, in
   * which case the agent will say why.
   */
  final @Nullable ServerSettings server(String arguments, ArgumentGrammar grammar) {
    try {
      AgentArguments asked = grammar.parse(arguments, environment());
      String file = asked.config();
      return file == null
          ? ServerSettings.of(null, asked)
          : ServerSettings.in(configuration(file), file, asked);
    } catch (ConfigurationException | IOException | InvalidPathException e) {
      return null;
    }
  }

  /**
   * Returns null unless the port is in use, else who uses it. Any other trouble with an address is
   * for the agent to find out, in the JVM whose host names and permissions count.
   */
  final @Nullable String obstacle(ServerSettings server) {
    InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
    if (server.port() == 0 || address.isUnresolved()) {
      return null;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
      return null;
    } catch (BindException e) {
      boolean inUse = String.valueOf(e.getMessage()).contains("in use");
      return inUse ? "port " + server.port() + " is in use" + owner(server.port()) : null;
    } catch (IOException e) {
      return null;
    }
  }
}
