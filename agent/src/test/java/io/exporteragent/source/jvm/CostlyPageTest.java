package io.exporteragent.source.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.gather.NoPage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a page for which the application is stopped is made, and when not. */
class CostlyPageTest {
  private static final long MINUTE = 60_000_000_000L;

  private final AtomicBoolean isBusy = new AtomicBoolean();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger made = new AtomicInteger();
  private boolean isRefused;

  private final CostlyPage page =
      new CostlyPage(
          new CostlyPage.Content() {
            @Override
            public String title() {
              return "Counted <again>";
            }

            @Override
            public CostlyPage.Shown find() {
              assertThat(isBusy).isTrue();
              if (isRefused) {
                throw NoPage.because("not here");
              }
              int number = made.incrementAndGet();
              return new CostlyPage.Shown() {
                @Override
                public String html() {
                  return "<p>page " + number + "</p>\n";
                }

                @Override
                public void addTo(Map<String, @Nullable Object> json) {
                  json.put("page", number);
                }
              };
            }
          },
          isBusy,
          () -> null,
          now::get);

  @Test
  void pageOfTheSameMinute_isShownAgain() {
    String first = page.html();
    assertThat(first)
        .contains("Counted &lt;again&gt;")
        .contains("for all of which the JVM may have stood still")
        .contains("<p>page 1</p>");
    now.addAndGet(MINUTE - 1);
    assertThat(page.html()).isEqualTo(first);
    assertThat(page.json())
        .matches(
            "\\{\"madeAt\":\"[^\"]+Z\",\"tookSeconds\":[0-9.E-]+,\"stoppedSeconds\":null,\"page\":1}\\R");
    now.addAndGet(1);
    assertThat(page.html()).contains("<p>page 2</p>");
  }

  @Test
  void whileAnotherIsMade_itIsRefusedAndNotWaitedFor() {
    isBusy.set(true);
    assertThatThrownBy(page::html)
        .isInstanceOfSatisfying(NoPage.class, refusal -> assertThat(refusal.isForNow()).isTrue());
    assertThat(made).hasValue(0);
    isBusy.set(false);
    String first = page.html();
    isBusy.set(true);
    assertThat(page.html()).isEqualTo(first);
  }

  @Test
  void pageThatCannotBeMade_isTriedAgain() {
    isRefused = true;
    assertThatThrownBy(page::json)
        .isInstanceOfSatisfying(
            NoPage.class,
            refusal -> {
              assertThat(refusal.isForNow()).isFalse();
              assertThat(refusal.line()).isEqualTo("not here");
            });
    isRefused = false;
    assertThat(page.json()).contains("\"page\":1");
  }
}
