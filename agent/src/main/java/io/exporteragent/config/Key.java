package io.exporteragent.config;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping, declared once: the reader, {@code check}, the example and the table in the
 * documentation derive from it. Immutable.
 *
 * <pre>
 *   static final Key&lt;Duration&gt; TIMEOUT =
 *       Key.of("timeout", Schema.duration(), Duration.ofSeconds(5), "for one run");
 * </pre>
 *
 * @param <T> the type of its value
 */
public final class Key<T> {
  private final String name;
  private final Schema<T> schema;
  private final boolean required;
  private final @Nullable T otherwise;
  private final String help;
  private final String unset;
  private final @Nullable Predicate<Values> condition;
  private final String problem;
  private final String remedy;

  private Key(
      String name,
      Schema<T> schema,
      boolean required,
      @Nullable T otherwise,
      String help,
      String unset,
      @Nullable Predicate<Values> condition,
      String problem,
      String remedy) {
    this.name = name;
    this.schema = schema;
    this.required = required;
    this.otherwise = otherwise;
    this.help = help;
    this.unset = unset;
    this.condition = condition;
    this.problem = problem;
    this.remedy = remedy;
  }

  /**
   * Declares a key with a default.
   *
   * @param otherwise the default
   * @param help what it means, in a few words without the default
   */
  public static <T> Key<T> of(String name, Schema<T> schema, T otherwise, String help) {
    return new Key<>(name, schema, false, otherwise, help, "", null, "", "");
  }

  /** Declares a required key. */
  public static <T> Key<T> required(String name, Schema<T> schema, String help) {
    return new Key<>(name, schema, true, null, help, "", null, "", "");
  }

  /**
   * Declares an optional key without a default.
   *
   * @param unset what the documentation shows as its default, such as {@code none}
   */
  public static <T> Key<T> optional(String name, Schema<T> schema, String unset, String help) {
    return new Key<>(name, schema, false, null, help, unset, null, "", "");
  }

  /**
   * Restricts the key to mappings that meet a condition; in all others it must not be given.
   *
   * @param meaningful the condition; sees the keys declared before this one
   * @param notMeaningful why it must not be given in others; names the key
   */
  public Key<T> onlyWhere(Predicate<Values> meaningful, String notMeaningful, String whatToDoThen) {
    return new Key<>(
        name, schema, required, otherwise, help, unset, meaningful, notMeaningful, whatToDoThen);
  }

  /** Returns the key as written in the file. */
  public String name() {
    return name;
  }

  Schema<T> schema() {
    return schema;
  }

  boolean isRequired() {
    return required;
  }

  @Nullable T otherwise() {
    return otherwise;
  }

  String help() {
    return help;
  }

  /** Returns the default as the documentation shows it; empty for a required key. */
  String shownDefault() {
    return otherwise == null ? unset : schema.inline(otherwise);
  }

  /** Returns what the documentation shows as default for a key without one; empty for others. */
  String unset() {
    return unset;
  }

  boolean isMeaningful(Values values) {
    return condition == null || condition.test(values);
  }

  ConfigurationException notMeaningful(YamlValue at) {
    return at.errorOfKey(problem, remedy);
  }
}
