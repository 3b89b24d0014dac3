package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.Answer.Outcome;
import io.exporteragent.source.mbean.Exporter.RefusedException;
import java.util.List;
import javax.management.JMException;

/** Scrapes the beans of a scenario with the collector of jmx_exporter and with another exporter. */
final class Trial {
  private final Tested tested;
  private int refused;
  private int aborted;
  private int failed;
  private int empty;
  private int same;

  /** Makes the exporter that is compared with the collector. */
  interface Tested {
    Exporter of(String yaml) throws RefusedException;
  }

  Trial(Tested tested) {
    this.tested = tested;
  }

  /** Returns what the pages differ in, nothing if they are the same. */
  List<String> differences(Scenario scenario) throws JMException {
    Oracle oracle;
    try {
      oracle = new Oracle(scenario.yaml());
    } catch (RefusedException e) {
      refused++;
      return List.of();
    }
    Exporter other;
    try {
      other = tested.of(scenario.yaml());
    } catch (RefusedException | RuntimeException e) {
      return List.of("refused: " + e);
    }
    boolean isComparable = true;
    try (Stage stage = new Stage(scenario.beans())) {
      for (int round = 0; round < scenario.rounds(); round++) {
        stage.show(round);
        Answer theirs = oracle.scrape();
        Answer ours = other.scrape();
        // What theirs has learned before it gave up is a matter of chance.
        isComparable &= theirs.outcome() != Outcome.ABORTED;
        List<String> differences = compared(theirs, ours, isComparable);
        if (!differences.isEmpty()) {
          return differences.stream().map(("scrape " + (round + 1) + ": ")::concat).toList();
        }
      }
    }
    return List.of();
  }

  private List<String> compared(Answer theirs, Answer ours, boolean isComparable) {
    if (theirs.outcome() == Outcome.FAILED) {
      failed++;
      return tested(ours);
    }
    if (!isComparable) {
      aborted++;
      return tested(ours);
    }
    if (ours.outcome() != Outcome.WHOLE) {
      return tested(ours);
    }
    MetricsText page = theirs.page();
    if (page.families().isEmpty()) {
      empty++;
    } else {
      same++;
    }
    return PageDifference.between(page, ours.page());
  }

  private static List<String> tested(Answer ours) {
    return ours.outcome() == Outcome.WHOLE ? List.of() : List.of("not served: " + ours.failure());
  }

  /** Returns how many pages could be compared. */
  int pagesTheSame() {
    return same;
  }

  @Override
  public String toString() {
    return String.format(
        "pages: %d the same, %d empty, %d after theirs aborted, %d where theirs failed; files refused: %d",
        same, empty, aborted, failed, refused);
  }
}
