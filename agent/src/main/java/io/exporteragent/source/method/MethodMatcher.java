package io.exporteragent.source.method;

import io.exporteragent.source.method.MethodPattern.Hierarchy;
import io.exporteragent.weave.ForeignClasses;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods that match a pattern: first the classes among the loaded ones, then their
 * methods in the bytes of the class. Loads and initialises no application class. Immutable.
 */
final class MethodMatcher {
  private final MethodPattern pattern;

  private MethodMatcher(MethodPattern pattern) {
    this.pattern = pattern;
  }

  static MethodMatcher of(MethodPattern pattern) {
    return new MethodMatcher(pattern);
  }

  /**
   * Returns whether the class may have matching methods, by its name, supertypes and class loader.
   * Always false for classes of the JDK and the agent, lambdas, hidden classes and proxies.
   */
  boolean mayMatch(Class<?> type) {
    return matchesHierarchy(type) && ForeignClasses.isApplications(type);
  }

  /**
   * Returns the matching methods of a class, without abstract, native, bridge and synthetic ones.
   *
   * <p>Takes bytes, not Byte Buddy's descriptions: those omit every annotation whose class they
   * cannot read, which is all of them when made from the bytes of a single class.
   *
   * @param classFile of a class for which {@link #mayMatch} is true
   * @return name and descriptor of each, such as {@code place(Ljava/lang/String;)V}, which is
   *     {@code getInternalName() + getDescriptor()} of Byte Buddy's description
   * @throws IllegalArgumentException if Byte Buddy does not support the class file's version yet
   */
  Set<String> methodsIn(byte[] classFile) {
    return MatchedMethods.in(classFile, pattern);
  }

  private boolean matchesHierarchy(Class<?> type) {
    if (pattern.hierarchy() == Hierarchy.IMPLEMENTS) {
      return hasInterface(type);
    }
    if (pattern.hierarchy() == Hierarchy.NONE) {
      return pattern.matchesType(type.getName());
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (!c.isInterface() && pattern.matchesType(c.getName())) {
        return true;
      }
    }
    return false;
  }

  private boolean hasInterface(@Nullable Class<?> type) {
    if (type == null) {
      return false;
    }
    if (type.isInterface() && pattern.matchesType(type.getName())) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (hasInterface(each)) {
        return true;
      }
    }
    return hasInterface(type.getSuperclass());
  }
}
