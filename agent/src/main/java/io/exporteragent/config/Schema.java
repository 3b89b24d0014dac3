package io.exporteragent.config;

import io.exporteragent.model.MetricNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place of the configuration file: how it is read, shown and described.
 *
 * <pre>
 *   static final Schema&lt;DiskSettings&gt; SCHEMA =
 *       Schema.mapping(DiskSettings::new, MOUNTPOINTS_EXCLUDE, FS_TYPES_EXCLUDE);
 * </pre>
 *
 * <p>Immutable.
 *
 * @param <T> what is made of it
 */
public abstract class Schema<T> {
  private final String form;

  Schema(String form) {
    this.form = form;
  }

  /** Makes a value of what is written. */
  public interface Reader<T> {
    /**
     * Reads a value.
     *
     * @throws ConfigurationException if it is not as it should be, made by {@code at}
     */
    T read(YamlValue at) throws ConfigurationException;
  }

  /** Makes settings of a mapping. */
  public interface Maker<S> {
    /**
     * Makes settings, and checks what the keys cannot check one by one.
     *
     * @throws ConfigurationException if they contradict each other
     */
    S make(Values values) throws ConfigurationException;
  }

  /** Reads what is written at a place. */
  public abstract T read(YamlValue at) throws ConfigurationException;

  /** Appends a value under its key. */
  abstract void describe(String key, T value, Description to);

  /** The value in one line, as it would be written. */
  abstract String inline(T value);

  /** The same without quotes. */
  String plain(T value) {
    return inline(value);
  }

  /** What is expected, in a word or two: {@code duration}. */
  final String form() {
    return form;
  }

  /** The schema of the mappings within; this, if it is one itself; null if there is none. */
  Mapping<?> mapping() {
    throw new IllegalStateException(form + " has no keys");
  }

  boolean hasMapping() {
    return false;
  }

  /** Whether this value is written as a mapping. */
  boolean isMapping(T value) {
    return hasMapping();
  }

  /**
   * Declares text that is read and written by the functions given.
   *
   * @param form what is expected, in a word or two for the documentation
   */
  public static <T> Schema<T> scalar(String form, Reader<T> reader, Function<T, String> writer) {
    return new Scalar<>(form, reader, writer);
  }

  /** Declares text that is read by a function, and written as {@code toString} says. */
  public static <T> Schema<T> scalar(String form, Reader<T> reader) {
    return new Scalar<>(form, reader, null);
  }

  /** Declares any text, also none. */
  public static Schema<String> text() {
    return scalar("text", YamlValue::text);
  }

  /** Declares text of one character at least. */
  public static Schema<String> nonEmptyText() {
    return scalar("text", YamlValue::nonEmptyText);
  }

  /** Declares {@code true} or {@code false}. */
  public static Schema<Boolean> bool() {
    return scalar("true or false", YamlValue::bool);
  }

  /** Declares a finite number. */
  public static Schema<Double> number() {
    return scalar("number", YamlValue::number);
  }

  /** Declares a duration of at least a millisecond, as {@code 1m30s}. */
  public static Schema<Duration> duration() {
    return scalar("duration", YamlValue::positiveDuration, PrometheusDuration::format);
  }

  /** Declares a regular expression. */
  public static Schema<Pattern> pattern() {
    return scalar("regular expression", YamlValue::pattern);
  }

  /** Declares the name of a file, relative to the working directory of the JVM. */
  public static Schema<Path> file() {
    return scalar("file", Schema::readFile);
  }

  /** Declares the name of a directory, relative to the working directory of the JVM. */
  public static Schema<Path> directory() {
    return scalar("directory", Schema::readDirectory);
  }

  /** Declares a password or token, which is never shown. */
  public static Schema<Secret> secret() {
    return scalar("secret", at -> Secret.ofText(at.nonEmptyText()));
  }

  /** Declares the name of a file with a password or token, which is read whenever it is used. */
  public static Schema<Secret> secretFile() {
    return scalar("file", at -> Secret.inFile(readFile(at)));
  }

  /** Declares the same, checked once more. */
  public final Schema<T> checked(Check<T> check) {
    return new Scalar<>(
        form,
        at -> {
          T value = read(at);
          check.check(value, at);
          return value;
        },
        this::plain);
  }

  /** Checks a value that was read. */
  public interface Check<T> {
    /** Throws an error made by {@code at} if the value may not be given. */
    void check(T value, YamlValue at) throws ConfigurationException;
  }

  /** Declares a whole number within limits, both included. */
  public static Schema<Integer> integer(int min, int max) {
    return scalar("whole number", at -> at.integer(min, max));
  }

  /** Declares a number of bytes, as {@code 512KiB}, from 1 to the limit. */
  public static Schema<Integer> bytes(int max) {
    return scalar("size", at -> at.bytes(max), bytes -> ByteSize.format(bytes));
  }

  /** Declares one of the constants of an enum, each by its name in lower case. */
  public static <E extends Enum<E>> Schema<E> oneOf(Class<E> type) {
    StringBuilder form = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      form.append(form.length() == 0 ? "" : ", ").append(name(constant));
    }
    return scalar(form.toString(), at -> at.oneOf(type), Schema::name);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Declares a list, whose items become an unmodifiable one. */
  public static <T> Schema<List<T>> listOf(Schema<T> item) {
    return new CompositeSchema.Items<>(item, false);
  }

  /** Declares a list in whose place its one item may stand: {@code packs: auto}. */
  public static <T> Schema<List<T>> oneOrMore(Schema<T> item) {
    return new CompositeSchema.Items<>(item, true);
  }

  /**
   * Declares a mapping whose keys the user chooses.
   *
   * @param key throws if the key of the value may not be given
   */
  public static <V> Schema<Map<String, V>> entriesOf(
      String form, Check<String> key, Schema<V> value) {
    return new CompositeSchema.Entries<>(form, key, value);
  }

  /** Declares labels: a mapping whose keys are names of labels. */
  public static Schema<Map<String, String>> labels(Schema<String> value) {
    return entriesOf("labels", (name, at) -> checkLabel(name, at.atKey()), value);
  }

  /** Declares the name of a label. */
  public static Schema<String> labelName() {
    return text().checked(Schema::checkLabel);
  }

  private static void checkLabel(String name, YamlValue at) throws ConfigurationException {
    if (!MetricNames.isLabel(name)) {
      throw at.expected("a label name: letters, digits and underscores, no digit or __ first");
    }
  }

  /** Declares the name of a metric, as on the page. */
  public static Schema<String> metricName() {
    return scalar("metric name", Schema::readMetric);
  }

  private static String readMetric(YamlValue at) throws ConfigurationException {
    if (!MetricNames.isMetric(at.text())) {
      throw at.expected("a metric name: letters, digits and underscores, no digit first");
    }
    return at.text();
  }

  /** Declares a mapping of known keys. */
  public static <S extends Settings> Mapping<S> mapping(Maker<S> maker, Key<?>... keys) {
    return new Mapping<>(maker, keys);
  }

  /** Declares a mapping that may be empty, and then asks for nothing. */
  public static <S extends Settings> Schema<Optional<S>> orNothing(Mapping<S> mapping) {
    return new CompositeSchema.OrNothing<>(mapping);
  }

  /**
   * Declares a scalar in whose place a mapping may stand, for few users: its keys are in no table.
   *
   * @param of makes a value of the settings in a mapping
   * @param in returns the settings that a value was made of, if it was
   */
  public static <T, S extends Settings> Schema<T> either(
      Schema<T> scalar, Mapping<S> mapping, Function<S, T> of, Function<T, Optional<S>> in) {
    return new CompositeSchema.Either<>(scalar, mapping, of, in);
  }

  private static Path readFile(YamlValue value) throws ConfigurationException {
    try {
      return Paths.get(value.nonEmptyText());
    } catch (InvalidPathException e) {
      throw value.error(
          String.format("not a file name (%s)", Quoted.plain(e.getReason())),
          "give the name of a file");
    }
  }

  private static Path readDirectory(YamlValue value) throws ConfigurationException {
    try {
      return Paths.get(value.nonEmptyText());
    } catch (InvalidPathException e) {
      throw value.expected("the name of a directory");
    }
  }

  private static final class Scalar<T> extends Schema<T> {
    private final Reader<T> reader;
    private final @Nullable Function<T, String> writer;

    Scalar(String form, Reader<T> reader, @Nullable Function<T, String> writer) {
      super(form);
      this.reader = reader;
      this.writer = writer;
    }

    @Override
    public T read(YamlValue at) throws ConfigurationException {
      return reader.read(at);
    }

    @Override
    void describe(String key, T value, Description to) {
      to.line(key + ": " + inline(value));
    }

    @Override
    String inline(T value) {
      return value instanceof Number ? plain(value) : Quoted.asYaml(plain(value));
    }

    @Override
    String plain(T value) {
      return writer == null ? String.valueOf(value) : writer.apply(value);
    }
  }
}
