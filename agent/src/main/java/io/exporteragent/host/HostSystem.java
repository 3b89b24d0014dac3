package io.exporteragent.host;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/**
 * The way to OSHI. Nothing of OSHI is loaded before the first question, because that costs more
 * than 50 ms of processor time.
 *
 * <p>On Linux the implementation without native code is used: it needs no {@code
 * --enable-native-access}, no writable directory and no glibc. {@code SystemInfoFactory}, which
 * would choose by itself, finds nothing in an isolated class loader.
 *
 * <p>Safe for use by several threads.
 */
final class HostSystem {
  private final boolean linux;
  private final Supplier<SystemInfoProvider> factory;

  private @Nullable SystemInfoProvider system;
  private @Nullable LinkageError unusable;

  HostSystem() {
    this(System.getProperty("os.name", "").startsWith("Linux"));
  }

  HostSystem(boolean linux) {
    // Not constructor references: to create one would load OSHI here and now.
    this(linux, () -> linux ? new oshi.nativefree.SystemInfo() : new oshi.SystemInfo());
  }

  HostSystem(boolean linux, Supplier<SystemInfoProvider> factory) {
    this.linux = linux;
    this.factory = factory;
  }

  /** Whether {@code /proc} and {@code /sys} are there to be read. */
  boolean isLinux() {
    return linux;
  }

  /**
   * Puts a question to OSHI.
   *
   * @throws IOException if OSHI cannot be loaded; then every later question is refused at once
   */
  <T> T ask(Function<SystemInfoProvider, T> question) throws IOException {
    try {
      return question.apply(system());
    } catch (LinkageError e) {
      throw new IOException(
          "OSHI cannot be loaded, host metrics are not available: " + reason(e), e);
    }
  }

  /** Lets the next question see processors that were plugged in since the last. */
  synchronized void renew() {
    system = null;
  }

  /** The first failure: later ones only say that there was one. In one line, which JNA's is not. */
  private synchronized String reason(LinkageError e) {
    if (unusable == null) {
      unusable = e;
    }
    Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
    return cause.toString().replace('\n', ' ');
  }

  private synchronized SystemInfoProvider system() {
    if (unusable != null) {
      throw unusable;
    }
    SystemInfoProvider current = system;
    if (current == null) {
      Configuration.apply();
      current = factory.get();
      system = current;
    }
    return current;
  }

  /** Configures OSHI once for this class loader, before any other class of it reads settings. */
  private static final class Configuration {
    static {
      // OSHI has taken the application's -Doshi.*, OSHI_* and oshi.properties by now. Without its
      // own defaults it also lists every mount, which leaves the choice to MountFilter.
      GlobalConfig.clear();
      // Otherwise values up to 300 ms old are answered. 0 means never remember.
      GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
      // Only asked for sizes that MountTable does not let OSHI read.
      GlobalConfig.set(GlobalConfig.OSHI_OS_LINUX_FILESYSTEM_CHECKNFS, false);
    }

    private Configuration() {}

    static void apply() {}
  }
}
