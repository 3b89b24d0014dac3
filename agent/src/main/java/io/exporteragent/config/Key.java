package io.exporteragent.config;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping, declared once: reading it, {@code check}, the example and the table of the
 * documentation derive from this. Immutable.
 *
 * <pre>
 *   static final Key&lt;Duration&gt; TIMEOUT =
 *       Key.of("timeout", Schema.duration(), Duration.ofSeconds(5), "for one run");
 * </pre>
 *
 * @param <T> what its value becomes
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
   * Declares a key that may be left out.
   *
   * @param otherwise its value then
   * @param help what it means, in a few words without the default
   */
  public static <T> Key<T> of(String name, Schema<T> schema, T otherwise, String help) {
    return new Key<>(name, schema, false, otherwise, help, "", null, "", "");
  }

  /** Declares a key that has to be given. */
  public static <T> Key<T> required(String name, Schema<T> schema, String help) {
    return new Key<>(name, schema, true, null, help, "", null, "", "");
  }

  /**
   * Declares a key that may be left out and then has no value.
   *
   * @param unset what happens then, as the default of the documentation: {@code none}
   */
  public static <T> Key<T> optional(String name, Schema<T> schema, String unset, String help) {
    return new Key<>(name, schema, false, null, help, unset, null, "", "");
  }

  /**
   * The same for mappings in which it has a meaning; in all others it must not be given.
   *
   * @param meaningful looks at keys that are declared before this one
   * @param notMeaningful what is wrong with giving it in others, naming it
   */
  public Key<T> onlyWhere(Predicate<Values> meaningful, String notMeaningful, String whatToDoThen) {
    return new Key<>(
        name, schema, required, otherwise, help, unset, meaningful, notMeaningful, whatToDoThen);
  }

  /** As it is written in the file. */
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

  /** The default as the documentation shows it; empty for a required key. */
  String shownDefault() {
    return otherwise == null ? unset : schema.inline(otherwise);
  }

  /** What happens where it is left out and has no default; empty if that cannot be. */
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
