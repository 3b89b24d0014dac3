package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.MBeanDeployments;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** MBeans of applications that come and go under an agent, and an agent that goes. */
class MBeanRedeploymentIT {
  private static final int ROUNDS = 100;

  @TempDir private Path directory;

  @Jdk.Each
  void redeployments_leaveNoLoaderBehind_inDefaultFormat(Jdk jdk) throws IOException {
    leavesNoLoaderBehind(
        jdk,
        "includeObjectNames: ['deployed:*']\n",
        "deployed_Standard_Count 1.0\n",
        "deployed_Data_Size_width 2.0\n",
        "deployed_Dynamic_Number 4.0\n");
  }

  @Jdk.Each
  void redeployments_leaveNoLoaderBehind_withRulesAndLabels(Jdk jdk) throws IOException {
    leavesNoLoaderBehind(
        jdk,
        """
        includeObjectNames: ['deployed:*']
        metricCustomizers:
        - mbeanFilter: {domain: deployed, properties: {type: Dynamic}}
          attributesAsLabels: [Version]
        rules:
        - {pattern: 'type=(.+)><(.*)>(Number|width|Count)', name: all, labels: {of: $1}, cache: true}
        - {pattern: 'Version: (.+)', name: version, value: 1, labels: {v: $1}}
        """,
        "all{of=\"Standard\"} 1.0\n",
        "all{of=\"Data\"} 2.0\n",
        "all{Version=\"SECOND\",of=\"Dynamic\"} 4.0\n",
        "version{Version=\"SECOND\",v=\"SECOND\"} 1.0\n");
  }

  /** There is no scrape without the MBeans, which could make the agent drop what it holds. */
  private void leavesNoLoaderBehind(Jdk jdk, String rules, String... lines) throws IOException {
    Files.writeString(directory.resolve("kafka.yml"), rules);
    try (Program program =
        Program.java(jdk)
            .in(directory)
            .agent("127.0.0.1:0:kafka.yml")
            .fixture(MBeanDeployments.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      for (int round = 1; round <= ROUNDS; round++) {
        tell(program, "deploy " + round);
        assertThat(Page.metrics(server).body()).contains(lines);
        tell(program, "undeploy " + round);
      }
      program.tell("loaders");
      program.awaitOutput(compile("(?m)^0 loaders alive of " + ROUNDS + "$"));
      assertThat(program.errorLines())
          .hasSize(2)
          .last()
          .asString()
          .contains("attribute Fails of deployed:type=Dynamic");
    }
  }

  @Jdk.Each
  void agentThatIsTakenOut_leavesNoListenerAndNothingOfItself(Jdk jdk) throws IOException {
    Path file = directory.resolve("kafka.yml");
    Files.writeString(file, "includeObjectNames: ['deployed:*', 'java.lang:*']\n");
    try (Program program =
        Program.java(jdk)
            .with("-Djavax.management.builder.initial=" + MBeanDeployments.Builder.class.getName())
            .fixture(MBeanDeployments.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      tell(program, "deploy");
      for (int round = 1; round <= 3; round++) {
        Attachment attachment = new Attachment(program);
        URI server = attachment.load("127.0.0.1:0:" + file).server();
        for (int scrape = 0; scrape < 3; scrape++) {
          assertThat(Page.metrics(server).body()).contains("deployed_Standard_Count 1.0\n");
        }
        tell(program, "remember " + round);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        tell(program, "forgotten? " + round);
        assertThat(program.output()).doesNotContain("still there");
      }
      tell(program, "listeners");
      assertThat(program.output()).contains("listeners: 0\n");
      tell(program, "undeploy");
      program.tell("loaders");
      program.awaitOutput(compile("(?m)^0 loaders alive of 1$"));
    }
  }

  /** Looks often, since there are hundreds of commands, each done at once. */
  private static void tell(Program program, String command) {
    program.tell(command);
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> program.output().endsWith("done: " + command + "\n"));
  }
}
