package io.exporteragent.source.mbean.engine;

import java.util.function.Supplier;

/** A number of a class that is not the JDK's, and may do anything when it is asked. */
final class StrangeNumber extends Number {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<? extends Number> value;

  /** Asks for its value whenever it is asked. */
  StrangeNumber(Supplier<? extends Number> value) {
    this.value = value;
  }

  @Override
  public int intValue() {
    return value.get().intValue();
  }

  @Override
  public long longValue() {
    return value.get().longValue();
  }

  @Override
  public float floatValue() {
    return value.get().floatValue();
  }

  @Override
  public double doubleValue() {
    return value.get().doubleValue();
  }

  @Override
  public String toString() {
    return "strange";
  }
}
