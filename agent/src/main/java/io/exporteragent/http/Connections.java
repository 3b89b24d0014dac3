package io.exporteragent.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections there are, and which of them has to go when there are too many: one that never
 * asked for anything before one that has, the oldest first, and none that is being answered. Of
 * each address that has got a page one kept connection stays: it is probably Prometheus'. For the
 * server's thread.
 */
final class Connections {
  /** The most there are at once. */
  static final int MOST = 256;

  private final int most;
  private final int mostOfOneAddress;
  private final Set<Connection> all = new LinkedHashSet<>();

  /**
   * @param descriptors how many files and sockets the JVM may have open; by far the most of them
   *     are the application's
   */
  Connections(long descriptors) {
    most = (int) Math.max(8, Math.min(MOST, descriptors / 8));
    mostOfOneAddress = most / 4;
  }

  private List<Connection> all() {
    return new ArrayList<>(all);
  }

  /** Closes all of them, whatever one of them throws. */
  void closeAll() {
    for (Iterator<Connection> rest = all.iterator(); rest.hasNext(); ) {
      Connection next = rest.next();
      rest.remove();
      try {
        next.close();
      } catch (RuntimeException | Error e) {
        // Without memory even this can fail, and the others must not suffer.
      }
    }
  }

  /**
   * The one that may be cut while others wait for the memory of its answer, and has taken nothing
   * for longest; null if there is none.
   */
  @Nullable Connection worstReader(long now) {
    Connection worst = null;
    for (Connection connection : all) {
      if (connection.mayBeCut(now)
          && (worst == null || connection.stalledNanos(now) > worst.stalledNanos(now))) {
        worst = connection;
      }
    }
    return worst;
  }

  /** Nanoseconds from the given {@link System#nanoTime} until the first one expires. */
  long nanosToExpiry(long now) {
    long least = Long.MAX_VALUE;
    for (Connection connection : all) {
      least = Math.min(least, connection.expiryNanos() - now);
    }
    return least;
  }

  /** Closes those whose time is over. */
  void closeExpired(long now, Consumer<Connection> close) {
    if (nanosToExpiry(now) > 0) {
      return;
    }
    for (Connection connection : all()) {
      if (connection.expiryNanos() - now <= 0 && connection.hasExpired(now)) {
        close.accept(connection);
      }
    }
  }

  void add(Connection connection) {
    all.add(connection);
  }

  void remove(Connection connection) {
    all.remove(connection);
  }

  /** Whether there must be no more. */
  boolean isFull() {
    return all.size() >= most;
  }

  /** Closes the one that has to go first; false if there is none. */
  boolean closeOne(Consumer<Connection> close) {
    return closeOne(null, close);
  }

  /** Makes room for one more of that address, if that can be done. */
  boolean makeRoomFor(InetAddress address, Consumer<Connection> close) {
    if (address.isLoopbackAddress()) {
      return true;
    }
    int ofAddress = 0;
    for (Connection connection : all) {
      if (connection.address().equals(address)) {
        ofAddress++;
      }
    }
    return ofAddress < mostOfOneAddress || closeOne(address, close);
  }

  /** Closes those that never asked for anything. */
  void closeSilent(Consumer<Connection> close) {
    for (Connection connection : all()) {
      if (!connection.hasAsked()) {
        close.accept(connection);
      }
    }
  }

  private boolean closeOne(@Nullable InetAddress address, Consumer<Connection> close) {
    Map<InetAddress, Connection> spared = new HashMap<>();
    Connection oldest = null;
    for (Connection connection : all) {
      if (!connection.isIdle() || (address != null && !address.equals(connection.address()))) {
        continue;
      }
      if (!connection.hasAsked()) {
        // They are in the order in which they came.
        close.accept(connection);
        return true;
      }
      Connection candidate = connection;
      if (connection.hasPage()) {
        candidate = older(spared.get(connection.address()), connection, spared);
      }
      if (candidate != null
          && (oldest == null || candidate.sinceNanos() - oldest.sinceNanos() < 0)) {
        oldest = candidate;
      }
    }
    if (oldest == null) {
      return false;
    }
    close.accept(oldest);
    return true;
  }

  /** Of two with a page from one address, spares the one used last and returns the other. */
  private static @Nullable Connection older(
      @Nullable Connection first, Connection second, Map<InetAddress, Connection> spared) {
    if (first != null && first.sinceNanos() - second.sinceNanos() > 0) {
      return second;
    }
    spared.put(second.address(), second);
    return first;
  }
}
