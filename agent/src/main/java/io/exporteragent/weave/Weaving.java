package io.exporteragent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;

/**
 * What is to be woven into the methods of one class, which are given by their names and descriptors
 * together. Not thread-safe.
 */
public final class Weaving {
  private final Map<String, List<MethodVisitorWrapper>> advice = new HashMap<>();
  private final Map<String, List<Hook>> hooks = new HashMap<>();

  /** Adds advice, which is copied into the method. */
  public void add(String method, MethodVisitorWrapper its) {
    advice.computeIfAbsent(method, key -> new ArrayList<>()).add(its);
  }

  /** Adds calls, around what has been woven before. */
  public void add(String method, Hook its) {
    hooks.computeIfAbsent(method, key -> new ArrayList<>()).add(its);
  }

  /** Returns whether there is nothing to be woven. */
  boolean isEmpty() {
    return advice.isEmpty() && hooks.isEmpty();
  }

  Map<String, List<MethodVisitorWrapper>> advice() {
    return Collections.unmodifiableMap(advice);
  }

  Map<String, List<Hook>> hooks() {
    return Collections.unmodifiableMap(hooks);
  }
}
