package io.exporteragent.cli;

import io.exporteragent.attach.AgentState;
import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvm;
import io.exporteragent.attach.Jvms;
import io.exporteragent.attach.PageAccess;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.JsonWriter;
import io.exporteragent.lifecycle.Sections;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a running JVM serve its metrics. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Makes a running JVM serve its metrics, and prints the URL after fetching the page from it once. An agent that is there already gets the argument, or is replaced if its version is another; nothing is done if it serves exactly that.",
    exitCodeListHeading = OtherJvms.EXIT_CODES,
    exitCodeList = {
      OtherJvms.DONE_TEXT,
      OtherJvms.FAILED_TEXT,
      OtherJvms.USAGE_TEXT,
      OtherJvms.NO_JVM_TEXT,
      OtherJvms.NOT_A_JVM_TEXT,
      OtherJvms.NOT_PERMITTED_TEXT,
      OtherJvms.DISABLED_TEXT,
      OtherJvms.PORT_BUSY_TEXT,
      OtherJvms.NOT_SERVING_TEXT
    })
final class AttachCommand implements Callable<Integer> {
  @Mixin private final OtherJvms others = new OtherJvms();
  @Mixin private final PageOptions page = new PageOptions();

  @Parameters(index = "0", paramLabel = "PID|PATTERN", description = ChosenJvms.HELP)
  private String target = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARGUMENT",
      description =
          "As after -javaagent:exporter-agent.jar=, for instance 8000, 127.0.0.1:8000, 8000:exporter.yml or host=127.0.0.1,config=exporter.yml. Relative file names are relative to the working directory of this command. Default: what the agent there has, else 8000.")
  private String argument = "";

  @Option(names = "--all", description = "Attach to every JVM that matches, one by one.")
  private boolean all;

  @Option(names = "--json", description = "Print one object for each JVM instead of the URL.")
  private boolean json;

  @Override
  public Integer call() throws AttachException {
    String arguments;
    try {
      arguments =
          Sections.all().arguments().withAbsoluteFiles(argument, Paths.get("").toAbsolutePath());
    } catch (ConfigurationException e) {
      others.say(String.valueOf(e.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    PageAccess access = page.access();
    if (access == null) {
      return CommandLine.ExitCode.USAGE;
    }
    Jvms jvms = OtherJvms.jvms();
    List<Jvm> targets;
    try {
      targets = ChosenJvms.of(target, jvms, all, ", or --all");
    } catch (ChosenJvms.NoChoice e) {
      others.say(String.valueOf(e.getMessage()));
      return e.exitCode();
    }
    int worst = CommandLine.ExitCode.OK;
    for (Jvm jvm : targets) {
      worst = Math.max(worst, attach(jvms, jvm, arguments, access));
    }
    return worst;
  }

  private int attach(Jvms jvms, Jvm jvm, String arguments, PageAccess access) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pid", jvm.pid());
    object.put("main", jvm.main());
    int exitCode = CommandLine.ExitCode.OK;
    try {
      AgentState state = jvms.attachment(jvm, "attach", arguments, others.timeout()).attach(access);
      object.putAll(StatusCommand.object(state));
      if (!json) {
        System.out.println(OtherJvms.plain(state.url()));
      }
    } catch (AttachException e) {
      exitCode = others.failed(jvm.pid(), e);
      object.put("reason", e.reason().name().toLowerCase(Locale.ROOT));
      object.put("error", e.getMessage());
    }
    if (json) {
      object.put("exit_code", exitCode);
      System.out.println(JsonWriter.write(object));
    }
    return exitCode;
  }
}
