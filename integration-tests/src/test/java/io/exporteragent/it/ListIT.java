package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static java.util.regex.Pattern.quote;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Attached;
import io.exporteragent.it.fixtures.Obedient;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commands that look and do not touch, and the one that takes the agent out. */
class ListIT {

  @Jdk.Each
  void list_showsEveryJvm_withItsAgentOrWhyItCannotHaveOne(Jdk jdk) throws Exception {
    String user = Files.getOwner(Path.of("/proc/self")).getName();
    try (Program plain = Program.java(jdk).fixture(Obedient.class).start();
        Program disabled =
            Program.java(jdk).with("-XX:+DisableAttachMechanism").fixture(Obedient.class).start();
        Program served = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      plain.awaitOutput(compile("ready"));
      disabled.awaitOutput(compile("ready"));
      URI url = served.serving().resolve("/metrics");
      try (Program list = Program.commandLine(jdk, "list").start();
          Program json = Program.commandLine(jdk, "list", "--json").start()) {
        assertThat(list.exitCode()).isZero();
        assertThat(list.error()).isEmpty();
        String java = quote(jdk.version());
        assertThat(list.output())
            .containsPattern("^PID +JAVA +USER +AGENT +ATTACHABLE +MAIN\\R")
            .containsPattern(row(plain, java, user, "-", "yes"))
            .containsPattern(
                row(
                    disabled,
                    java,
                    user,
                    "-",
                    "no: it was started with " + quote("-XX:+DisableAttachMechanism")))
            .containsPattern(row(served, java, user, "\\d\\S+ " + url, "yes"))
            .doesNotContainPattern("(?m)^" + list.pid() + " ");
        assertThat(json.exitCode()).isZero();
        assertThat(json.output())
            .startsWith("[{\"pid\":")
            .endsWith("}]\n")
            .contains(
                "{\"pid\":%d,\"java\":\"%s\",\"user\":\"%s\",\"agent\":null,\"attachable\":true,\"obstacle\":null,\"main\":\"%s\"}"
                    .formatted(plain.pid(), jdk.version(), user, Obedient.class.getName()))
            .contains("\"url\":\"" + url + "\"");
      }
      assertThat(plain.error() + disabled.error()).isEmpty();
      assertThat(socketForTools(served)).exists();
      assertThat(socketForTools(plain)).doesNotExist();
    }
  }

  /** Is there from the moment on at which a JVM is first asked for something. */
  private static Path socketForTools(Program program) {
    return Path.of("/tmp/.java_pid" + program.pid());
  }

  private static String row(
      Program program, String java, String user, String agent, String attachable) {
    return "(?m)^%d +%s +%s +%s +%s +%s$"
        .formatted(program.pid(), java, user, agent, attachable, quote(Obedient.class.getName()));
  }

  @Jdk.Each
  void status_tellsTheStatesApart_andLoadsNothing(Jdk jdk) throws Exception {
    try (Program program = DetachIT.attached(jdk)) {
      assertThat(AttachRefusedIT.refused(jdk, 9, "status", AttachRefusedIT.pid(program)))
          .endsWith("java -jar " + Program.AGENT + " attach " + program.pid());
      assertThat(program.error()).isEmpty();
      assertThat(socketForTools(program)).doesNotExist();
    }
    try (Program program = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      URI url = program.serving().resolve("/metrics");
      try (Program status = status(jdk, program);
          Program json = status(jdk, program, "--json")) {
        assertThat(status.exitCode()).isZero();
        assertThat(status.output()).matches("serving \\d\\S+ " + quote(url.toString()) + "\\R");
        assertThat(json.exitCode()).isZero();
        assertThat(json.output())
            .startsWith("{\"pid\":" + program.pid() + ",\"state\":\"serving\",\"version\":\"")
            .endsWith("\"url\":\"" + url + "\",\"error\":null,\"exit_code\":0}\n");
      }
    }
    try (ServerSocket taken = new ServerSocket(0);
        Program program =
            Program.java(jdk)
                .agent("0.0.0.0:" + taken.getLocalPort())
                .fixture(Obedient.class)
                .start()) {
      program.awaitError(compile("cannot listen"));
      try (Program status = status(jdk, program)) {
        assertThat(status.exitCode()).isEqualTo(8);
        assertThat(status.output()).startsWith("waiting ");
        assertThat(status.error()).contains("in use");
      }
    }
    try (Program program = Program.java(jdk).agent("eighty").fixture(Obedient.class).start()) {
      program.awaitError(compile("eighty"));
      try (Program status = status(jdk, program)) {
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output()).startsWith("failed ");
        assertThat(status.error()).contains("\"eighty\"");
      }
    }
  }

  @Jdk.Each
  void detach_takesTheAgentOut_andTwiceIsNoHarm(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(Attached.class, "client-java-1.0.0")
            .start()) {
      program.serving();
      try (Program first = detach(jdk, program);
          Program second = detachAfter(first, jdk, program)) {
        assertThat(first.output()).isEqualTo("detached\n");
        assertThat(first.error()).isEmpty();
        assertThat(second.exitCode()).isZero();
        assertThat(second.output()).isEmpty();
        assertThat(second.errorLines())
            .containsExactly(
                "exporter-agent: process %d: it has no agent, so there is nothing to detach"
                    .formatted(program.pid()));
      }
      try (Program status = status(jdk, program)) {
        assertThat(status.exitCode()).isEqualTo(9);
      }
      DetachIT.tell(program, "order");
    }
  }

  private static Program detachAfter(Program first, Jdk jdk, Program target) {
    assertThat(first.exitCode()).as(first.error()).isZero();
    return detach(jdk, target);
  }

  private static Program detach(Jdk jdk, Program target) {
    return Program.commandLine(jdk, "detach", AttachRefusedIT.pid(target)).start();
  }

  private static Program status(Jdk jdk, Program target, String... options) {
    return Program.commandLine(jdk, "status", AttachRefusedIT.pid(target)).with(options).start();
  }
}
