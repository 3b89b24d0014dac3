package io.exporteragent.gather;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.Follower;
import io.exporteragent.guest.Signal;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file that is followed: each new version is put into effect, or refused and the previous one
 * stays. A version that is refused is tried again until it is in effect or replaced.
 *
 * <p>The file is read every few seconds and compared by content. Nothing else sees every kind of
 * change: the swap of a link in a Kubernetes ConfigMap raises no event for the file, and a file
 * that is restored may be older than the one it replaces.
 *
 * <p>For the thread of the agenda, but for {@link #isCurrent} and {@link #lastSuccessSeconds}.
 */
public final class FollowedFile implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SETTLING_MILLIS = 250;

  private final String file;
  private final Reader reader;
  private final Signal closed = new Signal();
  private @Nullable Follower follower;
  private volatile @Nullable String inEffect;
  private String lastRefusal = "";
  private @Nullable String refused;
  private volatile boolean isCurrent;
  private volatile double lastSuccessSeconds;

  /** Uses the versions of a file. */
  public interface Reader {
    /**
     * Puts a version into effect, wholly or not at all.
     *
     * @throws ConfigurationException if it is wrong
     */
    void use(String version) throws ConfigurationException;

    /** Hears why the file cannot be put into effect; once for each version and reason. */
    void refused(String reason, Throwable cause);
  }

  /**
   * Creates what does not follow the file yet.
   *
   * @param file absolute or relative to the working directory of the JVM
   * @param inEffect the version that is in effect already; null if none is
   */
  public FollowedFile(String file, @Nullable String inEffect, Reader reader) {
    this.file = file;
    this.inEffect = inEffect;
    this.reader = reader;
    this.isCurrent = inEffect != null;
  }

  /** Reads the file now and then until it is closed. */
  public void follow(Agenda agenda) {
    follower = agenda.follow(file, PERIOD_NANOS, this::look);
  }

  private @Nullable Runnable look() throws InterruptedException {
    try {
      String seen = ConfigurationFile.read(file);
      boolean isKnown = seen.equals(inEffect);
      if (isKnown ? isCurrent : !isWritten(seen)) {
        return null;
      }
      return () -> load(seen);
    } catch (ConfigurationException e) {
      return () -> refuse(null, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      return () -> refuse(null, "configuration " + file + " cannot be read: " + e, e);
    }
  }

  /**
   * Returns whether two readings agree: an editor that writes in place is met half-way now and
   * then.
   */
  private boolean isWritten(String seen) throws ConfigurationException, InterruptedException {
    return inEffect == null
        || (!closed.await(SETTLING_MILLIS, TimeUnit.MILLISECONDS)
            && seen.equals(ConfigurationFile.read(file)));
  }

  private void load(String seen) {
    try {
      use(seen);
    } catch (ConfigurationException e) {
      refuse(seen, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      refuse(seen, "configuration " + file + " cannot be put into effect: " + e, e);
    }
  }

  /**
   * Puts a version of the file into effect, unless it is.
   *
   * @throws ConfigurationException if it is wrong; the previous one stays in effect
   */
  public void use(String version) throws ConfigurationException {
    if (!version.equals(inEffect)) {
      reader.use(version);
      inEffect = version;
      lastSuccessSeconds = System.currentTimeMillis() / 1000.0;
    }
    lastRefusal = "";
    refused = null;
    isCurrent = true;
  }

  private void refuse(@Nullable String version, String reason, Throwable cause) {
    isCurrent = false;
    if (!reason.equals(lastRefusal) || !Objects.equals(version, refused)) {
      lastRefusal = reason;
      refused = version;
      reader.refused(reason, cause);
    }
  }

  /** Returns whether any version is in effect. */
  public boolean isInEffect() {
    return inEffect != null;
  }

  /** Returns whether the file is in effect as it is now. Any thread. */
  public boolean isCurrent() {
    return isCurrent;
  }

  /** Returns when a version was last put into effect, in seconds since 1970. Any thread. */
  public double lastSuccessSeconds() {
    return lastSuccessSeconds;
  }

  /** Ends following the file. Any thread. */
  @Override
  public void close() {
    closed.give();
    Follower following = follower;
    if (following != null) {
      following.close();
    }
  }
}
