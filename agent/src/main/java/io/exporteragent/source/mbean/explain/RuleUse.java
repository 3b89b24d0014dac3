package io.exporteragent.source.mbean.explain;

import io.exporteragent.source.mbean.rules.RuleSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts for which values each rule is of use. For one thread at a time. */
final class RuleUse {
  private final List<RuleSettings> rules;
  private final int[] matches;
  private final int[] decisions;
  private final int[] samples;

  /** For each rule, how many of its values each earlier rule takes. */
  private final List<Map<Integer, Integer>> takenBy = new ArrayList<>();

  RuleUse(List<RuleSettings> rules) {
    this.rules = rules;
    this.matches = new int[rules.size()];
    this.decisions = new int[rules.size()];
    this.samples = new int[rules.size()];
    rules.forEach(rule -> takenBy.add(new TreeMap<>()));
  }

  /**
   * Counts a value.
   *
   * @param decided the rule that decided, -1 if none did
   * @param matching the rules that match it
   */
  void add(int decided, boolean isSample, BitSet matching) {
    for (int i = matching.nextSetBit(0); i >= 0; i = matching.nextSetBit(i + 1)) {
      matches[i]++;
      if (decided >= 0 && i != decided) {
        takenBy.get(i).merge(decided, 1, Integer::sum);
      }
    }
    if (decided >= 0) {
      decisions[decided]++;
      samples[decided] += isSample ? 1 : 0;
    }
  }

  /** Tells of the rules that make no sample. */
  void addTo(Answer answer) {
    int unused = 0;
    for (int i = 0; i < samples.length; i++) {
      if (samples[i] == 0) {
        unused++;
        add(i, answer);
      }
    }
    if (unused == 0) {
      answer.say(String.format("all %d rules make samples", samples.length));
    }
  }

  private void add(int i, Answer answer) {
    RuleSettings rule = rules.get(i);
    String state = matches[i] == 0 ? "unmatched" : decisions[i] == 0 ? "shadowed" : "no_sample";
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("line", rule.line());
    object.put("pattern", rule.pattern());
    object.put("name", rule.name());
    object.put("state", state);
    object.put("matches", matches[i]);
    List<Object> by = new ArrayList<>();
    StringBuilder takers = new StringBuilder();
    takenBy
        .get(i)
        .forEach(
            (taker, count) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("line", rules.get(taker).line());
              one.put("values", count);
              by.add(one);
              takers
                  .append(takers.length() == 0 ? "" : ", ")
                  .append(String.format("line %d takes %d", rules.get(taker).line(), count));
            });
    object.put("taken_by", by);
    String pattern = rule.pattern() == null ? "without a pattern" : rule.pattern();
    String text;
    if (matches[i] == 0) {
      text = "matches nothing";
    } else if (decisions[i] == 0) {
      text = String.format("is shadowed: of the %d values it matches, %s", matches[i], takers);
    } else {
      text = String.format("decides on %d values and makes no sample of any", decisions[i]);
    }
    if (answer.wants(pattern, String.valueOf(rule.name()))) {
      answer.add(String.format("line %d %s\n  %s", rule.line(), text, pattern), object);
    }
  }
}
