package io.exporteragent.source.module.run;

import io.exporteragent.source.module.compile.ModuleException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a module. Immutable; unlike an exception it knows no classes of the module.
 */
public final class ModuleProblem {
  private final String message;
  private final long line;
  private final long column;

  public ModuleProblem(ModuleException e) {
    this(String.valueOf(e.getMessage()), e.line(), e.column());
  }

  public ModuleProblem(String message) {
    this(message, 0, 0);
  }

  private ModuleProblem(String message, long line, long column) {
    this.message = message;
    this.line = line;
    this.column = column;
  }

  public String message() {
    return message;
  }

  /** In the module's source, from 1; 0 when not known. */
  public long line() {
    return line;
  }

  /** From 1; 0 when not known. */
  public long column() {
    return column;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModuleProblem && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** One line that begins with the position. */
  @Override
  public String toString() {
    if (line == 0) {
      return message;
    }
    return column == 0
        ? String.format("line %d: %s", line, message)
        : String.format("line %d, column %d: %s", line, column, message);
  }
}
