package io.exporteragent.source.jvm;

import io.exporteragent.config.JsonWriter;
import io.exporteragent.gather.Html;
import io.exporteragent.gather.NoPage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page for which the application has to be stopped. It is made when somebody asks for it, at most
 * once a minute: whoever asks within the minute gets the one made then. A second page is not made
 * at the same time, and its request does not wait. Any thread.
 */
final class CostlyPage {
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Content content;
  private final AtomicBoolean isBusy;
  private final Supplier<@Nullable Safepoints> safepoints;
  private final LongSupplier nanoClock;
  private volatile @Nullable Made latest;

  /** What is on the page. */
  interface Content {
    String title();

    /**
     * Stops the application to find out what is to be shown; by one thread at a time.
     *
     * @throws NoPage if this JVM does not have it
     */
    Shown find();
  }

  /** What was found. Immutable. */
  interface Shown {
    /** Returns the HTML below the heading, with everything escaped. */
    String html();

    /** Adds the members of the JSON object. */
    void addTo(Map<String, @Nullable Object> json);
  }

  private static final class Made {
    private final Shown shown;
    private final StopClock clock;
    private final long nanos;
    private final String time = Instant.ofEpochMilli(System.currentTimeMillis()).toString();

    Made(Shown shown, StopClock clock, long nanos) {
      this.shown = shown;
      this.clock = clock;
      this.nanos = nanos;
    }
  }

  /**
   * @param isBusy is set while any of the pages that have it is made
   * @param safepoints called by one thread at a time; supplies null if this JVM does not count them
   */
  CostlyPage(
      Content content,
      AtomicBoolean isBusy,
      Supplier<@Nullable Safepoints> safepoints,
      LongSupplier nanoClock) {
    this.content = content;
    this.isBusy = isBusy;
    this.safepoints = safepoints;
    this.nanoClock = nanoClock;
  }

  private Made made() {
    Made known = recent();
    if (known != null) {
      return known;
    }
    if (!isBusy.compareAndSet(false, true)) {
      throw NoPage.forNow("another page of diagnostics is being made; ask again in a moment");
    }
    try {
      known = recent();
      if (known == null) {
        StopClock clock = StopClock.start(safepoints.get());
        Shown shown = content.find();
        known = new Made(shown, clock.stop(), nanoClock.getAsLong());
        latest = known;
      }
      return known;
    } finally {
      isBusy.set(false);
    }
  }

  private @Nullable Made recent() {
    Made known = latest;
    return known != null && nanoClock.getAsLong() - known.nanos < KEPT_NANOS ? known : null;
  }

  /**
   * Returns the page in HTML.
   *
   * @throws NoPage if there is none, or none now
   */
  String html() {
    Made made = made();
    return Html.page(
        content.title(),
        String.format("<p>Made at %s in %s.</p>\n", made.time, made.clock) + made.shown.html());
  }

  /**
   * Returns the same as JSON.
   *
   * @throws NoPage if there is none, or none now
   */
  String json() {
    Made made = made();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("madeAt", made.time);
    json.put("tookSeconds", made.clock.tookSeconds());
    json.put("stoppedSeconds", made.clock.stoppedSeconds());
    made.shown.addTo(json);
    return JsonWriter.write(json) + "\n";
  }
}
