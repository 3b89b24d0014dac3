package io.exporteragent.exposition;

import io.exporteragent.exposition.TextDialect.Part;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Distribution.Histogram;
import io.exporteragent.model.Distribution.Summary;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.RenderedFamily;
import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.config.EscapingScheme;
import org.jspecify.annotations.Nullable;

/**
 * Writes the points of one family after the other as lines of text, byte for byte as client_java's
 * writers do. A {@linkplain Family#isChecked checked} family is sent while it is shown; the points
 * of others are compared, and kept until all are known to be legal.
 */
final class TextWriter implements PointVisitor, RenderedFamily.Visitor {
  private static final double[] INFINITY = {Double.POSITIVE_INFINITY};

  private final TextPage page;
  private final TextBuffer text;
  private final TextDialect dialect;
  private final EscapingScheme escaping;
  private final boolean extras;
  private final SampleText sample;
  private final LabelText labelText;
  private final TextBuffer labels = new TextBuffer(256);
  private final BoundLabels bounds = new BoundLabels("le");
  private final BoundLabels quantiles = new BoundLabels("quantile");
  private final PointsSeen seen = new PointsSeen();
  private MetricType type = MetricType.UNKNOWN;
  private Part part = Part.WHOLE;
  private String name = "";
  private String stateLabel = "";
  private @Nullable PageFamily headless;
  private boolean checked;

  TextWriter(TextPage page, TextDialect dialect, EscapingScheme escaping) {
    this.page = page;
    this.text = page.text();
    this.dialect = dialect;
    this.escaping = escaping;
    extras = dialect.hasExemplarsAndCreated();
    sample = new SampleText(text);
    labelText = new LabelText(escaping);
  }

  /**
   * Writes a family, or nothing if it has no points.
   *
   * @throws RuntimeException if the family is illegal
   */
  void write(PageFamily family) {
    type = family.type();
    name = family.family().name();
    checked = family.family().isChecked();
    page.begin(checked);
    String written = dialect.writtenName(family, escaping);
    stateLabel = type == MetricType.STATE_SET ? LabelText.written(written) : "";
    sample.name(written);
    seen.clear();
    for (Part next : dialect.parts(type)) {
      part = next;
      show(family);
      // Its other parts have the same points.
      checked = true;
    }
    page.end();
  }

  /** Ends the page. */
  void end() {
    text.append(dialect.end());
  }

  /** Has the points shown, with a new head in front. */
  private void show(PageFamily family) {
    headless = family;
    // The labels at hand are written as they are, and this scheme changes every underscore.
    if (family.family() instanceof RenderedFamily && escaping != EscapingScheme.DOTS_ESCAPING) {
      ((RenderedFamily) family.family()).forEachRendered(this, extras);
    } else {
      family.family().forEach(this);
    }
    headless = null;
  }

  /** Begins a line of the point at hand, after the head if that is not yet written. */
  private SampleText begin(String suffix) {
    writeHead();
    sample.begin(suffix);
    return sample;
  }

  private SampleText begin(String suffix, BoundLabels bound, int index) {
    writeHead();
    sample.begin(suffix, bound, index);
    return sample;
  }

  private void writeHead() {
    PageFamily family = headless;
    if (family != null) {
      headless = null;
      dialect.writeHead(sample, family, part);
    }
  }

  @Override
  public void scalar(
      byte[] rendered,
      int offset,
      int length,
      double value,
      long createdTimestampMillis,
      @Nullable Exemplar exemplar) {
    sample.labels(rendered, offset, length);
    switch (type) {
      case COUNTER:
        begin(MetricNames.TOTAL).append(value);
        exemplar(exemplar);
        sample.end();
        created(createdTimestampMillis);
        break;
      case INFO:
        begin(MetricNames.INFO).append(1L).end();
        break;
      case STATE_SET:
        begin("").append(value == 0 ? 0L : 1L).end();
        break;
      default:
        begin("").append(value).end();
        break;
    }
    endPoint();
  }

  @Override
  public void scalar(
      String[] pointLabels,
      double value,
      long createdTimestampMillis,
      @Nullable Exemplar exemplar) {
    labels.truncate(0);
    switch (type) {
      case HISTOGRAM:
      case GAUGE_HISTOGRAM:
      case SUMMARY:
        throw new IllegalArgumentException(type + " has a point with a single value");
      case STATE_SET:
        addState(pointLabels);
        break;
      default:
        if (type == MetricType.COUNTER && value < 0) {
          throw new IllegalArgumentException("the counter has the negative value " + value);
        }
        labelText.append(labels, pointLabels, pointLabels.length);
        break;
    }
    scalar(labels.array(), 0, labels.length(), value, createdTimestampMillis, exemplar);
  }

  @Override
  public void distribution(String[] pointLabels, Distribution point) {
    if (point instanceof Summary) {
      if (type != MetricType.SUMMARY) {
        throw new IllegalArgumentException(type + " has a point with quantiles");
      }
      summary(pointLabels, (Summary) point);
    } else {
      if (type != MetricType.HISTOGRAM && type != MetricType.GAUGE_HISTOGRAM) {
        throw new IllegalArgumentException(type + " has a point with buckets");
      }
      histogram(pointLabels, (Histogram) point);
    }
  }

  private void summary(String[] pointLabels, Summary point) {
    refuseLabel(pointLabels, pointLabels.length, "quantile");
    point.check();
    double[] values = point.values();
    if (values.length == 0 && point.count() < 0 && Double.isNaN(point.sum())) {
      return;
    }
    beginPoint(pointLabels);
    quantiles.render(point.quantiles());
    for (int i = 0; i < values.length; i++) {
      begin("", quantiles, i).append(values[i]).end();
    }
    if (point.count() >= 0) {
      begin(MetricNames.COUNT).append(point.count()).end();
    }
    if (!Double.isNaN(point.sum())) {
      begin(MetricNames.SUM).append(point.sum()).end();
    }
    created(point.createdTimestampMillis());
    endPoint();
  }

  private void histogram(String[] pointLabels, Histogram point) {
    refuseLabel(pointLabels, pointLabels.length, "le");
    beginPoint(pointLabels);
    long count = point.count();
    boolean gauge = type == MetricType.GAUGE_HISTOGRAM;
    boolean hasSum = !Double.isNaN(point.sum());
    if (part == Part.WHOLE || part == Part.BUCKETS) {
      buckets(point, count);
    }
    if ((part == Part.WHOLE || part == Part.COUNTS) && (hasSum || dialect.hasCountsWithoutSum())) {
      begin(gauge ? MetricNames.GAUGE_COUNT : MetricNames.COUNT).append(count).end();
    }
    if ((part == Part.WHOLE || part == Part.SUMS) && hasSum) {
      begin(gauge ? MetricNames.GAUGE_SUM : MetricNames.SUM).append(point.sum()).end();
    }
    created(point.createdTimestampMillis());
    endPoint();
  }

  /** Writes the classic buckets, cumulated; of a point without them the one that has everything. */
  private void buckets(Histogram point, long count) {
    boolean classic = point.upperBounds().length > 0;
    double[] upperBounds = classic ? point.upperBounds() : INFINITY;
    long[] counts = classic ? point.counts() : new long[] {count};
    bounds.render(upperBounds);
    long cumulated = 0;
    double lowerBound = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < upperBounds.length; i++) {
      cumulated += counts[i];
      begin(MetricNames.BUCKET, bounds, i).append(cumulated);
      if (extras) {
        exemplar(point.exemplar(lowerBound, upperBounds[i]));
      }
      sample.end();
      lowerBound = upperBounds[i];
    }
  }

  private void exemplar(@Nullable Exemplar exemplar) {
    if (exemplar == null || !extras) {
      return;
    }
    text.append(" # {");
    labelText.append(text, exemplar.labels(), exemplar.labels().length);
    text.append('}').append(' ');
    Numbers.append(text, exemplar.value());
    if (exemplar.timestampMillis() != 0) {
      text.append(' ');
      Numbers.appendSeconds(text, exemplar.timestampMillis());
    }
  }

  private void created(long timestampMillis) {
    if (timestampMillis != 0 && extras) {
      begin(MetricNames.CREATED);
      Numbers.appendSeconds(text, timestampMillis);
      sample.end();
    }
  }

  private void addState(String[] pointLabels) {
    int state = MetricNames.stateLabel(pointLabels, name);
    refuseLabel(pointLabels, state, name);
    labelText.append(labels, pointLabels, state);
    labels.appendLabel(0, stateLabel, pointLabels[state + 1]);
  }

  private static void refuseLabel(String[] pointLabels, int count, String reserved) {
    for (int i = 0; i < count; i += 2) {
      if (pointLabels[i].equals(reserved)) {
        throw new IllegalArgumentException("the label " + reserved + " is reserved");
      }
    }
  }

  private void beginPoint(String[] pointLabels) {
    labels.truncate(0);
    labelText.append(labels, pointLabels, pointLabels.length);
    sample.labels(labels.array(), 0, labels.length());
  }

  private void endPoint() {
    if (checked) {
      page.endPoint();
    } else if (!seen.add(text.array(), sample.labelsStart(), sample.labelsLength())) {
      throw new IllegalArgumentException("it has two points with the labels " + sample.labels());
    }
  }
}
