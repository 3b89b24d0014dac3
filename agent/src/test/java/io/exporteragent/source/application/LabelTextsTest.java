package io.exporteragent.source.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.model.TextBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelTextsTest {
  private final LabelTexts texts = new LabelTexts();
  private int rendered;

  @Test
  void sameSeriesAgain_areNotRendered() {
    List<Series> series = series(0, 2_000);
    walk(series);
    assertThat(rendered).isEqualTo(2_000);
    walk(series);
    assertThat(rendered).isEqualTo(2_000);
  }

  @Test
  void newSeries_areAllThatIsRendered() {
    List<Series> series = series(0, 2_000);
    walk(series);
    for (int i = 1_900; i > 0; i -= 100) {
      series.add(i, new Series(-i));
    }
    series.add(new Series(-1));
    walk(series);
    assertThat(rendered).isEqualTo(2_000 + 20);
    walk(series);
    assertThat(rendered).isEqualTo(2_000 + 20);
  }

  /** At the seams, too, of the pieces in which series are kept. */
  @Test
  void newSeries_isFoundWhereverItIs() {
    for (int known = 0; known <= 1_100; known++) {
      List<Series> series = series(0, known);
      walk(series);
      series.add(new Series(-1));
      assertThat(walk(series)).as("%d series and one", known).isEqualTo(labels(series));
    }
  }

  @Test
  void removedSeries_costNothing_alsoTheLast() {
    List<Series> series = series(0, 2_000);
    walk(series);
    series.removeIf(each -> each.number % 3 == 0 || each.number > 1_500);
    walk(series);
    series.clear();
    walk(series);
    assertThat(rendered).isEqualTo(2_000);
    walk(series(0, 1));
    assertThat(rendered).isEqualTo(2_001);
  }

  @Test
  void anyChange_leavesTheRightTexts() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Series> series = series(0, 1_500);
    for (int round = 0; round < 200; round++) {
      switch (random.nextInt(6)) {
        case 0 -> series.subList(0, random.nextInt(series.size() + 1)).clear();
        case 1 -> Collections.shuffle(series, random);
        case 2 -> series.addAll(random.nextInt(series.size() + 1), series(0, 700));
        case 3 -> series.removeIf(each -> random.nextInt(50) == 0);
        case 4 -> series.replaceAll(each -> random.nextInt(90) == 0 ? new Series(7) : each);
        default -> {}
      }
      assertThat(walk(series)).as("seed %d, round %d", seed, round).isEqualTo(labels(series));
      int before = rendered;
      assertThat(walk(series)).as("seed %d, round %d", seed, round).isEqualTo(labels(series));
      assertThat(rendered).as("seed %d, round %d", seed, round).isEqualTo(before);
    }
  }

  @Test
  void brokenOffWalk_changesNothing() {
    List<Series> series = series(0, 1_000);
    walk(series);
    assertThat(texts.begin()).isTrue();
    texts.find(series.get(900));
    texts.end();
    assertThat(walk(series)).isEqualTo(labels(series));
    assertThat(rendered).isEqualTo(1_000);
  }

  @Test
  void secondWalkAtOnce_isTurnedAway() {
    assertThat(texts.begin()).isTrue();
    assertThat(texts.begin()).isFalse();
    texts.end();
    assertThat(texts.begin()).isTrue();
  }

  /** The texts as they were shown. */
  private List<String> walk(List<Series> series) {
    List<String> shown = new ArrayList<>();
    TextBuffer buffer = new TextBuffer(8);
    assertThat(texts.begin()).isTrue();
    for (Series each : series) {
      if (!texts.find(each)) {
        rendered++;
        buffer.truncate(0);
        texts.add(each, buffer.append(each.labels()));
      }
      shown.add(new String(texts.array(), texts.offset(), texts.length(), UTF_8));
    }
    texts.commit();
    texts.end();
    return shown;
  }

  private static List<Series> series(int from, int count) {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      series.add(new Series(from + i));
    }
    return series;
  }

  private static List<String> labels(List<Series> series) {
    return series.stream().map(Series::labels).toList();
  }

  /** Told from others by its identity, as a data point is. */
  private static final class Series {
    final int number;

    Series(int number) {
      this.number = number;
    }

    String labels() {
      return number % 10 == 0
          ? ""
          : "number=\"" + "é".repeat(Math.floorMod(number, 7)) + number + "\"";
    }
  }
}
