package io.exporteragent.exposition;

import io.exporteragent.http.SampleFamilies;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import io.prometheus.metrics.config.EscapingScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Families of every type with everything that may be difficult about them, by chance. */
final class GeneratedFamilies {
  private static final List<MetricType> TYPES = List.of(MetricType.values());
  private static final String[] PIECES = {
    "",
    "a",
    "Z",
    "_",
    ":",
    ".",
    "-",
    " ",
    "0",
    "\u00e9",
    "\u20ac",
    "\uD83D\uDE00",
    "\\",
    "\"",
    "\n",
    "{",
    "}",
    "=",
    ",",
    "#",
    "\t",
    "\u0000",
    "requests",
    "_seconds"
  };
  private static final String[] TAILS = {
    "", "", "", "_total", "_info", ".total", ".created", "_seconds", "_seconds_total", "_created"
  };
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    9_999_999,
    10_000_000,
    123_456_789,
    0x1p53,
    0x1p53 - 1,
    0x1p53 + 2,
    0x1p63,
    1e22,
    9e22,
    0.001,
    9.999e-4,
    Double.MIN_VALUE * 4
  };

  private final Random random;
  private final EscapingScheme escaping;
  private final boolean plain;

  /**
   * @param plain whether only names of the old character set are wanted
   */
  GeneratedFamilies(Random random, EscapingScheme escaping, boolean plain) {
    this.random = random;
    this.escaping = escaping;
    this.plain = plain;
  }

  /** Any family; no other index leads to the same name. */
  Family family(int index) {
    MetricType type = TYPES.get(random.nextInt(TYPES.size()));
    String name = name(index, type);
    List<Consumer<PointVisitor>> points = points(type, name);
    return SampleFamilies.family(
        name, type, unit(type, name), text(), to -> points.forEach(point -> point.accept(to)));
  }

  private String name(int index, MetricType type) {
    if (type == MetricType.STATE_SET) {
      // client_java writes this name and its labels as they are, so that no scraper can read them.
      String tail =
          escaping == EscapingScheme.ALLOW_UTF8 || plain ? "" : chance(2) ? ".s\u00e9" : "";
      return "state" + index + tail;
    }
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(3); i > 0 && !plain && chance(3); i--) {
      name.append(PIECES[random.nextInt(PIECES.length)]);
    }
    name.append((char) ('a' + random.nextInt(23))).append('x').append(index).append('y');
    for (int i = random.nextInt(3); i > 0 && !plain && chance(3); i--) {
      name.append(PIECES[random.nextInt(PIECES.length)]);
    }
    String tail = TAILS[random.nextInt(TAILS.length)];
    return plain && tail.startsWith(".") ? name.toString() : name.append(tail).toString();
  }

  private String unit(MetricType type, String name) {
    if (type == MetricType.INFO || type == MetricType.STATE_SET) {
      return "";
    }
    return name.contains("seconds") ? "seconds" : chance(3) ? "bytes" : "";
  }

  private List<Consumer<PointVisitor>> points(MetricType type, String name) {
    int count = chance(10) ? 0 : 1 + random.nextInt(chance(20) ? 200 : 4);
    String[] names = labelNames(count > 1 ? 1 : 0, type);
    List<Consumer<PointVisitor>> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] labels = new String[2 * names.length];
      for (int j = 0; j < names.length; j++) {
        labels[2 * j] = names[j];
        labels[2 * j + 1] = j == 0 ? text() + i : text();
      }
      shuffle(labels);
      points.add(point(type, name, labels));
    }
    return points;
  }

  private Consumer<PointVisitor> point(MetricType type, String name, String[] labels) {
    long created = chance(2) ? 0 : 1 + (long) (random.nextDouble() * 2e12);
    return switch (type) {
      case SUMMARY -> summary(labels, created);
      case HISTOGRAM, GAUGE_HISTOGRAM -> histogram(labels, created);
      case STATE_SET -> states(name, labels);
      default -> {
        double value = type == MetricType.COUNTER ? Math.abs(value()) : value();
        Exemplar exemplar = chance(2) ? exemplar() : null;
        yield to -> to.scalar(labels, value, created, exemplar);
      }
    };
  }

  private Consumer<PointVisitor> summary(String[] labels, long created) {
    double[] quantiles = ascending(random.nextInt(4));
    double[] values = random.doubles(quantiles.length, -1, 1e9).toArray();
    long count = chance(4) ? -1 : number();
    double sum = chance(4) ? Double.NaN : value();
    List<Exemplar> exemplars = exemplars();
    Distribution point =
        new Distribution.Summary(count, sum, quantiles, values)
            .createdAt(created)
            .withExemplars(exemplars);
    return to -> to.distribution(labels, point);
  }

  private Consumer<PointVisitor> states(String name, String[] labels) {
    int states = 1 + random.nextInt(3);
    boolean[] values = new boolean[states];
    for (int i = 0; i < states; i++) {
      values[i] = random.nextBoolean();
    }
    String state = text();
    return to -> {
      for (int i = 0; i < states; i++) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = name;
        all[labels.length + 1] = "s" + i + state;
        to.scalar(all, values[i] ? 1 : 0, 0, null);
      }
    };
  }

  private Consumer<PointVisitor> histogram(String[] labels, long created) {
    boolean classic = chance(2);
    double[] bounds = classic ? bounds(random.nextInt(4)) : new double[0];
    long[] counts = new long[bounds.length];
    long count = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = number() >>> 2;
      count += counts[i];
    }
    NativeBuckets buckets = classic && chance(2) ? null : nativeBuckets(classic ? count : 7);
    double sum = chance(4) ? Double.NaN : value();
    List<Exemplar> exemplars = exemplars();
    Distribution point =
        new Distribution.Histogram(bounds, counts, buckets, sum)
            .createdAt(created)
            .withExemplars(exemplars);
    return to -> to.distribution(labels, point);
  }

  private static NativeBuckets nativeBuckets(long count) {
    return new NativeBuckets(
        3,
        count / 2,
        0.01,
        new int[] {-2, 5},
        new long[] {0, count - count / 2},
        new int[] {1},
        new long[] {0});
  }

  private double[] bounds(int finite) {
    double[] bounds =
        random
            .doubles(finite, -2, 12)
            .map(bound -> Math.rint(bound * 8) / 8 + 0.0)
            .distinct()
            .toArray();
    bounds = Arrays.copyOf(bounds, bounds.length + 1);
    bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
    Arrays.sort(bounds);
    return bounds;
  }

  private double[] ascending(int count) {
    return random.doubles(count).map(d -> Math.rint(d * 1000) / 1000).distinct().sorted().toArray();
  }

  private List<Exemplar> exemplars() {
    List<Exemplar> exemplars = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0 && chance(2); i--) {
      exemplars.add(exemplar());
    }
    return exemplars;
  }

  private Exemplar exemplar() {
    String[] names = labelNames(0, MetricType.GAUGE);
    String[] labels = new String[2 * names.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2 == 0 ? names[i / 2] : text();
    }
    double value = chance(4) ? value() : random.nextInt(12) - 1;
    return new Exemplar(value, labels, chance(3) ? 0 : 1 + random.nextInt(1_000_000));
  }

  /** Names that remain different and legal whatever the escaping. */
  private String[] labelNames(int least, MetricType type) {
    String[] names = new String[least + random.nextInt(4)];
    for (int i = 0; i < names.length; i++) {
      names[i] = (char) ('b' + random.nextInt(3) + 3 * i) + (chance(2) ? "_n" : "");
      boolean odd =
          !plain && (type != MetricType.STATE_SET || escaping != EscapingScheme.ALLOW_UTF8);
      if (odd && chance(4)) {
        names[i] += type == MetricType.STATE_SET ? "." : PIECES[random.nextInt(PIECES.length)];
      }
    }
    return names;
  }

  private void shuffle(String[] labels) {
    for (int i = labels.length / 2 - 1; i > 0; i--) {
      int other = 2 * random.nextInt(i + 1);
      for (int j = 0; j < 2; j++) {
        String swapped = labels[2 * i + j];
        labels[2 * i + j] = labels[other + j];
        labels[other + j] = swapped;
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(chance(50) ? "\uD83D" : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private long number() {
    return random.nextLong() >>> (2 + random.nextInt(60));
  }

  private double value() {
    return switch (random.nextInt(6)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> random.nextInt(1000);
      case 2 -> (random.nextBoolean() ? 1 : -1) * (double) number();
      case 3 -> Double.longBitsToDouble(random.nextLong());
      case 4 -> random.nextInt(100_000) / 1000.0;
      default -> random.nextGaussian() * 1e6;
    };
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
