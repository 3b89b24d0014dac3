package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Deadlocked;
import io.exporteragent.it.fixtures.Moody;
import io.exporteragent.testing.Page;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collector that misbehaves costs its own families and nothing else. */
class CollectorsIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final Pattern SAID =
      compile("collector \"application: client_java@AppClassLoader\"");

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "error", "overflow"})
  void throwing_costsItsOwnFamilies_andIsSaidOnce(String mood) {
    try (Program program =
        Program.java(JDK)
            .agent("localhost:0")
            .fixture(Moody.class, "client-java-current")
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      assertThat(Page.metrics(server).value("mood_level")).isEqualTo(1);

      become(program, mood);
      for (int scrape = 0; scrape < 3; scrape++) {
        Page page = Page.metrics(server);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.succeeded("application")).isFalse();
        assertThat(page.families()).doesNotContain("mood_level").contains("jvm_threads_current");
        assertThat(page.succeeded("jvm")).isTrue();
        assertThat(page.body()).doesNotContain("\tat ", "Exception", "Error:");
      }
      become(program, "fine");
      for (int scrape = 0; scrape < 3; scrape++) {
        assertThat(Page.metrics(server).value("mood_level")).isEqualTo(1);
      }
      assertThat(program.errorLines())
          .filteredOn(line -> SAID.matcher(line).find())
          .as("one line a minute")
          .hasSizeBetween(1, 2)
          .first()
          .asString()
          .contains("failed");
    }
  }

  @Jdk.Each
  void hanging_costsItsOwnFamilies_andIsNotStartedAgainWhileStuck(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(Moody.class, "client-java-current")
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      assertThat(Page.metrics(server).value("orders_total")).isEqualTo(1);

      become(program, "hang");
      for (int scrape = 0; scrape < 5; scrape++) {
        Page page = Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "2");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.succeeded("application")).isFalse();
        assertThat(page.families()).doesNotContain("orders_total").contains("jvm_threads_current");
        assertThat(page.succeeded("cpu")).isTrue();
      }
      program.tell("asked");
      program.awaitOutput(compile("asked 2 times"));

      become(program, "fine");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value("orders_total") == 1);
      assertThat(program.errorLines())
          .filteredOn(line -> SAID.matcher(line).find())
          .as("one line a minute")
          .hasSizeBetween(1, 2)
          .first()
          .asString()
          .contains("did not answer in time");
    }
  }

  @Jdk.Each
  void deadlock_isSeenInTheFirstSample(Jdk jdk) {
    try (Program program =
        Program.java(jdk).agent("localhost:0").fixture(Deadlocked.class).start()) {
      program.awaitOutput(compile("ready"));
      Page page = Page.metrics(program.serving());
      assertThat(page.value("jvm_threads_deadlocked")).isEqualTo(2);
      assertThat(page.value("jvm_threads_deadlocked_monitor")).isEqualTo(2);
      assertThat(page.value("jvm_threads_state{state=\"BLOCKED\"}")).isGreaterThanOrEqualTo(2);
    }
  }

  private static void become(Program program, String mood) {
    program.tell(mood);
    program.awaitOutput(compile("mood is " + mood + "\\R(?![\\s\\S]*mood is)"));
  }
}
