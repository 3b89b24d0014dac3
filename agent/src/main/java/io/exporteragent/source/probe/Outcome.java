package io.exporteragent.source.probe;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one fetch: samples or a failure, in a form that can be told. */
final class Outcome {
  private final List<Sample> samples;
  private final @Nullable FailureReason reason;
  private final String message;

  private Outcome(List<Sample> samples, @Nullable FailureReason reason, String message) {
    this.samples = samples;
    this.reason = reason;
    this.message = message;
  }

  static Outcome success(List<Sample> samples) {
    return new Outcome(samples, null, "");
  }

  /**
   * @param message one line for the user, without secrets
   */
  static Outcome failure(FailureReason reason, String message) {
    return new Outcome(Collections.<Sample>emptyList(), reason, message);
  }

  /** Empty on failure. */
  List<Sample> samples() {
    return samples;
  }

  /** Null on success. */
  @Nullable FailureReason reason() {
    return reason;
  }

  String message() {
    return message;
  }
}
