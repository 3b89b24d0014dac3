package io.exporteragent.demo;

/** One piece of work. */
public final class Widget {
  private final long serialNumber;

  Widget(long serialNumber) {
    this.serialNumber = serialNumber;
  }

  /** Position in the order of production, from 1. */
  public long serialNumber() {
    return serialNumber;
  }

  @Override
  public String toString() {
    return "Widget " + serialNumber;
  }
}
