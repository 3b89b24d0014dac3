package io.exporteragent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyNamesTest {
  @ParameterizedTest
  @CsvSource({
    "jobs, GAUGE, jobs, COUNTER, true",
    "jobs, COUNTER, jobs_total, GAUGE, true",
    "jobs_total, GAUGE, jobs, COUNTER, true",
    "jobs, GAUGE, jobs_total, GAUGE, false",
    "jobs, HISTOGRAM, jobs_count, GAUGE, true",
    "jobs, HISTOGRAM, jobs_count, COUNTER, true",
    "jobs, SUMMARY, jobs_bucket, GAUGE, false",
    "jobs_count, COUNTER, jobs_count_total, UNKNOWN, true",
    "jobs, INFO, jobs_info, GAUGE, true",
    "jobs.done, GAUGE, jobs_done, GAUGE, true",
    "jobs.total, GAUGE, jobs, COUNTER, true",
    "jobs done, COUNTER, jobs_done.total, GAUGE, true",
    "jobs_total_total, GAUGE, jobs_total, COUNTER, true",
    "_total, GAUGE, _total, COUNTER, true",
    "_total, GAUGE, total, GAUGE, false",
    "jobs, GAUGE, job, GAUGE, false"
  })
  void families_clashIfASampleOfBothHasOneName(
      String name, MetricType type, String other, MetricType otherType, boolean clash) {
    FamilyNames<String> names = new FamilyNames<>();
    assertThat(names.claim(name, type, "first")).isNull();
    assertThat(names.ownerOf(other, otherType)).isEqualTo(clash ? "first" : null);
    assertThat(names.claim(other, otherType, "second")).isEqualTo(clash ? "first" : null);
    assertThat(names.ownerOf(other, otherType)).isEqualTo(clash ? "first" : "second");
  }

  @Test
  void manyFamilies_clashAsTheirWrittenNamesDo() {
    Random random = new Random(7);
    String[] beginnings = {"jobs", "jobs_run", "a", "orders.open", "orders_open", "b_c"};
    String[] ends = {"", "_total", "_count", "_info", ".sum", "_x", "_bucket", "_created"};
    List<MetricType> types = List.of(MetricType.values());
    FamilyNames<Integer> names = new FamilyNames<>(1);
    Map<String, Integer> written = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      String name =
          beginnings[random.nextInt(beginnings.length)]
              + random.nextInt(30)
              + ends[random.nextInt(ends.length)]
              + ends[random.nextInt(ends.length)];
      MetricType type = types.get(random.nextInt(types.size()));
      boolean clash = samples(name, type).stream().anyMatch(written::containsKey);
      if (!clash) {
        for (String sample : samples(name, type)) {
          written.put(sample, i);
        }
      }
      assertThat(names.claim(name, type, i) != null).as("%s %s", name, type).isEqualTo(clash);
    }
    assertThat(written).hasSizeGreaterThan(500);
  }

  private static List<String> samples(String name, MetricType type) {
    String plain = name.replace('.', '_');
    List<String> samples = new ArrayList<>(List.of(plain));
    MetricNames.sampleSuffixes(type).forEach(suffix -> samples.add(plain + suffix));
    return samples;
  }
}
