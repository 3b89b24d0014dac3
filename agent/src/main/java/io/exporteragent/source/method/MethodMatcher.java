package io.exporteragent.source.method;

import io.exporteragent.source.method.MethodPattern.Hierarchy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods that a pattern is for: first the classes among those that are loaded, then
 * their methods in the bytes of the class. Loads and initialises nothing of the application.
 * Immutable.
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
   * Whether the class may have methods that match, judged by its name, supertypes and class loader.
   * Never so for classes of the JDK and of the agent, lambdas, hidden classes and proxies.
   */
  boolean mayMatch(Class<?> type) {
    return matchesHierarchy(type) && ForeignClasses.isApplications(type);
  }

  /**
   * The methods of a class that match, but for abstract, native, bridge and synthetic ones.
   *
   * <p>Takes bytes and not Byte Buddy's descriptions: these leave out every annotation whose own
   * class they cannot read, which is every one when they are made from a single class's bytes.
   *
   * @param classFile of a class for which {@link #mayMatch} is true
   * @return the name and descriptor of each, for instance {@code place(Ljava/lang/String;)V}, as
   *     {@code getInternalName() + getDescriptor()} of Byte Buddy's description
   * @throws IllegalArgumentException if the class file is of a later version than Byte Buddy knows
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
