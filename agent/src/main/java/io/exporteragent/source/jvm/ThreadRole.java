package io.exporteragent.source.jvm;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of the JVM itself is for, by the name it has on Linux: that of HotSpot's source cut
 * after 15 characters, or from Java 26 on with its middle left out, as in {@code C1 Comp..hread0}.
 */
enum ThreadRole {
  /** Collects garbage. Without threads of its own a collector runs on the VM thread. */
  GC(
      "(GC |ParGC |CMS )Thread#.*|GC task thread#.*|Gang worker#.*|G1 .*"
          + "|Concurrent Mark|CMS Main Thread|Surrogate Locke"
          + "|[XZ](Director|Driver.*|Stat|Uncommitter.*|Unmapper|Worker.*)|RuntimeWorker#.*"
          + "|Shen(and|Control|Regulator|Uncommit|Worker).*|StrDedup|StringD.*"),
  /** Compiles methods, and sweeps what is no longer used of them. */
  JIT("(C1|C2|JVMCI) Comp.*|Sweeper thread"),
  /** Runs the operations for which the application stands still, and housekeeping. */
  VM("VM Thread|VM Peri.*|Service Thread");

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Pattern names;

  ThreadRole(String names) {
    this.names = Pattern.compile(names);
  }

  /** Returns the value of the label {@code role}. */
  String label() {
    return label;
  }

  /** Returns the role of a thread; null if it is none of the JVM's. */
  static @Nullable ThreadRole of(String threadName) {
    for (ThreadRole role : values()) {
      if (role.names.matcher(threadName).matches()) {
        return role;
      }
    }
    return null;
  }
}
