package io.exporteragent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricNamesTest {

  @ParameterizedTest
  @CsvSource({
    "jobs_total, COUNTER, jobs",
    "jobs, COUNTER, jobs",
    "jobs_total, GAUGE, jobs_total",
    "build_info, INFO, build",
    "seconds_count, HISTOGRAM, seconds_count"
  })
  void familyName_lacksTheSuffixOfItsType(String name, MetricType type, String expected) {
    assertThat(MetricNames.familyName(name, type)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "jobs_total, COUNTER, true",
    "jobs_created, COUNTER, true",
    "jobs, COUNTER, false",
    "jobs, GAUGE, true",
    "jobs_created, GAUGE, false",
    "jobs, SUMMARY, true",
    "jobs_count, SUMMARY, true",
    "jobs_bucket, SUMMARY, false",
    "jobs, HISTOGRAM, false",
    "jobs_bucket, HISTOGRAM, true",
    "jobs_gsum, HISTOGRAM, false",
    "jobs_gsum, GAUGE_HISTOGRAM, true",
    "jobs_account, SUMMARY, false",
    "my_jobs_count, SUMMARY, false"
  })
  void sample_isNamedLikeItsFamily(String sample, MetricType type, boolean expected) {
    assertThat(MetricNames.isSample(sample, "jobs", type)).isEqualTo(expected);
  }

  @Test
  void suffixesOfTheFormats_areReserved() {
    assertThat(List.of("a_total", "a_info", "a_created", "a_bucket"))
        .extracting(MetricNames::reservedSuffix)
        .containsExactly("_total", "_info", "_created", "_bucket");
    assertThat(MetricNames.reservedSuffix("a_count")).isNull();
    assertThat(MetricNames.reservedSuffix("a_count", MetricNames.COUNT)).isEqualTo("_count");
  }

  @Test
  void labelsOfPrometheusItself_areNotNames() {
    assertThat(MetricNames.isLabel("_a1")).isTrue();
    assertThat(List.of("__a", "a:b", "1a", "", "a.b")).noneMatch(MetricNames::isLabel);
    assertThat(MetricNames.isMetric("a:b")).isTrue();
    assertThat(List.of("1a", "", "a.b", "a\u00e9")).noneMatch(MetricNames::isMetric);
  }

  @Test
  void state_isTheLastLabel_namedAsItsFamily() {
    assertThat(MetricNames.stateLabel(new String[] {"a", "b", "s", "on"}, "s")).isEqualTo(2);
    assertThatThrownBy(() -> MetricNames.stateLabel(new String[] {"s", "on", "a", "b"}, "s"))
        .hasMessage("the last label of a state must be named s");
    assertThatThrownBy(() -> MetricNames.stateLabel(new String[] {"s", ""}, "s"))
        .hasMessage("a state has no name");
  }
}
