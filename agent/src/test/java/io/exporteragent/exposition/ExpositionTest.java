package io.exporteragent.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  private static final String PROMETHEUS_3 =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Test
  void prometheus3_getsOpenMetrics1InUtf8() {
    assertThat(contentType(PROMETHEUS_3))
        .isEqualTo(
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8");
  }

  @Test
  void prometheusWithNativeHistograms_getsProtobuf() {
    assertThat(contentType(PROTOBUF + ";escaping=allow-utf-8;q=0.7," + PROMETHEUS_3))
        .isEqualTo(
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=allow-utf-8");
  }

  @Test
  void protobufNotDelimited_isNotUnderstood() {
    assertThat(contentType(PROTOBUF.replace("delimited", "text"))).isEqualTo(TEXT);
    assertThat(contentType("application/vnd.google.protobuf")).isEqualTo(TEXT);
  }

  @Test
  void absent_getsText() {
    assertThat(Exposition.accepted(null).contentType()).isEqualTo(TEXT);
  }

  @Test
  void severalHeaders_countAsOne() {
    Exposition chosen =
        Exposition.accepted(
            List.of("text/plain;version=0.0.4;q=0.1", "text/plain;version=1.0.0;q=0.9"));
    assertThat(chosen.format()).isEqualTo(ExpositionFormat.TEXT_1_0_0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/openmetrics-text;version=0.0.1 | OPENMETRICS_0_0_1",
        "application/openmetrics-text;version=1.0.0 | OPENMETRICS_1_0_0",
        "application/openmetrics-text;version=\"1.0.0\" | OPENMETRICS_1_0_0",
        "Application/OpenMetrics-Text; Version=1.0.0; charset=utf-8 | OPENMETRICS_1_0_0",
        "application/openmetrics-text | OPENMETRICS_1_0_0",
        "application/openmetrics-text;version=2.0.0 | TEXT_0_0_4",
        "application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=0.0.1;q=0.1 | OPENMETRICS_0_0_1",
        "application/* | OPENMETRICS_1_0_0",
        "text/plain;version=1.0.0 | TEXT_1_0_0",
        "text/plain | TEXT_0_0_4",
        "text/* | TEXT_0_0_4",
        "*/* | TEXT_0_0_4",
        "text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0 | TEXT_0_0_4",
        "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4 | OPENMETRICS_1_0_0",
        "*/*,application/openmetrics-text;version=1.0.0 | OPENMETRICS_1_0_0",
        "*/*;q=0.9,application/openmetrics-text;version=1.0.0;q=0.1 | TEXT_0_0_4",
        "text/plain;version=0.0.4;q=0,*/* | TEXT_1_0_0",
        "text/plain;q=0,*/* | OPENMETRICS_1_0_0",
        "application/openmetrics-text;version=1.0.0;q=0,application/openmetrics-text | OPENMETRICS_0_0_1",
        "application/openmetrics-text;q=0 | TEXT_0_0_4",
        "*/*;q=0 | TEXT_0_0_4",
        "application/json | TEXT_0_0_4",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | TEXT_0_0_4",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | TEXT_0_0_4",
      })
  void chooses(String accept, ExpositionFormat format) {
    assertThat(Exposition.accepted(List.of(accept)).format()).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ";",
        "/",
        ";;;q",
        "q=1",
        "text",
        "text/plain;q=",
        "text/plain;q=x",
        "text/plain;q=-1",
        "text/plain;q=NaN",
        "text/plain;q=1e9",
        "text/plain;version=\"",
        "a/b;=;==;\u00e9",
        "*/*;q=0.0000000000000000000000001",
        "\"",
        "text/plain;version=9"
      })
  void malformed_getsText(String accept) {
    assertThat(contentType(accept)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "allow-utf-8, allow-utf-8",
    "Allow-UTF-8, allow-utf-8",
    "underscores, underscores",
    "dots, dots",
    "values, values",
    "nonsense, underscores",
    "'', underscores",
  })
  void escaping_isTheOneAskedFor(String asked, String answered) {
    assertThat(contentType("text/plain;version=1.0.0;escaping=" + asked))
        .isEqualTo("text/plain; version=1.0.0; charset=utf-8; escaping=" + answered);
  }

  @Test
  void escapingNotAskedFor_isUnderscores() {
    assertThat(contentType("application/openmetrics-text;version=1.0.0"))
        .isEqualTo(
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores");
  }

  @Test
  void oldVersions_haveNoEscaping() {
    assertThat(contentType("text/plain;version=0.0.4;escaping=allow-utf-8")).isEqualTo(TEXT);
    assertThat(contentType("application/openmetrics-text;version=0.0.1;escaping=dots"))
        .isEqualTo("application/openmetrics-text; version=0.0.1; charset=utf-8");
  }

  private static String contentType(String accept) {
    return Exposition.accepted(List.of(accept)).contentType();
  }
}
