package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.MetricsText.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What two pages differ in, a line for each thing; none if they are the same. */
final class PageDifference {
  private final List<String> lines = new ArrayList<>();

  private PageDifference() {}

  /** Compares two pages. */
  static List<String> between(MetricsText theirs, MetricsText ours) {
    PageDifference difference = new PageDifference();
    for (String name : union(theirs.families(), ours.families())) {
      Family their = theirs.families().get(name);
      Family our = ours.families().get(name);
      if (their == null || our == null) {
        difference.lines.add(name + ": only " + (our == null ? "theirs" : "ours"));
        difference.samples(name, samples(their), samples(our));
      } else {
        difference.families(name, their, our);
      }
    }
    return difference.lines;
  }

  private static Map<String, Double> samples(Family family) {
    return family == null ? Map.of() : family.samples();
  }

  private void families(String name, Family theirs, Family ours) {
    compare(name + " TYPE", theirs.type(), ours.type());
    compare(name + " HELP", theirs.help(), ours.help());
    samples(name, theirs.samples(), ours.samples());
  }

  private void samples(String name, Map<String, Double> theirs, Map<String, Double> ours) {
    for (String labels : union(theirs, ours)) {
      compare(name + labels, theirs.get(labels), ours.get(labels));
    }
  }

  private void compare(String what, Object theirs, Object ours) {
    if (!Objects.equals(theirs, ours)) {
      lines.add(what + ": theirs " + theirs + ", ours " + ours);
    }
  }

  private static Set<String> union(Map<String, ?> first, Map<String, ?> second) {
    Set<String> union = new TreeSet<>(first.keySet());
    union.addAll(second.keySet());
    return union;
  }
}
