package io.exporteragent.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, and which of them is closed when there are too many: one that never sent a
 * request before one that has, the oldest first, and none that is being answered or waits for its
 * handshake: all that was done for it would be for nothing. For each address that was sent a page,
 * one connection is kept: it is probably that of Prometheus. For the server's thread.
 */
final class Connections {
  /** The most that are open at once. */
  static final int MOST = 256;

  private final int most;
  private final int mostOfOneAddress;

  /**
   * In the order of opening. No LinkedHashSet: its iterator is made by code of HashSet, in which
   * the JIT compiler would meet two kinds of maps, also for the sets of the application.
   */
  private final List<Connection> all = new ArrayList<>(MOST);

  /**
   * @param descriptors how many files and sockets the JVM may have open; by far the most of them
   *     belong to the application
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
        // When out of memory, even this can fail; the others are closed all the same.
      }
    }
  }

  /**
   * Returns the connection that may be closed when others wait for memory and whose client has read
   * nothing for longest; null if there is none.
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

  /** Returns the time from the given {@link System#nanoTime} until the first one expires. */
  long nanosToExpiry(long now) {
    long least = Long.MAX_VALUE;
    for (Connection connection : all) {
      least = Math.min(least, connection.expiryNanos() - now);
    }
    return least;
  }

  /** Returns those whose time is over. */
  List<Connection> expired(long now) {
    if (nanosToExpiry(now) > 0) {
      return Collections.emptyList();
    }
    List<Connection> expired = all();
    expired.removeIf(each -> each.expiryNanos() - now > 0 || !each.hasExpired(now));
    return expired;
  }

  void add(Connection connection) {
    all.add(connection);
  }

  void remove(Connection connection) {
    all.remove(connection);
  }

  /** Returns whether no more may be opened. */
  boolean isFull() {
    return all.size() >= most;
  }

  /** Closes the first that may be closed; false if there is none. */
  boolean closeOne(Consumer<Connection> close) {
    return closeOne(null, close);
  }

  /** Makes room for another connection from the address; false if that is not possible. */
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

  /** Closes those that never sent a request. */
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
      boolean isOther = address != null && !address.equals(connection.address());
      if (isOther || !connection.isIdle() || connection.isWaitingForUs()) {
        continue;
      }
      if (!connection.hasAsked()) {
        // In the order of opening, so this is the oldest.
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

  /** Spares the later used of two from one address that got a page, and returns the other. */
  private static @Nullable Connection older(
      @Nullable Connection first, Connection second, Map<InetAddress, Connection> spared) {
    if (first != null && first.sinceNanos() - second.sinceNanos() > 0) {
      return second;
    }
    spared.put(second.address(), second);
    return first;
  }
}
