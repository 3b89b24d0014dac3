package io.exporteragent.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Three pages of the MBeans of a server that goes on working: the collector's of jmx_exporter,
 * ours, and the collector's again. What is the same on both of the collector's must be so on ours.
 * What the exporters say of themselves is left out.
 *
 * <p>The HELP of a family of several MBeans is that of the one that is first in a hash set. Of two
 * in one bucket, either may be the first.
 */
record PagesInTurn(Exposition before, Exposition ours, Exposition after) {
  private static final Predicate<String> OWN =
      Pattern.compile("(jmx_(scrape|config_reload|exporter)|exporter_agent)_.*").asMatchPredicate();

  /** A HELP that no rule gives: description, domain, the properties name and type, attribute. */
  private static final Pattern OF_A_BEAN =
      Pattern.compile(".*?([^ :]+):name=.*,type=.*,attribute=(.*)");

  /** Returns what ours differs in, a line for each thing; none if it is the same. */
  List<String> differences() {
    Map<String, Object> first = facts(before);
    Map<String, Object> second = facts(ours);
    Map<String, Object> third = facts(after);
    List<String> differences = new ArrayList<>();
    first.forEach(
        (what, value) -> {
          if (third.containsKey(what) && !second.containsKey(what)) {
            differences.add(what + ": only theirs, " + value);
          } else if (value.equals(third.get(what)) && !value.equals(second.get(what))) {
            differences.add(what + ": theirs " + value + ", ours " + second.get(what));
          }
        });
    second.forEach(
        (what, value) -> {
          if (!first.containsKey(what) && !third.containsKey(what)) {
            differences.add(what + ": only ours, " + value);
          }
        });
    return differences;
  }

  /** Returns the HELP lines that are on ours alone, because another MBean came first. */
  List<String> helpOfOtherBeans() {
    return ours.comments().stream()
        .filter(line -> line.startsWith("# HELP ") && !OWN.test(line.split(" ", 4)[2]))
        .filter(line -> !before.comments().contains(line) && !after.comments().contains(line))
        .toList();
  }

  /** Returns how many samples of ours had a value that did not move meanwhile. */
  int unmoved() {
    Map<String, Object> first = samples(before);
    Map<String, Object> third = samples(after);
    return (int)
        samples(ours).entrySet().stream()
            .filter(sample -> sample.getValue().equals(first.get(sample.getKey())))
            .filter(sample -> sample.getValue().equals(third.get(sample.getKey())))
            .count();
  }

  private static Map<String, Object> facts(Exposition page) {
    Map<String, Object> facts = samples(page);
    for (String line : page.comments()) {
      String[] words = line.split(" ", 4);
      if (!OWN.test(words[2])) {
        facts.put(words[1] + " " + words[2], sameForAllBeans(page, words[2], words[3]));
      }
    }
    return facts;
  }

  private static String sameForAllBeans(Exposition page, String family, String comment) {
    Matcher ofABean = OF_A_BEAN.matcher(comment);
    return page.families().get(family).size() > 1 && ofABean.matches()
        ? ofABean.group(2) + " in " + ofABean.group(1)
        : comment;
  }

  private static Map<String, Object> samples(Exposition page) {
    Map<String, Object> samples = new TreeMap<>();
    page.families()
        .forEach(
            (family, values) -> {
              if (!OWN.test(family)) {
                samples.putAll(values);
              }
            });
    return samples;
  }
}
