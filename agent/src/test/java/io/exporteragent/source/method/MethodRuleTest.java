package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.lifecycle.Configuration;
import io.exporteragent.lifecycle.Sections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodRuleTest {
  @Test
  void methodRule_isUnderstood() throws ConfigurationException {
    String text =
        """
        methods:
          - match: implements com.shop.Repository#find*
            counter: find_total
            average: find_seconds
            window: 5m
            histogram: find_duration_seconds
            errors: find_errors_total
            in_flight: find_in_flight
            labels: {class: '{class}', call: '{fqcn}.{method}()', tier: db}
            max: 7
          - {match: com.shop.Cart, counter: cart_total}
          - {match: com.shop.Till, counter: cart_total}
        """;
    MethodRule rule = parse(text).get(0);
    assertThat(rule.id()).isEqualTo("implements com.shop.Repository#find*");
    assertThat(rule.counter()).isEqualTo("find_total");
    assertThat(rule.average()).isEqualTo("find_seconds");
    assertThat(rule.window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rule.histogram()).isEqualTo("find_duration_seconds");
    assertThat(rule.errors()).isEqualTo("find_errors_total");
    assertThat(rule.inFlight()).isEqualTo("find_in_flight");
    assertThat(rule.labelsOf("com.shop.Orders$Cached", "findAll"))
        .containsExactly(
            Map.entry("class", "Orders$Cached"),
            Map.entry("call", "com.shop.Orders$Cached.findAll()"),
            Map.entry("tier", "db"));
    assertThat(rule.max()).isEqualTo(7);
    assertThat(rule.location()).isEqualTo("exporter.yml:2:5 methods[0]");
    MethodRule next = parse(text).get(1);
    assertThat(next.window()).isEqualTo(Duration.ofSeconds(60));
    assertThat(next.max()).isEqualTo(200);
    assertThat(next.labels()).isEmpty();
    assertThat(next.average()).isNull();
    assertThat(parse("# moved\n" + text)).isEqualTo(parse(text));
    assertThat(parse(text.replace("max: 7", "max: 8"))).isNotEqualTo(parse(text));
  }

  private static List<MethodRule> parse(String text) throws ConfigurationException {
    Sections sections = Sections.all();
    return Configuration.parse(
            text, "exporter.yml", sections.arguments().parse(null, Map.of()), sections)
        .of(new MethodSection());
  }
}
