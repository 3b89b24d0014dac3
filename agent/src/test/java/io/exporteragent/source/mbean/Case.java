package io.exporteragent.source.mbean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.exporteragent.source.mbean.Answer.Outcome;
import io.exporteragent.source.mbean.Exporter.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/**
 * One fact about jmx_exporter: beans, a configuration file, and the pages that come of them.
 *
 * <p>Expected lines are all the samples of the page; a line of HELP or TYPE is one among others. A
 * page that is expected last is expected twice again.
 */
final class Case {
  private static final int SCRAPES = 3;

  private final String name;
  private final Map<ObjectName, Object> beans = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private String file = "";
  private boolean includesOnlyOwn = true;
  private boolean isRefused;

  /** What happens between scrapes. */
  interface Change {
    void make() throws Exception;
  }

  private sealed interface Step {}

  private record Changed(Change change) implements Step {}

  private record Scraped(Outcome theirs, List<String> expected) implements Step {}

  private Case(String name) {
    this.name = name;
  }

  /** Names a case, beginning with its number in the study. */
  static Case of(String name) {
    return new Case(name);
  }

  /** Registers a bean before the first scrape. */
  Case bean(String objectName, Object bean) {
    beans.put(Registered.name(objectName), bean);
    return this;
  }

  /**
   * Sets the configuration file. It includes the beans of the case unless it says itself what it
   * includes.
   */
  Case file(String yaml) {
    file = yaml;
    return this;
  }

  /** Does not add to the file that it includes the beans of the case. */
  Case everyBean() {
    includesOnlyOwn = false;
    return this;
  }

  /** Changes something. */
  Case then(Change change) {
    steps.add(new Changed(change));
    return this;
  }

  /** Scrapes, expecting exactly these samples from both. */
  Case shows(String... lines) {
    return scraped(Outcome.WHOLE, lines);
  }

  /** Scrapes, expecting that the collector gives up; ours has these samples. */
  Case showsWhereTheirsAborts(String... lines) {
    return scraped(Outcome.ABORTED, lines);
  }

  /** Scrapes, expecting that the collector answers with status 500; ours has these samples. */
  Case showsWhereTheirsFails(String... lines) {
    return scraped(Outcome.FAILED, lines);
  }

  /** Expects that the file is refused. */
  Case isRefused() {
    isRefused = true;
    return this;
  }

  private Case scraped(Outcome theirs, String... lines) {
    steps.add(new Scraped(theirs, List.of(lines)));
    return this;
  }

  String name() {
    return name;
  }

  /** Asserts that the collector does what is expected here: a test of the case itself. */
  void assertTheirs() throws Exception {
    if (isRefused) {
      assertThatThrownBy(() -> new Oracle(yaml())).isInstanceOf(RefusedException.class);
      return;
    }
    Registered registered = Registered.of(beans);
    try {
      Oracle oracle = new Oracle(yaml());
      for (Step step : allSteps()) {
        if (step instanceof Changed changed) {
          changed.change().make();
        } else if (step instanceof Scraped scraped) {
          Answer answer = oracle.scrape();
          assertOutcome(answer, scraped);
          if (scraped.theirs() == Outcome.WHOLE) {
            assertShows(answer, scraped.expected());
          }
        }
      }
    } finally {
      registered.close();
    }
  }

  /** Asserts that our page is that of the collector, or the expected one where that has none. */
  void assertOurs() throws Exception {
    if (isRefused) {
      assertThatThrownBy(() -> new Ours(yaml(), Registered.SERVER))
          .isInstanceOf(RefusedException.class);
      return;
    }
    Registered registered = Registered.of(beans);
    try {
      Oracle oracle = new Oracle(yaml());
      Ours ours = new Ours(yaml(), Registered.SERVER);
      for (Step step : allSteps()) {
        if (step instanceof Changed changed) {
          changed.change().make();
        } else if (step instanceof Scraped scraped) {
          Answer theirs = oracle.scrape();
          Answer our = ours.scrape();
          assertThat(our.outcome()).as(() -> "" + our.failure()).isEqualTo(Outcome.WHOLE);
          if (scraped.theirs() == Outcome.WHOLE) {
            assertThat(PageDifference.between(theirs.page(), our.page())).isEmpty();
          } else {
            assertShows(our, scraped.expected());
          }
        }
      }
    } finally {
      registered.close();
    }
  }

  private static void assertOutcome(Answer answer, Scraped expected) {
    if (answer.outcome() != expected.theirs()) {
      fail("%s instead of %s: %s", answer.outcome(), expected.theirs(), answer);
    }
  }

  private static void assertShows(Answer answer, List<String> expected) {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : expected) {
      if (line.startsWith("#")) {
        assertThat(answer.text().lines()).contains(line);
      } else {
        SampleLine sample = SampleLine.parse(line);
        samples.put(sample.name() + sample.labels(), sample.value());
      }
    }
    assertThat(answer.page().samples()).isEqualTo(samples);
  }

  private List<Step> allSteps() {
    List<Step> all = new ArrayList<>(steps);
    Step last = steps.get(steps.size() - 1);
    for (long scrapes = count(); scrapes < SCRAPES; scrapes++) {
      all.add(last);
    }
    return all;
  }

  private long count() {
    return steps.stream().filter(Scraped.class::isInstance).count();
  }

  private String yaml() {
    if (!includesOnlyOwn || file.contains("includeObjectNames") || file.contains("whitelist")) {
      return file;
    }
    return beans.keySet().stream()
            .map(bean -> "'" + bean.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", ", "includeObjectNames: [", "]\n"))
        + file;
  }
}
