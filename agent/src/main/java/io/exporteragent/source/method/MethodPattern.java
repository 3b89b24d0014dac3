package io.exporteragent.source.method;

import io.exporteragent.config.ConfigurationException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that selects the methods of a rule:
 *
 * <pre>
 * pattern    = { modifier } [ "@" name ] [ "implements" | "extends" ] name [ "#" method ]
 * modifier   = "public" | "protected" | "private" | "static" | "final" | "synchronized"
 * name       = [ ".." ] segment { ( "." | ".." ) segment }
 * method     = ( segment | "new" | "&lt;init&gt;" ) [ "(" [ parameter { "," parameter } ] ")" ]
 * parameter  = ".." | name { "[]" }
 * segment    = ( letter | digit | "_" | "$" | "-" | "*" ) { letter | digit | "_" | "$" | "-" | "*" }
 * </pre>
 *
 * <ul>
 *   <li>Words are separated by spaces, which may also surround parameters.
 *   <li>{@code *} stands for any characters but a dot, {@code ..} for any number of packages:
 *       {@code com.shop.*} is one level and {@code com.shop..*} any depth. A name without a package
 *       stands for that name in any package, so {@code *} for every class and {@code String} for
 *       {@code java.lang.String}. Inner classes are written {@code com.shop.Order$Item}.
 *   <li>{@code implements} is for the interface of that name and whatever has it among its
 *       supertypes, {@code extends} for the class of that name and its subclasses.
 *   <li>{@code @} asks for an annotation of that name on the method itself or on the class that
 *       declares it; inherited annotations and those of annotations do not count.
 *   <li>Without a method all but constructors match, and so with {@code *}; {@code new} and {@code
 *       <init>} are constructors.
 *   <li>Without brackets any parameters match. Among parameters {@code ..} stands for any number of
 *       them, {@code *} for one of any type. Types are those after erasure, {@code List} and not
 *       {@code List<String>}.
 * </ul>
 *
 * <p>Immutable. Compares names only; which classes exist and how they are related is not known
 * here.
 */
public final class MethodPattern {
  private static final String CONSTRUCTOR = "<init>";
  private static final String INITIALIZER = "<clinit>";

  private final String text;
  private final int modifiers;
  private final @Nullable NamePattern annotation;
  private final Hierarchy hierarchy;
  private final NamePattern type;
  private final String method;
  private final @Nullable List<ParameterPattern> parameters;

  /**
   * @param method {@code <init>} for a constructor
   * @param parameters null for any
   */
  MethodPattern(
      String text,
      int modifiers,
      @Nullable NamePattern annotation,
      Hierarchy hierarchy,
      NamePattern type,
      String method,
      @Nullable List<ParameterPattern> parameters) {
    this.text = text;
    this.modifiers = modifiers;
    this.annotation = annotation;
    this.hierarchy = hierarchy;
    this.type = type;
    this.method = method;
    this.parameters =
        parameters == null ? null : Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /**
   * Parses a pattern.
   *
   * @throws ConfigurationException if it is not one; the message says what was expected in which
   *     column, counted from 1
   */
  public static MethodPattern parse(String text) throws ConfigurationException {
    return new MethodPatternParser(text).parse();
  }

  /** Returns how the method's class relates to the class that {@link #matchesType} accepts. */
  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /**
   * Returns the binary name of the only class that can have matching methods; null if there may be
   * several, or if the pattern gives no package.
   */
  public @Nullable String exactClass() {
    return hierarchy == Hierarchy.NONE && type.isExact() ? type.toString() : null;
  }

  /** Returns whether the class, or the supertype asked for, may have this binary name. */
  public boolean matchesType(String binaryName) {
    return type.matches(binaryName);
  }

  /** Returns whether an annotation is asked for. */
  public boolean isAnnotated() {
    return annotation != null;
  }

  /** Returns whether the annotation asked for may have this binary name. */
  public boolean matchesAnnotation(String binaryName) {
    return annotation != null && annotation.matches(binaryName);
  }

  /**
   * Returns whether a method has every modifier asked for.
   *
   * @param present as in {@link Modifier}
   */
  public boolean matchesModifiers(int present) {
    return (present & modifiers) == modifiers;
  }

  /** Returns whether the pattern is for constructors. */
  public boolean isConstructor() {
    return method.equals(CONSTRUCTOR);
  }

  /**
   * Returns whether a method may have this name.
   *
   * @param name as in the class file, {@code <init>} for a constructor
   */
  public boolean matchesMethod(String name) {
    if (isConstructor() || name.equals(CONSTRUCTOR) || name.equals(INITIALIZER)) {
      return isConstructor() && name.equals(CONSTRUCTOR);
    }
    return Glob.matches(method, name);
  }

  /**
   * Returns whether a method may have these parameters.
   *
   * @param types as in source with binary names, for instance {@code int} and {@code
   *     java.util.Map$Entry[]}
   */
  public boolean matchesParameters(List<String> types) {
    List<ParameterPattern> wanted = parameters;
    return wanted == null
        || Glob.matches(
            wanted.size(),
            p -> wanted.get(p).isRest(),
            types.size(),
            (p, i) -> wanted.get(p).matches(types.get(i)));
  }

  /** Returns the name of the class or supertype. */
  NamePattern type() {
    return type;
  }

  /** Returns whether neither class nor method nor annotation is restricted. */
  boolean isEveryMethod() {
    boolean everyClass =
        type.isAny() || (hierarchy == Hierarchy.EXTENDS && type.matches("java.lang.Object"));
    boolean everyName = isConstructor() || method.chars().allMatch(c -> c == '*');
    return everyClass && everyName && (annotation == null || annotation.isAny());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MethodPattern && text.equals(((MethodPattern) other).text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the pattern as written, with single spaces. */
  @Override
  public String toString() {
    return text;
  }

  /** How the class of a method relates to the class named. */
  public enum Hierarchy {
    /** It is the class named. */
    NONE,
    /** It is the interface named, or has it among its supertypes. */
    IMPLEMENTS,
    /** It is the class named, or a subclass of it. */
    EXTENDS
  }
}
