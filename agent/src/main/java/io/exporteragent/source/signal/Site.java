package io.exporteragent.source.signal;

import io.exporteragent.weave.Hook;
import io.exporteragent.weave.Match;
import org.jspecify.annotations.Nullable;

/** What a preset is in the classes that one class loader sees. Immutable. */
final class Site implements Match {
  private final String method;
  private final @Nullable Hook hook;
  private final String problem;

  private Site(String method, @Nullable Hook hook, String problem) {
    this.method = method;
    this.hook = hook;
    this.problem = problem;
  }

  /**
   * Returns a method with what is to be woven into it.
   *
   * @param method its name and descriptor
   */
  static Site at(String method, Hook hook) {
    return new Site(method, hook, "");
  }

  /**
   * Returns that there is nothing to be woven.
   *
   * @param problem the reason; empty if it is as it should be
   */
  static Site none(String problem) {
    return new Site("", null, problem);
  }

  /** Returns the name and descriptor of the method. */
  String method() {
    return method;
  }

  /** Returns what is woven into the method, null for nothing. */
  @Nullable Hook hook() {
    return hook;
  }

  /** Returns why nothing is woven; empty if there is no reason to say. */
  String problem() {
    return problem;
  }

  @Override
  public void woven() {}
}
