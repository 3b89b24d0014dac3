package io.exporteragent.source.signal;

import io.exporteragent.weave.Rule;
import org.jspecify.annotations.Nullable;

/** A rule of a signal, which tells into how many methods it has been woven. */
abstract class SignalWeaving implements Rule {
  private final SignalGroup group;
  private final String of;
  private volatile int methods;

  /**
   * @param of the library
   */
  SignalWeaving(SignalGroup group, String of) {
    this.group = group;
    this.of = of;
  }

  final SignalGroup group() {
    return group;
  }

  /** Returns the library. */
  final String of() {
    return of;
  }

  /** Returns into how many methods it has been woven; any thread may ask. */
  final int methods() {
    return methods;
  }

  @Override
  public final @Nullable String found(int matches) {
    methods = matches;
    return null;
  }

  @Override
  public @Nullable String awaitedClass() {
    return null;
  }

  @Override
  public void cannotBeWoven() {
    // Nothing else would be said of it.
  }
}
