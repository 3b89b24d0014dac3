package io.exporteragent.source.mbean.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a jmx_exporter file, ready for use. Its pattern is looked for as {@code
 * ^.*(?:PATTERN).*$}, so that of several matches the one that begins last counts.
 *
 * <p>For one thread at a time.
 */
final class Rule {
  private static final int NO_GROUPS = 0;

  private final RuleSettings settings;
  private final int index;
  private final @Nullable Matcher whole;
  private final @Nullable Matcher part;
  private final String[] literals;
  private final boolean canBeginInNumber;
  private final boolean isBlind;
  private final @Nullable Template name;
  private final @Nullable Template value;
  private final @Nullable Template help;
  private final Template[] labels;

  Rule(RuleSettings settings, int index) {
    this.settings = settings;
    this.index = index;
    String pattern = settings.pattern();
    Pattern regex = settings.regex();
    int groups = NO_GROUPS;
    PatternShape shape = PatternShape.of(pattern == null ? "" : pattern);
    literals = shape.literals().toArray(new String[0]);
    if (regex == null) {
      whole = null;
      part = null;
    } else {
      whole = regex.matcher("");
      part = Pattern.compile("(?:" + pattern + ")").matcher("");
      groups = whole.groupCount();
    }
    name = template(settings.name(), groups);
    value = template(settings.value(), groups);
    help = template(settings.help(), groups);
    labels = labels(settings.labels(), groups);
    canBeginInNumber = !hasLiteralOutsideNumbers();
    isBlind = pattern == null || Blindness.isProved(shape, usedGroups());
  }

  private static @Nullable Template template(@Nullable String source, int groups) {
    return source == null ? null : new Template(source, groups);
  }

  private static Template[] labels(Map<String, String> sources, int groups) {
    List<Template> labels = new ArrayList<>();
    sources.forEach(
        (key, text) -> {
          labels.add(new Template(key, groups));
          labels.add(new Template(text, groups));
        });
    return labels.toArray(new Template[0]);
  }

  private @Nullable Set<Integer> usedGroups() {
    Set<Integer> used = new HashSet<>();
    boolean areKnown = addGroups(name, used) && addGroups(value, used) && addGroups(help, used);
    for (Template label : labels) {
      areKnown = areKnown && label.addGroups(used);
    }
    return areKnown ? used : null;
  }

  private static boolean addGroups(@Nullable Template template, Set<Integer> used) {
    return template == null || template.addGroups(used);
  }

  /** Returns whether every match has a text that no number has. */
  private boolean hasLiteralOutsideNumbers() {
    for (String literal : literals) {
      if (!Blindness.isWithinNumber(literal)) {
        return true;
      }
    }
    return false;
  }

  int index() {
    return index;
  }

  RuleSettings settings() {
    return settings;
  }

  boolean hasPattern() {
    return whole != null;
  }

  @Nullable Template name() {
    return name;
  }

  @Nullable Template value() {
    return value;
  }

  @Nullable Template help() {
    return help;
  }

  /** Returns the labels as name, value, name, value. */
  Template[] labels() {
    return labels;
  }

  /** Returns whether what it makes of a text does not depend on the number at its end. */
  boolean isBlind() {
    return isBlind;
  }

  /** Returns the match of a text, null if there is none; valid until the next call. */
  @Nullable Matcher match(String text) {
    Matcher matcher = whole;
    return matcher != null && mayMatch(text) && matcher.reset(text).matches() ? matcher : null;
  }

  private boolean mayMatch(String text) {
    int from = 0;
    for (String literal : literals) {
      int found = text.indexOf(literal, from);
      if (found < 0) {
        return false;
      }
      from = found + literal.length();
    }
    return true;
  }

  /**
   * Returns whether it is proved that the rule matches no text that has a number behind the given
   * beginning: none of its matches can begin in the number, and none that begins before it gets as
   * far.
   */
  boolean isDeadFor(String beginning) {
    Matcher matcher = part;
    if (matcher == null || canBeginInNumber) {
      return false;
    }
    if (endsOutsideNumbersBeforeLast(beginning)) {
      return true;
    }
    matcher.reset(beginning).useTransparentBounds(true).useAnchoringBounds(false);
    for (int start = 0; start < beginning.length(); start++) {
      matcher.region(start, beginning.length());
      if (matcher.lookingAt() || matcher.hitEnd()) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a literal is missing that cannot reach into a number either. */
  private boolean endsOutsideNumbersBeforeLast(String beginning) {
    for (String literal : literals) {
      String last = literal.substring(literal.length() - 1);
      if (!Blindness.isWithinNumber(last) && !beginning.contains(literal)) {
        return true;
      }
    }
    return false;
  }

  /** Returns how the rule is called in messages. */
  String title() {
    return String.format("the rule in line %d", settings.line());
  }
}
