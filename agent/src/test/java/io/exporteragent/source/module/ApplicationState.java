package io.exporteragent.source.module;

import java.util.concurrent.atomic.AtomicInteger;

/** Part of an application that modules are to measure. */
public final class ApplicationState {
  public static final AtomicInteger SIZE = new AtomicInteger(17);

  private ApplicationState() {}
}
