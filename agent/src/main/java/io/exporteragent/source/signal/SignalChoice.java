package io.exporteragent.source.signal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked for: signals by a word, or a preset of the user's own. Immutable. */
public final class SignalChoice {
  private final String word;
  private final @Nullable Preset preset;

  SignalChoice(String word) {
    this.word = word;
    this.preset = null;
  }

  SignalChoice(Preset preset) {
    this.word = "";
    this.preset = preset;
  }

  /** Returns the word, which is empty where there is a preset. */
  String word() {
    return word;
  }

  Optional<Preset> preset() {
    return Optional.ofNullable(preset);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignalChoice
        && ((SignalChoice) other).word.equals(word)
        && ((SignalChoice) other).preset().equals(preset());
  }

  @Override
  public int hashCode() {
    return 31 * word.hashCode() + preset().hashCode();
  }

  @Override
  public String toString() {
    return word;
  }
}
