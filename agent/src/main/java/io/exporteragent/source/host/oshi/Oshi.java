package io.exporteragent.source.host.oshi;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/**
 * OSHI, loaded at the first question. On Linux it is the part that is Java alone; elsewhere it
 * calls native code through JNA, which unpacks a library into the temporary directory and from Java
 * 24 on makes the JVM warn of native access. OSHI's {@code SystemInfoFactory}, which chooses an
 * implementation, finds none in an isolated class loader.
 *
 * <pre>
 *   double celsius = Oshi.ofThisSystem().ask(oshi -&gt; oshi.getHardware().getSensors().getCpuTemperature());
 * </pre>
 *
 * <p>It takes 50 to 400 ms of CPU time to load, and a question may block: not on the thread of a
 * scrape. Thread-safe.
 */
public class Oshi {
  private final boolean isNative;
  private @Nullable SystemInfoProvider system;
  private @Nullable LinkageError unusable;

  /**
   * Creates it without loading anything.
   *
   * @param isNative whether it uses JNA; without, it works on Linux only
   */
  protected Oshi(boolean isNative) {
    this.isNative = isNative;
  }

  /** Returns OSHI as it is used on this operating system. */
  public static Oshi ofThisSystem() {
    return new Oshi(!System.getProperty("os.name", "").startsWith("Linux"));
  }

  /** Returns OSHI with JNA, as macOS and Windows have it. */
  public static Oshi ofJna() {
    return new Oshi(true);
  }

  /**
   * Asks OSHI.
   *
   * @throws IOException if it cannot be loaded
   */
  public <T> T ask(Function<SystemInfoProvider, T> question) throws IOException {
    try {
      return question.apply(system());
    } catch (LinkageError e) {
      throw new IOException(
          "OSHI cannot be loaded, host metrics are not available: " + reason(e), e);
    }
  }

  /** Loads OSHI; tests override this to fail. */
  protected SystemInfoProvider newSystem() {
    return isNative ? Configured.withJna() : Configured.inJava();
  }

  /** Returns the first failure, since later ones only refer to it, in one line, unlike JNA's. */
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
      current = newSystem();
      system = current;
    }
    return current;
  }

  /**
   * Configures OSHI once per class loader, before any other OSHI class reads its settings. A class
   * of its own, because verifying it loads OSHI, as would a lambda in its place.
   */
  private static final class Configured {
    static {
      // OSHI has read the application's -Doshi.*, OSHI_* and oshi.properties by now. Without its
      // own defaults it also lists every mount, which leaves the choice to DiskSettings.
      GlobalConfig.clear();
      // Otherwise values may be up to 300 ms old. 0 turns caching off.
      GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
      // Otherwise threads of OSHI connect to the servers of network file systems.
      GlobalConfig.set(GlobalConfig.OSHI_OS_LINUX_FILESYSTEM_CHECKNFS, false);
    }

    private Configured() {}

    static SystemInfoProvider withJna() {
      return new oshi.SystemInfo();
    }

    static SystemInfoProvider inJava() {
      return new oshi.nativefree.SystemInfo();
    }
  }
}
