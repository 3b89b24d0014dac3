package io.exporteragent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules by the classes they are to be asked of. An application has thousands of classes, which are
 * searched each second while it starts: most rules name the only class that may match, and are
 * asked of the classes of its package alone. Immutable.
 */
final class RuleIndex {
  private final List<Rule> rules;
  private final Set<String> names = new HashSet<>();
  private final List<Rule> ofAnyClass = new ArrayList<>();

  /** By the length of the package and the dot after it, so that none has to be cut out. */
  private final List<List<Rule>> byPackage = new ArrayList<>();

  RuleIndex(List<? extends Rule> rules) {
    this.rules = new ArrayList<>(rules);
    for (Rule rule : rules) {
      String name = rule.onlyClass();
      if (name == null) {
        ofAnyClass.add(rule);
      } else {
        names.add(name);
        int length = packageLength(name);
        while (byPackage.size() <= length) {
          byPackage.add(new ArrayList<>());
        }
        byPackage.get(length).add(rule);
      }
    }
  }

  /** Returns whether these are the rules, in this order. */
  boolean isOf(List<? extends Rule> others) {
    return rules.equals(others);
  }

  List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** Returns whether a rule names the class. */
  boolean isNamed(Class<?> type) {
    return names.contains(type.getName());
  }

  /** Lets the rules see all classes before they are asked of each. */
  void searching(Class<?>[] loaded) {
    for (Rule each : ofAnyClass) {
      each.searching(loaded);
    }
  }

  /** Returns the rules that may match a class, each once. */
  List<Rule> matching(Class<?> type) {
    List<Rule> matching = Collections.emptyList();
    String name = type.getName();
    int length = packageLength(name);
    if (length < byPackage.size()) {
      for (Rule rule : byPackage.get(length)) {
        String named = rule.onlyClass();
        if (named != null && name.regionMatches(0, named, 0, length) && rule.mayMatch(type)) {
          matching = with(rule, matching);
        }
      }
    }
    for (Rule rule : ofAnyClass) {
      if (rule.mayMatch(type)) {
        matching = with(rule, matching);
      }
    }
    return matching;
  }

  private static List<Rule> with(Rule rule, List<Rule> others) {
    List<Rule> all = others.isEmpty() ? new ArrayList<>() : others;
    all.add(rule);
    return all;
  }

  private static int packageLength(String className) {
    return className.lastIndexOf('.') + 1;
  }
}
