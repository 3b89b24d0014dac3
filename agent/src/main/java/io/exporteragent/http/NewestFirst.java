package io.exporteragent.http;

import java.util.concurrent.LinkedBlockingDeque;

/**
 * Gives out last what came first. Of the requests that wait, the newest has the most of its
 * client's patience left, and a flood of half-open connections does not stand in front of a scrape
 * that comes after it.
 */
final class NewestFirst extends LinkedBlockingDeque<Runnable> {
  private static final long serialVersionUID = 1;

  NewestFirst(int capacity) {
    super(capacity);
  }

  @Override
  public boolean offer(Runnable task) {
    return offerFirst(task);
  }
}
