package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.guest.Follower;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.HostLogging;
import io.exporteragent.web.WebConfiguration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a web configuration file, the certificates and keys that it names included, by their
 * content. A version that is wrong leaves the one before in effect, and is said once.
 *
 * <p>For the thread of the agenda, but for {@link #current}.
 */
final class WebWatch implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long WAITING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final String file;
  private final Guest guest;
  private final Effect effect;
  private final HostLogging logging;
  private @Nullable Follower follower;
  private String lastRefusal = "";
  private boolean isAwaitingLogging;
  private volatile @Nullable WebConfiguration current;

  /** What the versions of the file are for. */
  interface Effect {
    /** Lets clients in by this version from now on. */
    void use(WebConfiguration version);

    /** Hears why there is none yet. */
    void waiting(String reason);
  }

  WebWatch(String file, Guest guest, Effect effect) {
    this.file = file;
    this.guest = guest;
    this.effect = effect;
    this.logging = guest.logging();
  }

  String file() {
    return file;
  }

  /** Returns the version in effect, null if none has ever been. Any thread. */
  @Nullable WebConfiguration current() {
    return current;
  }

  /**
   * Puts the file into effect before it is followed.
   *
   * @throws ConfigurationException if it is wrong, or it is too early for TLS
   */
  void open() throws ConfigurationException {
    if (isTooEarly()) {
      throw new ConfigurationException(
          String.format(
              "%s asks for TLS, which has to wait until the application has set up its logging; try again in a minute",
              file));
    }
    use(WebConfiguration.read(file));
  }

  private void use(WebConfiguration version) {
    boolean isFirst = current == null;
    current = version;
    lastRefusal = "";
    effect.use(version);
    if (!isFirst) {
      guest.messages().say("the new version of " + file + " is in effect");
    }
  }

  /** TLS asks for loggers, which must not be before the application has set up its own. */
  private boolean isTooEarly() throws ConfigurationException {
    return WebConfiguration.asksForTls(file) && !logging.getAsBoolean();
  }

  /** Reads the files now and then until it is closed. */
  void follow() {
    Follower before = follower;
    if (before != null) {
      before.close();
    }
    follower =
        guest.agenda().follow(file, isAwaitingLogging ? WAITING_NANOS : PERIOD_NANOS, this::look);
  }

  private @Nullable Runnable look() {
    WebConfiguration inEffect = current;
    if (inEffect != null && inEffect.isCurrent()) {
      return null;
    }
    try {
      boolean isTooEarly = isTooEarly();
      WebConfiguration seen = isTooEarly ? null : WebConfiguration.read(file);
      return () -> saw(seen);
    } catch (ConfigurationException e) {
      return () -> refuse(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      return () -> refuse(file + " cannot be put into effect: " + e, e);
    }
  }

  /**
   * @param seen null if it is too early for it
   */
  private void saw(@Nullable WebConfiguration seen) {
    boolean wasAwaiting = isAwaitingLogging;
    isAwaitingLogging = seen == null;
    if (seen != null) {
      use(seen);
    }
    if (wasAwaiting != isAwaitingLogging) {
      follow();
    }
  }

  private void refuse(String reason, Throwable cause) {
    if (reason.equals(lastRefusal)) {
      return;
    }
    lastRefusal = reason;
    if (current == null) {
      effect.waiting(reason);
      guest
          .messages()
          .say(
              reason + "; no metrics are served until this is fixed, the application keeps running",
              cause);
    } else {
      guest.messages().say(reason + "; what was in effect stays so until this is fixed", cause);
    }
  }

  /** Ends following the files. */
  @Override
  public void close() {
    Follower following = follower;
    if (following != null) {
      following.close();
    }
  }
}
