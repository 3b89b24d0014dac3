package io.exporteragent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.exporteragent.http.Door.Verdict;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides about passwords. A right one is checked once, and costs a digest from then on; wrong ones
 * never take away what is known of right ones. Checks are made one after the other on a thread of
 * their own, with pauses of four times as long, at most five a second: a stranger can neither burn
 * the processor of the application nor hold the threads of the server.
 *
 * <p>An unknown user takes as long as a known one. Any thread may ask.
 */
final class Passwords {
  private static final int MOST_WRONG = 100;
  private static final int MOST_WAITING = 20;

  /** So that a flood from one place does not keep Prometheus out, which is in another. */
  private static final int MOST_OF_ONE = 5;

  private static final long PAUSES = 4;
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Of digits that no password leads to. */
  private static final String NOBODY = "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

  private final Map<String, PasswordHash> users;
  private final String nobody;
  private final Executor thread;

  /** The digest of the right password of each user who has shown it. */
  private final Map<String, byte[]> right = new HashMap<>();

  private final Deque<byte[]> wrong = new ArrayDeque<>();
  private final List<Check> waiting = new ArrayList<>();

  // Of the thread that checks only:
  private long nextNanos = System.nanoTime();

  /**
   * @param thread runs one task at a time, which may take a while
   */
  Passwords(Map<String, PasswordHash> users, Executor thread) {
    this.users = new HashMap<>(users);
    this.thread = thread;
    int cost = 0;
    for (PasswordHash each : users.values()) {
      cost = Math.max(cost, each.cost());
    }
    this.nobody = String.format("$2y$%02d$%s", Math.max(4, cost), NOBODY);
  }

  /**
   * Decides about the credentials of a request.
   *
   * @param client where it comes from
   * @param authorization the header of that name
   * @param later hears the decision on another thread if this returns {@link Verdict#LATER}
   */
  Verdict verdict(InetAddress client, @Nullable String authorization, Consumer<Verdict> later) {
    Credentials shown = Credentials.parse(authorization);
    if (shown == null) {
      return Verdict.UNAUTHORIZED;
    }
    PasswordHash known = users.get(shown.user());
    String hash = known == null ? nobody : known.text();
    byte[] digest = shown.digest(hash);
    Check check;
    synchronized (this) {
      byte[] itsRight = right.get(shown.user());
      if (itsRight != null && MessageDigest.isEqual(itsRight, digest)) {
        return Verdict.ADMITTED;
      }
      if (isWrong(digest)) {
        return Verdict.UNAUTHORIZED;
      }
      int ofOne = 0;
      for (Check each : waiting) {
        ofOne += each.client.equals(client) ? 1 : 0;
        if (MessageDigest.isEqual(each.digest, digest)) {
          each.later.add(later);
          return Verdict.LATER;
        }
      }
      if (waiting.size() >= MOST_WAITING || ofOne >= MOST_OF_ONE) {
        return Verdict.TOO_MANY;
      }
      check = new Check(client, shown, hash, known != null, digest);
      check.later.add(later);
      waiting.add(check);
    }
    boolean isBegun = false;
    try {
      thread.execute(check);
      isBegun = true;
    } finally {
      if (!isBegun) {
        forget(check);
      }
    }
    return Verdict.LATER;
  }

  private synchronized void forget(Check check) {
    waiting.remove(check);
  }

  private boolean isWrong(byte[] digest) {
    boolean isWrong = false;
    for (byte[] each : wrong) {
      isWrong |= MessageDigest.isEqual(each, digest);
    }
    return isWrong;
  }

  private final class Check implements Runnable {
    private final InetAddress client;
    private final Credentials shown;
    private final String hash;
    private final boolean isKnown;
    private final byte[] digest;
    private final List<Consumer<Verdict>> later = new ArrayList<>();

    Check(InetAddress client, Credentials shown, String hash, boolean isKnown, byte[] digest) {
      this.client = client;
      this.shown = shown;
      this.hash = hash;
      this.isKnown = isKnown;
      this.digest = digest;
    }

    @Override
    public void run() {
      for (long left = nextNanos - System.nanoTime();
          left > 0;
          left = nextNanos - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long begun = System.nanoTime();
      boolean isRight = false;
      try {
        isRight = isRight(shown.password(), hash) && isKnown;
      } finally {
        long end = System.nanoTime();
        nextNanos = Math.max(begun + LEAST_NANOS, end + PAUSES * (end - begun));
        decided(this, isRight);
      }
    }
  }

  private static boolean isRight(byte[] password, String hash) {
    byte[] bytes = hash.getBytes(US_ASCII);
    BCrypt.Version version = BCrypt.Version.VERSION_2Y;
    return BCrypt.verifyer(version, LongPasswordStrategies.truncate(version))
        .verify(password, bytes)
        .verified;
  }

  private void decided(Check check, boolean isRight) {
    List<Consumer<Verdict>> later;
    synchronized (this) {
      waiting.remove(check);
      later = new ArrayList<>(check.later);
      if (isRight) {
        right.put(check.shown.user(), check.digest);
      } else {
        wrong.add(check.digest);
        if (wrong.size() > MOST_WRONG) {
          wrong.remove();
        }
      }
    }
    later.forEach(each -> each.accept(isRight ? Verdict.ADMITTED : Verdict.UNAUTHORIZED));
  }
}
