package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which classes a preset fits, by their class files. */
class SignalRuleTest {
  private final List<String> said = new ArrayList<>();

  /** A server. */
  static class Server {
    final Exchange last = new Exchange();

    void finish(Exchange exchange, long nanos) {
      exchange.hidden();
    }
  }

  /** What it finishes. */
  static class Exchange {
    public String verb() {
      return "GET";
    }

    public short status() {
      return 200;
    }

    public Object attribute(String name) {
      return name;
    }

    private void hidden() {}
  }

  @ParameterizedTest
  @CsvSource({
    "arg0.verb(), arg0.status(), arg1",
    "this.last.verb(), this.last.status(), arg1",
    "arg0.verb().toString(), arg0.status(), arg1",
  })
  void presetWhosePathsAreThere_fits(String method, String status, String nanos) throws Exception {
    SignalRule rule = rule(method, status, nanos);
    assertThat(rule.mayMatch(Server.class)).isTrue();
    assertThat(rule.mayMatch(Exchange.class)).isFalse();
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "arg0.method(), arg0.status(), arg1, Exchange has no method()",
    "arg0.verb, arg0.status(), arg1, Exchange has no verb",
    "arg0.verb(), arg0.verb(), arg1, arg0.verb() is a java.lang.String",
    "arg0.verb(), arg0.status(), arg2, its method has no arg2",
    "arg1.verb(), arg0.status(), arg1, long has no verb",
    "arg0.hidden(), arg0.status(), arg1, arg0.hidden() is a void",
    "arg0.verb().value, arg0.status(), arg1, java.lang.String has no value",
    "return.verb(), arg0.status(), arg1, there is no result yet for return.verb()",
  })
  void presetWithAPathThatIsNotThere_isSaidOnce(
      String method, String status, String nanos, String reason) throws Exception {
    SignalRule rule = rule(method, status, nanos);
    assertThat(rule.mayMatch(Server.class)).isFalse();
    assertThat(rule.mayMatch(Server.class)).isFalse();
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith("signals: Test is of a version that is not known, so nothing is measured in ")
        .contains(reason)
        .endsWith("; a later version of the agent may know it");
  }

  @Test
  void presetsOfTheJar_areValid() {
    assertThat(Preset.ofJar())
        .extracting(Preset::of)
        .contains("Tomcat", "Jetty", "Apache HttpClient", "OkHttp", "Logback", "Log4j");
  }

  @Test
  void otherClassOfTheSameLibraryThatFits_isWhatCounts() throws Exception {
    Preset missing = preset(Exchange.class, "arg0.verb()", "arg0.status()", "arg1");
    Preset other = preset(Server.class, "arg0.verb()", "arg0.status()", "arg1");
    SignalRule rule = rule(Exchange.class, missing, List.of(missing, other), Runnable::run);

    assertThat(rule.mayMatch(Exchange.class)).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void classLoaderThatDoesNotAnswer_isLeftAlone() throws Exception {
    Preset preset = preset(Server.class, "arg0.verb()", "arg0.status()", "arg1");
    SignalRule rule = rule(Server.class, preset, List.of(preset), task -> {});

    assertThat(rule.mayMatch(Server.class)).isFalse();
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).contains("its class files could not be read within 5 s");
  }

  private SignalRule rule(String method, String status, String nanos) throws Exception {
    Preset preset = preset(Server.class, method, status, nanos);
    return rule(Server.class, preset, List.of(preset), Runnable::run);
  }

  private SignalRule rule(Class<?> of, Preset preset, List<Preset> siblings, Executor workers) {
    SignalSites sites =
        new SignalSites(
            of.getName(), List.of(preset), siblings, 0, new ClassFiles.Latest(), workers);
    return new SignalRule(of.getName(), preset, SignalWeaving.WAIT, List.of(), sites, said::add);
  }

  private static Preset preset(Class<?> of, String method, String status, String nanos)
      throws Exception {
    String preset =
        """
        of: Test
        signal: http_server
        class: %s
        method: finish
        arguments: 2
        request_method: %s
        status: %s
        nanos: %s
        """
            .formatted(of.getName(), method, status, nanos);
    return Preset.SCHEMA.read(
        ConfigurationFile.parse(
            preset, "preset.yml", new ArgumentGrammar(List.of()).parse(null, Map.of())));
  }
}
