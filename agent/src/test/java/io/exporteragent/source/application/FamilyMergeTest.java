package io.exporteragent.source.application;

import static java.util.Collections.emptySet;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FamilyMergeTest {
  private final List<String> messages = new ArrayList<>();
  private final FamilyMerge merge = new FamilyMerge(messages::add);
  private final Origin a = origin("a");
  private final Origin b = origin("b");

  @Test
  void onlyOneRegistryHasTheName_theFamilyItselfIsServed() {
    Family family = gauge("jobs", "queue", "x");
    assertThat(merge.merge(Map.of(a, List.of(family)), emptySet())).containsExactly(family);
  }

  @Test
  void otherLabels_becomeOneFamily() {
    List<Family> merged =
        merge.merge(
            answers(a, gauge("jobs", "queue", "x"), b, gauge("jobs", "queue", "y")), emptySet());
    assertThat(merged).hasSize(1);
    assertThat(Samples.of(merged)).containsOnlyKeys("jobs[queue, x]", "jobs[queue, y]");
  }

  @Test
  void identicalSeries_theLaterOneBearsTheLabel_whateverTheOrderOfItsLabels() {
    assertThat(
            samples(
                answers(
                    a, gauge("jobs", "x", "1", "y", "2"), b, gauge("jobs", "y", "2", "x", "1"))))
        .containsOnlyKeys("jobs[x, 1, y, 2]", "jobs[registry, b, y, 2, x, 1]");
  }

  @Test
  void theOneThatWasThereFirst_staysBare_evenIfFoundLater() {
    samples(Map.of(b, List.of(gauge("jobs"))));
    assertThat(samples(answers(a, gauge("jobs"), b, gauge("jobs"))))
        .containsOnlyKeys("jobs[]", "jobs[registry, a]");
  }

  @Test
  void theLabel_isKeptForLife() {
    samples(answers(a, gauge("jobs"), b, gauge("jobs")));
    assertThat(samples(Map.of(b, List.of(gauge("jobs")))))
        .as("the other is gone")
        .containsOnlyKeys("jobs[registry, b]");
    Origin redeployed = origin("a");
    assertThat(samples(answers(redeployed, gauge("jobs"), b, gauge("jobs"))))
        .as("and comes back")
        .containsOnlyKeys("jobs[]", "jobs[registry, b]");
  }

  @Test
  void silentRegistry_keepsWhatItHas() {
    samples(answers(a, gauge("jobs"), b, gauge("jobs")));
    assertThat(Samples.of(merge.merge(Map.of(a, List.of(gauge("jobs"))), Set.of(b))))
        .containsOnlyKeys("jobs[]");
    assertThat(Samples.of(merge.merge(Map.of(b, List.of(gauge("jobs"))), Set.of(a))))
        .containsOnlyKeys("jobs[registry, b]");
    assertThat(samples(answers(a, gauge("jobs"), b, gauge("jobs"))))
        .containsOnlyKeys("jobs[]", "jobs[registry, b]");
  }

  @Test
  void seriesThatAppearLater_areComparedToo() {
    samples(answers(a, gauge("jobs", "q", "1"), b, gauge("jobs", "q", "2")));
    Family both =
        new ScalarFamily("jobs", MetricType.GAUGE, "Test.").add(1, "q", "1").add(1, "q", "2");
    assertThat(samples(answers(a, both, b, both)))
        .containsOnlyKeys(
            "jobs[q, 1]", "jobs[q, 2]", "jobs[registry, b, q, 1]", "jobs[registry, a, q, 2]");
  }

  @Test
  void twoFamiliesOfOneNameInOneRegistry_becomeOne_withoutDoubles() {
    List<Family> merged =
        merge.merge(
            Map.of(a, List.of(gauge("jobs", "q", "1"), gauge("jobs", "q", "1"), gauge("jobs"))),
            emptySet());
    assertThat(merged).hasSize(1);
    assertThat(Samples.of(merged)).containsOnlyKeys("jobs[q, 1]", "jobs[]");
  }

  @Test
  void ownLabelRegistry_isNotOverwritten() {
    assertThat(
            samples(answers(a, gauge("jobs", "registry", "x"), b, gauge("jobs", "registry", "x"))))
        .containsOnlyKeys("jobs[registry, x]", "jobs[exporter_agent_registry, b, registry, x]");
  }

  @Test
  void typeConflict_theFirstWins_theOtherIsCountedAndSaidOnce() {
    ScalarFamily counter = new ScalarFamily("jobs", MetricType.COUNTER, "Test.").add(1);
    for (int scrape = 0; scrape < 3; scrape++) {
      assertThat(merge.merge(answers(a, gauge("jobs"), b, counter), emptySet()))
          .singleElement()
          .satisfies(family -> assertThat(family.type()).isEqualTo(MetricType.GAUGE));
    }
    assertThat(merge.conflicts()).isEqualTo(1);
    assertThat(messages)
        .singleElement()
        .asString()
        .contains("\"jobs\" of b", "counter", "a has that name");
  }

  @Test
  void sameNameInTheTextFormat_isAConflict() {
    ScalarFamily counter = new ScalarFamily("jobs", MetricType.COUNTER, "Test.").add(1);
    assertThat(merge.merge(answers(a, counter, b, gauge("jobs_total")), emptySet()))
        .containsExactly(counter);
    assertThat(merge.conflicts()).isEqualTo(1);
  }

  @Test
  void conflictResolved_theNameIsFreeAgain() {
    ScalarFamily counter = new ScalarFamily("jobs", MetricType.COUNTER, "Test.").add(1);
    merge.merge(answers(a, gauge("jobs"), b, counter), emptySet());
    assertThat(merge.merge(Map.of(b, List.of(counter)), emptySet())).containsExactly(counter);
  }

  private Map<String, Double> samples(Map<Origin, List<Family>> answers) {
    return Samples.of(merge.merge(answers, emptySet()));
  }

  private static Map<Origin, List<Family>> answers(
      Origin first, Family ofFirst, Origin second, Family ofSecond) {
    Map<Origin, List<Family>> answers = new LinkedHashMap<>();
    answers.put(first, List.of(ofFirst));
    answers.put(second, List.of(ofSecond));
    return answers;
  }

  private static Family gauge(String name, String... labels) {
    return new ScalarFamily(name, MetricType.GAUGE, "Test.").add(1, labels);
  }

  private Origin origin(String label) {
    return new Origin(label, label, new Readers(messages::add), messages::add);
  }
}
