package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WidgetProcessorTest {

  @Test
  void worksAtLeastTheShortestTime() throws InterruptedException {
    long begin = System.nanoTime();
    new WidgetProcessor(20, 30).process(new Widget(1));

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(20));
  }

  @Test
  void interrupted_givesUp() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> new WidgetProcessor(3_600_000, 3_600_000).process(new Widget(1)))
        .isInstanceOf(InterruptedException.class);
  }
}
