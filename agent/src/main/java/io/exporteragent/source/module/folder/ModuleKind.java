package io.exporteragent.source.module.folder;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a file of the folder contains. Of two files that are the same module the kind that comes
 * first is used: what was compiled ahead, on purpose, takes the place of its source.
 */
public enum ModuleKind {
  JAR(32 << 20),
  CLASS(1 << 20),
  SOURCE(1 << 20);

  private final int maxBytes;

  ModuleKind(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Null for a file that is no module. */
  public static @Nullable ModuleKind of(String fileName) {
    for (ModuleKind kind : values()) {
      if (fileName.endsWith(kind.extension()) && fileName.length() > kind.extension().length()) {
        return kind;
      }
    }
    return null;
  }

  /** With its dot. */
  public String extension() {
    return this == SOURCE ? ".java" : "." + label();
  }

  /** As the label {@code kind} of the metrics has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The largest file that is read. */
  public int maxBytes() {
    return maxBytes;
  }
}
