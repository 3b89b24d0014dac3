package io.exporteragent.cli;

import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvms;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes the agent out of a JVM again. */
@Command(
    name = "detach",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Takes the agent out of a JVM again, also one that was started with it.",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:The agent is gone, or there was none.",
      ExitCodes.FAILED_TEXT,
      ExitCodes.USAGE_TEXT,
      ExitCodes.NO_JVM_TEXT,
      ExitCodes.NOT_A_JVM_TEXT,
      ExitCodes.NOT_PERMITTED_TEXT,
      ExitCodes.DISABLED_TEXT,
      ExitCodes.NOT_SERVING_TEXT
    })
final class DetachCommand implements Callable<Integer> {
  @Mixin private final OtherJvms others = new OtherJvms();

  @Parameters(paramLabel = "PID", description = "The process.")
  private long pid;

  @Override
  public Integer call() {
    Jvms jvms = OtherJvms.jvms();
    try {
      boolean wasThere = jvms.attachment(jvms.of(pid), "detach", "", others.timeout()).detach();
      if (wasThere) {
        System.out.println("detached");
      } else {
        others.say("process " + pid + ": it has no agent, so there is nothing to detach");
      }
      return ExitCodes.DONE;
    } catch (AttachException e) {
      return others.failed(pid, e);
    }
  }
}
