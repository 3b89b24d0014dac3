package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.ServerSettings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a target will serve, as it will find out itself from arguments, environment and file. */
final class AskedServer {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private AskedServer() {}

  /**
   * Null if it cannot be told, in which case the target will say why.
   *
   * @param arguments of the agent
   */
  static @Nullable ServerSettings of(
      String arguments, @Nullable LinuxProcess target, @Nullable LinuxProcess own) {
    Map<String, String> environment =
        target == null ? Collections.emptyMap() : target.environment();
    try {
      AgentArguments asked =
          new ArgumentGrammar(Collections.emptyList()).parse(arguments, environment);
      String file = asked.config();
      return file == null
          ? ServerSettings.of(null, asked)
          : ServerSettings.in(text(file, target, own), file, asked);
    } catch (ConfigurationException | IOException | InvalidPathException e) {
      return null;
    }
  }

  /** Follows links, as ConfigMaps have them, only for a target that may read what we may. */
  private static String text(String file, @Nullable LinuxProcess target, @Nullable LinuxProcess own)
      throws ConfigurationException, IOException {
    if (own == null || target == null) {
      return ConfigurationFile.read(file);
    }
    return own.user() == target.user()
        ? ConfigurationFile.read(target.inTarget(file).toString())
        : new String(TargetFiles.read(target, Paths.get(file), MAX_FILE_BYTES), UTF_8);
  }
}
