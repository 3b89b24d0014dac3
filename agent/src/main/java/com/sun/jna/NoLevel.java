package com.sun.jna;

/**
 * Stands in JNA for {@code java.util.logging.Level}, as {@link NoLogger} does for the logger. Only
 * its constants are used.
 */
public final class NoLevel {
  public static final NoLevel SEVERE = new NoLevel();
  public static final NoLevel WARNING = new NoLevel();
  public static final NoLevel INFO = new NoLevel();
  public static final NoLevel FINE = new NoLevel();
  public static final NoLevel FINER = new NoLevel();

  private NoLevel() {}
}
