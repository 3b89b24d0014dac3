package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a metric whose value is null or not in the body. */
public final class OnMissing {
  /** The whole probe fails. The default. */
  public static final OnMissing ERROR = new OnMissing("error", null);

  /** The metric, or the one element of its {@code foreach}, is left out. */
  public static final OnMissing SKIP = new OnMissing("skip", null);

  private final String action;
  private final @Nullable Double number;

  private OnMissing(String action, @Nullable Double number) {
    this.action = action;
    this.number = number;
  }

  static OnMissing read(YamlValue at) throws ConfigurationException {
    if (at.isNumber()) {
      return use(at.number());
    }
    if (at.text().equals("skip")) {
      return SKIP;
    }
    if (!at.text().equals("error")) {
      throw at.expected("skip, error or a number");
    }
    return ERROR;
  }

  /** Returns that the metric gets this value, which is not scaled. */
  public static OnMissing use(double number) {
    return new OnMissing("use", number);
  }

  /** Returns what to use instead, null with {@link #ERROR} and {@link #SKIP}. */
  public @Nullable Double number() {
    return number;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OnMissing
        && action.equals(((OnMissing) other).action)
        && Objects.equals(number, ((OnMissing) other).number);
  }

  @Override
  public int hashCode() {
    return Objects.hash(action, number);
  }

  /** Returns it as in the file: {@code error}, {@code skip} or the number. */
  @Override
  public String toString() {
    return number == null ? action : number.toString();
  }
}
