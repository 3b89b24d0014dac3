package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Attached;
import io.exporteragent.it.fixtures.Measured;
import io.exporteragent.it.fixtures.Till;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What is measured no longer has the code again that it had before. */
class MethodsUndoneIT {
  private static final String PAY = "{match: 'Till#pay(int)', counter: pay_total}";
  private static final String EVERYTHING =
      "{match: Till, histogram: till_seconds, errors: till_total, in_flight: till_in_flight}";

  @TempDir private Path directory;

  @Jdk.Each
  void ruleRemoved_originalCodeIsBack_andTheOtherRulesCountOn(Jdk jdk) throws IOException {
    write("");
    try (Program program =
        Program.java(jdk)
            .in(directory)
            .with(Debugger.OPTION)
            .agent("localhost:0:exporter.yml")
            .fixture(Measured.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      DetachIT.tell(program, "pay 1");
      Debugger debugger = new Debugger(program);
      Map<String, String> original = debugger.code(Till.class);
      assertThat(original).hasSizeGreaterThan(8);

      write("methods: [" + PAY + "," + EVERYTHING + "]");
      awaitMatches(server, "Till#pay(int)", 1);
      awaitMatches(server, "Till", original.size() - 2.0);
      assertThat(debugger.code(Till.class))
          .allSatisfy(
              (method, code) ->
                  assertThat(code.equals(original.get(method)))
                      .as(method)
                      .isEqualTo(method.startsWith("<init>")));
      DetachIT.tell(program, "hold 1");
      DetachIT.tell(program, "pay 20");
      assertThat(Page.metrics(server).value("pay_total")).isEqualTo(20);

      write("methods: [" + PAY + "]");
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(debugger.code(Till.class))
                      .allSatisfy(
                          (method, code) ->
                              assertThat(code.equals(original.get(method)))
                                  .as(method)
                                  .isEqualTo(!method.equals("pay(I)I"))));
      DetachIT.tell(program, "pay 3");
      assertThat(Page.metrics(server).value("pay_total")).isEqualTo(23);

      write("");
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(debugger.code(Till.class)).isEqualTo(original));
      DetachIT.tell(program, "let-go 1");
      DetachIT.tell(program, "pay 4");
      assertThat(Page.metrics(server).families())
          .doesNotContain("pay_total", "exporter_agent_method_rule_matches");
    }
  }

  @Jdk.Each
  void attachedAndDetached_originalCodeIsBack_andTheAgentGone(Jdk jdk) throws IOException {
    write(
        "server: {host: localhost, port: 0}\n"
            + "methods: [{match: Attached#size, counter: size_total, average: size_seconds}]");
    try (Program program =
        Program.java(jdk)
            .with(Debugger.OPTION)
            .fixture(Attached.class, "client-java-1.0.0")
            .start()) {
      program.awaitOutput(compile("ready"));
      Debugger debugger = new Debugger(program);
      Map<String, String> original = debugger.code(Attached.class);
      Attachment attachment = new Attachment(program);
      for (int round = 1; round <= 2; round++) {
        URI server = attachment.load("config=" + file()).server();
        awaitMatches(server, "Attached#size", 1);
        assertThat(debugger.code(Attached.class)).isNotEqualTo(original);
        DetachIT.tell(program, "size " + round);
        assertThat(Page.metrics(server).value("size_total")).isEqualTo(1);
        DetachIT.tell(program, "remember " + round);

        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        assertThat(debugger.code(Attached.class)).isEqualTo(original);
        DetachIT.tell(program, "size again " + round);
        DetachIT.tell(program, "forgotten? " + round);
        assertThat(program.output()).doesNotContain("still there");
      }
    }
  }

  private static void awaitMatches(URI server, String rule, double methods) {
    String series = "exporter_agent_method_rule_matches{rule=\"" + rule + "\"}";
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(Page.metrics(server).value(series)).isEqualTo(methods));
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Path file() {
    return directory.resolve("exporter.yml");
  }
}
