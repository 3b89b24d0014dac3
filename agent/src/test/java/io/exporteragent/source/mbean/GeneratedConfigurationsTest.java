package io.exporteragent.source.mbean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

/**
 * The pages of 10,000 random configurations of random beans, three scrapes each, are those of
 * jmx_exporter's collector. With {@code -Dlong} ten times as many. A failure names the seed and
 * shows the least part of the configuration that fails too; {@code -Dseed} begins with that one.
 */
class GeneratedConfigurationsTest {
  private static final int CONFIGURATIONS = System.getProperty("long") == null ? 10_000 : 100_000;
  private static final long FIRST_SEED = Long.getLong("seed", 16_000_000);
  private static final int MOST_TRIALS = 2000;
  private static final int SHOWN_LINES = 20;
  private static final int SHOWN_CHARACTERS = 400;

  @Test
  void ourPage_isThatOfTheCollector() throws JMException {
    compare(CONFIGURATIONS, yaml -> new Ours(yaml, Registered.SERVER));
  }

  /** A test of the generator: nothing is left to chance, and enough of it can be compared. */
  @Test
  void aSecondCollector_showsTheSame() throws JMException {
    Trial trial = compare(CONFIGURATIONS / 20, GeneratedConfigurationsTest::anotherCollector);
    assertThat(trial.pagesTheSame())
        .as(trial.toString())
        .isGreaterThan(CONFIGURATIONS / 20 * 3 / 2);
  }

  private static Exporter anotherCollector(String yaml) throws Exporter.RefusedException {
    Oracle oracle = new Oracle(yaml);
    return () -> Answer.whole(oracle.scrape().text());
  }

  private static Trial compare(int configurations, Trial.Tested tested) throws JMException {
    Trial trial = new Trial(tested);
    for (long seed = FIRST_SEED; seed < FIRST_SEED + configurations; seed++) {
      Scenario scenario = Scenario.of(seed);
      if (!trial.differences(scenario).isEmpty()) {
        Scenario least = least(scenario, new Trial(tested));
        fail("seed %d, in its least form:%n%s%n%s", seed, least, shown(trial.differences(least)));
      }
    }
    return trial;
  }

  /** Takes away what is not needed for a difference, as far as that can be found soon. */
  private static Scenario least(Scenario scenario, Trial trial) throws JMException {
    int trials = 0;
    Scenario least = scenario;
    boolean found = true;
    while (found) {
      found = false;
      for (Scenario smaller : least.smaller()) {
        if (trials++ == MOST_TRIALS) {
          return least;
        }
        if (!trial.differences(smaller).isEmpty()) {
          least = smaller;
          found = true;
          break;
        }
      }
    }
    return least;
  }

  private static String shown(List<String> differences) {
    return differences.stream()
        .limit(SHOWN_LINES)
        .map(line -> line.substring(0, Math.min(line.length(), SHOWN_CHARACTERS)))
        .collect(Collectors.joining("\n"));
  }
}
