package io.exporteragent.exposition;

import io.exporteragent.model.CheckedFamily;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.RenderedFamily;
import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.config.EscapingScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the points of one family after the other as lines of text: what both text formats have in
 * common. A {@link CheckedFamily} is handed on while it is shown; the points of others are
 * compared, and kept until all are known to be legal.
 */
abstract class FamilyText implements PointVisitor, RenderedFamily.Visitor {
  private static final double[] INFINITY = {Double.POSITIVE_INFINITY};

  private final TextPage page;
  private final EscapingScheme escaping;
  private final SampleText sample;
  private final LabelText labelText;
  private final TextBuffer labels = new TextBuffer(256);
  private final BoundLabels bounds = new BoundLabels("le");
  private final BoundLabels quantiles = new BoundLabels("quantile");
  private final PointsSeen seen = new PointsSeen();
  private MetricType type = MetricType.UNKNOWN;
  private String name = "";
  private String stateLabel = "";
  private @Nullable PageFamily headless;
  private boolean checked;

  FamilyText(TextPage page, EscapingScheme escaping) {
    this.page = page;
    this.escaping = escaping;
    sample = new SampleText(page.text());
    labelText = new LabelText(escaping);
  }

  /**
   * Writes a family, or nothing if it has no points.
   *
   * @throws RuntimeException if the family is illegal
   */
  final void write(PageFamily family) {
    type = family.type();
    name = family.family().name();
    checked = family.family() instanceof CheckedFamily;
    page.begin(checked);
    String written = writtenName(family, escaping);
    stateLabel = type == MetricType.STATE_SET ? LabelText.written(written) : "";
    sample.name(written);
    seen.clear();
    show(family);
    checked = true;
    end(family);
    page.end();
  }

  /** Ends the page. */
  abstract void end();

  /** What every sample of the family begins with. */
  String writtenName(PageFamily family, EscapingScheme scheme) {
    return family.written(scheme);
  }

  /** Writes the lines that describe the family. */
  abstract void head(PageFamily family);

  /** Whether exemplars are written. */
  abstract boolean showsExemplars();

  /** Writes what follows the value of a counter. */
  abstract void exemplar(@Nullable Exemplar exemplar);

  /** Writes what follows the value of a bucket. */
  abstract void exemplar(List<Exemplar> exemplars, double lowerBound, double upperBound);

  /** Writes when the point began to count, unless that is not known: 0. */
  abstract void created(long timestampMillis);

  /** Writes the lines of a point of a histogram. */
  abstract void histogram(
      double[] upperBounds, long[] counts, long count, double sum, List<Exemplar> exemplars);

  /** The points have been shown. */
  void end(PageFamily family) {}

  /** Has the points shown, with a new head in front. */
  final void show(PageFamily family) {
    headless = family;
    // The labels at hand are written as they are, and this scheme changes every underscore.
    if (family.family() instanceof RenderedFamily && escaping != EscapingScheme.DOTS_ESCAPING) {
      ((RenderedFamily) family.family()).forEachRendered(this, showsExemplars());
    } else {
      family.family().forEach(this);
    }
    headless = null;
  }

  /** What writes the samples of the point at hand; the head is written by now. */
  final SampleText sample() {
    PageFamily family = headless;
    if (family != null) {
      headless = null;
      head(family);
    }
    return sample;
  }

  final LabelText labelText() {
    return labelText;
  }

  final MetricType type() {
    return type;
  }

  @Override
  public final void scalar(
      byte[] text,
      int offset,
      int length,
      double value,
      long createdTimestampMillis,
      @Nullable Exemplar exemplar) {
    sample.labels(text, offset, length);
    switch (type) {
      case COUNTER:
        sample().begin("_total");
        sample.append(value);
        exemplar(exemplar);
        sample.end();
        created(createdTimestampMillis);
        break;
      case INFO:
        sample().begin("_info");
        sample.append(1L).end();
        break;
      case STATE_SET:
        sample().begin("");
        sample.append(value == 0 ? 0L : 1L).end();
        break;
      default:
        sample().begin("");
        sample.append(value).end();
        break;
    }
    endPoint();
  }

  @Override
  public final void scalar(
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
  public final void summary(
      String[] pointLabels,
      long count,
      double sum,
      double[] pointQuantiles,
      double[] values,
      long createdTimestampMillis,
      List<Exemplar> exemplars) {
    if (type != MetricType.SUMMARY) {
      throw new IllegalArgumentException(type + " has a point with quantiles");
    }
    refuseLabel(pointLabels, pointLabels.length, "quantile");
    PointCheck.quantiles(pointQuantiles, values);
    if (pointQuantiles.length == 0 && count < 0 && Double.isNaN(sum)) {
      return;
    }
    beginPoint(pointLabels);
    quantiles.render(pointQuantiles);
    for (int i = 0; i < values.length; i++) {
      sample().begin("", quantiles, i);
      sample.append(values[i]).end();
    }
    if (count >= 0) {
      sample().begin("_count");
      sample.append(count).end();
    }
    if (!Double.isNaN(sum)) {
      sample().begin("_sum");
      sample.append(sum).end();
    }
    created(createdTimestampMillis);
    endPoint();
  }

  @Override
  public final void histogram(
      String[] pointLabels,
      double[] upperBounds,
      long[] counts,
      @Nullable NativeBuckets nativeBuckets,
      double sum,
      long createdTimestampMillis,
      List<Exemplar> exemplars) {
    if (type != MetricType.HISTOGRAM && type != MetricType.GAUGE_HISTOGRAM) {
      throw new IllegalArgumentException(type + " has a point with buckets");
    }
    refuseLabel(pointLabels, pointLabels.length, "le");
    beginPoint(pointLabels);
    if (upperBounds.length == 0) {
      long count = PointCheck.count(nativeBuckets);
      histogram(INFINITY, new long[] {count}, count, sum, exemplars);
    } else {
      long count = PointCheck.count(upperBounds, counts);
      histogram(upperBounds, counts, count, sum, exemplars);
    }
    created(createdTimestampMillis);
    endPoint();
  }

  /** Writes the classic buckets of a point, cumulated. */
  final void buckets(double[] upperBounds, long[] counts, List<Exemplar> exemplars) {
    bounds.render(upperBounds);
    long count = 0;
    double lowerBound = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < upperBounds.length; i++) {
      count += counts[i];
      sample().begin("_bucket", bounds, i);
      sample.append(count);
      exemplar(exemplars, lowerBound, upperBounds[i]);
      sample.end();
      lowerBound = upperBounds[i];
    }
  }

  private void addState(String[] pointLabels) {
    int last = pointLabels.length - 2;
    if (last < 0 || !pointLabels[last].equals(name)) {
      throw new IllegalArgumentException("the last label of a state must be named " + name);
    }
    if (pointLabels[last + 1].isEmpty()) {
      throw new IllegalArgumentException("a state has no name");
    }
    refuseLabel(pointLabels, last, name);
    labelText.append(labels, pointLabels, last);
    labels.appendLabel(0, stateLabel, pointLabels[last + 1]);
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
    } else if (!seen.add(page.text().array(), sample.labelsStart(), sample.labelsLength())) {
      throw new IllegalArgumentException("two points have the same labels");
    }
  }
}
