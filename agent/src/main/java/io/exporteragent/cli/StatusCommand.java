package io.exporteragent.cli;

import io.exporteragent.attach.AgentState;
import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.Jvms;
import io.exporteragent.attach.PageAccess;
import io.exporteragent.config.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the state of the agent in a JVM, without loading anything into it. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Prints state, version and URL of the agent in a JVM.",
    exitCodeListHeading = OtherJvms.EXIT_CODES,
    exitCodeList = {
      "0:The agent serves.",
      "1:The agent failed; the message says why.",
      OtherJvms.USAGE_TEXT,
      OtherJvms.NO_JVM_TEXT,
      OtherJvms.NOT_A_JVM_TEXT,
      OtherJvms.NOT_PERMITTED_TEXT,
      OtherJvms.DISABLED_TEXT,
      OtherJvms.NOT_SERVING_TEXT,
      OtherJvms.NO_AGENT_TEXT
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private final OtherJvms others = new OtherJvms();
  @Mixin private final PageOptions page = new PageOptions();

  @Parameters(paramLabel = "PID", description = "The process.")
  private long pid;

  @Option(names = "--json", description = "Print one object instead.")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pid", pid);
    PageAccess access = page.access();
    if (access == null) {
      return CommandLine.ExitCode.USAGE;
    }
    int exitCode = ask(object, access);
    if (json) {
      object.put("exit_code", exitCode);
      System.out.println(JsonWriter.write(object));
    }
    return exitCode;
  }

  private int ask(Map<String, @Nullable Object> object, PageAccess access) {
    Jvms jvms = OtherJvms.jvms();
    AgentState state;
    try {
      state = jvms.attachment(jvms.of(pid), "status", "", others.timeout()).status(access);
    } catch (AttachException e) {
      object.put("reason", e.reason().name().toLowerCase(Locale.ROOT));
      object.put("error", e.getMessage());
      return others.failed(pid, e);
    }
    if (state == null) {
      object.put("state", "none");
      others.say(
          String.format(
              "process %d: it has no agent; attach one with: %s",
              pid, OtherJvms.tool().commandLine("attach", Long.toString(pid))));
      return Reason.NO_AGENT.exitCode();
    }
    object.putAll(object(state));
    if (!json) {
      String line = state.state() + " " + state.version() + " " + state.url();
      System.out.println(OtherJvms.plain(line.trim()));
    }
    if (!state.error().isEmpty()) {
      others.say(
          String.format(
              state.isServing()
                  ? "process %d: it refused the last change and serves as before: %s"
                  : "process %d: %s",
              pid,
              state.error()));
    }
    if (state.isServing()) {
      return CommandLine.ExitCode.OK;
    }
    return state.state().equals("failed")
        ? Reason.FAILED.exitCode()
        : Reason.NOT_SERVING.exitCode();
  }

  /** Returns the state as it appears in JSON. */
  static Map<String, @Nullable Object> object(AgentState state) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("state", state.state());
    object.put("version", state.version());
    object.put("url", state.url().isEmpty() ? null : state.url());
    object.put("error", state.error().isEmpty() ? null : state.error());
    return object;
  }
}
