package io.exporteragent.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which file systems the disk collector leaves out. */
public final class DiskSettings {
  /** Leaves the choice to the collector. */
  public static final DiskSettings DEFAULT = new DiskSettings(null, null);

  private final @Nullable Pattern mountpointsExclude;
  private final @Nullable Pattern fsTypesExclude;

  public DiskSettings(@Nullable Pattern mountpointsExclude, @Nullable Pattern fsTypesExclude) {
    this.mountpointsExclude = mountpointsExclude;
    this.fsTypesExclude = fsTypesExclude;
  }

  /** Leaves out mount points in which it is found; null for the collector's default. */
  public @Nullable Pattern mountpointsExclude() {
    return mountpointsExclude;
  }

  /** Leaves out file system types in which it is found; null for the collector's default. */
  public @Nullable Pattern fsTypesExclude() {
    return fsTypesExclude;
  }

  /** Patterns are equal only to themselves, their text is not. */
  private List<String> texts() {
    return Arrays.asList(String.valueOf(mountpointsExclude), String.valueOf(fsTypesExclude));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiskSettings && texts().equals(((DiskSettings) other).texts());
  }

  @Override
  public int hashCode() {
    return texts().hashCode();
  }

  @Override
  public String toString() {
    return texts().toString();
  }
}
