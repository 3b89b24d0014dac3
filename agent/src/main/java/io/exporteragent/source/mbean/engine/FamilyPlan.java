package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a family on the page. It depends on nothing but which samples there are, so it is
 * kept until one comes or goes; a scrape fills in values.
 */
final class FamilyPlan {
  private static final Comparator<Sample> BY_LABELS =
      (a, b) -> LabelBytes.compare(a.labels, b.labels);

  private final String name;
  private final String unit;

  /** Those in the layout, by labels; the ones that are not shown come last. */
  private Sample[] members = {};

  private byte[][] labels = {};
  private MetricType type = MetricType.UNKNOWN;
  private boolean isPlain = true;

  private int scrape;
  private int seen;
  private double[] values = {};
  private List<Sample> newcomers = new ArrayList<>(0);
  private double[] newValues = {};
  private @Nullable Sample first;
  private @Nullable Sample helpOf;
  private String help = "";

  FamilyPlan(String name, String unit) {
    this.name = name;
    this.unit = unit;
  }

  String name() {
    return name;
  }

  /** Returns the scrape in which it was last seen. */
  int scrape() {
    return scrape;
  }

  /** Begins a scrape. */
  void begin(int now) {
    scrape = now;
    seen = 0;
    first = null;
    values = new double[members.length];
    newcomers.clear();
  }

  /** Takes the value of a sample. Each sample comes once at most in a scrape. */
  void add(Sample sample, double value) {
    if (first == null) {
      first = sample;
    }
    if (sample.index >= 0) {
      values[sample.index] = value;
      seen++;
      return;
    }
    if (newValues.length == newcomers.size()) {
      newValues = Arrays.copyOf(newValues, Math.max(4, 2 * newValues.length));
    }
    newValues[newcomers.size()] = value;
    newcomers.add(sample);
  }

  /** Returns the family with the values of this scrape. */
  Family family(Reading reading) {
    if (seen < members.length || !newcomers.isEmpty()) {
      layOut(reading);
    }
    Sample source = first;
    if (source != null && source != helpOf) {
      help = source.help();
      helpOf = source;
    }
    if (type == MetricType.COUNTER) {
      refuseNegative(reading);
    }
    return isPlain
        ? new MBeanFamily.Rendered(name, type, unit, help, labels, values, reading.failures())
        : new MBeanFamily(name, type, unit, help, labels, values, reading.failures());
  }

  private void layOut(Reading reading) {
    List<Sample> present = new ArrayList<>(seen + newcomers.size());
    double[] before = values;
    for (Sample member : members) {
      if (member.scrape == scrape) {
        present.add(member);
      } else {
        member.index = Sample.NOWHERE;
      }
    }
    int known = present.size();
    double[] unsorted = new double[known + newcomers.size()];
    for (int i = 0; i < known; i++) {
      unsorted[i] = before[present.get(i).index];
    }
    System.arraycopy(newValues, 0, unsorted, known, newcomers.size());
    present.addAll(newcomers);
    newcomers = new ArrayList<>(0);
    newValues = new double[0];
    for (int i = 0; i < unsorted.length; i++) {
      present.get(i).index = i;
    }
    present.sort(BY_LABELS);
    place(present, unsorted, reading);
  }

  /** Decides type and labels, and puts the samples where they are shown. */
  private void place(List<Sample> sorted, double[] unsorted, Reading reading) {
    type = sorted.get(0).type;
    for (Sample sample : sorted) {
      if (sample.type != type) {
        type = MetricType.UNKNOWN;
      }
    }
    byte[][] texts = new byte[sorted.size()][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = sorted.get(i).labels;
    }
    if (hasTwins(texts)) {
      for (int i = 0; i < texts.length; i++) {
        texts[i] = LabelBytes.with(texts[i], "_objectname", sorted.get(i).objectName());
      }
      texts = withoutTwins(sorted, texts, reading);
    }
    Sample[] placed = sorted.toArray(new Sample[0]);
    double[] now = new double[placed.length];
    boolean plain = true;
    for (int i = 0; i < placed.length; i++) {
      now[i] = unsorted[placed[i].index];
      placed[i].index = i;
    }
    for (byte[] each : texts) {
      plain &= LabelBytes.arePlain(each);
    }
    members = placed;
    values = now;
    seen = placed.length;
    labels = texts;
    isPlain = plain;
  }

  private static boolean hasTwins(byte[][] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (Arrays.equals(sorted[i - 1], sorted[i])) {
        return true;
      }
    }
    return false;
  }

  /** Moves those that nothing distinguishes from an earlier one to the end, and reports them. */
  private byte[][] withoutTwins(List<Sample> samples, byte[][] texts, Reading reading) {
    Integer[] order = new Integer[texts.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> LabelBytes.compare(texts[a], texts[b]));
    List<Sample> shown = new ArrayList<>(order.length);
    List<byte[]> shownTexts = new ArrayList<>(order.length);
    List<Sample> hidden = new ArrayList<>(0);
    byte[] last = null;
    for (int i : order) {
      if (last != null && Arrays.equals(last, texts[i])) {
        hidden.add(samples.get(i));
      } else {
        shown.add(samples.get(i));
        shownTexts.add(texts[i]);
        last = texts[i];
      }
    }
    if (!hidden.isEmpty()) {
      reading.twins(name, hidden.get(0).objectName(), hidden.size());
    }
    shown.addAll(hidden);
    samples.clear();
    samples.addAll(shown);
    return shownTexts.toArray(new byte[0][]);
  }

  /** A counter below zero is none; what cannot be shown is not a number and left out. */
  private void refuseNegative(Reading reading) {
    for (int i = 0; i < labels.length; i++) {
      if (values[i] < 0) {
        reading.negative(name, members[i].objectName(), values[i]);
      }
    }
  }
}
