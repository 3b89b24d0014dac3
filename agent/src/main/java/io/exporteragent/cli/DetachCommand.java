package io.exporteragent.cli;

import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvms;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes the agent from a JVM. */
@Command(
    name = "detach",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Removes the agent from a JVM, even from one that was started with it.",
    exitCodeListHeading = OtherJvms.EXIT_CODES,
    exitCodeList = {
      "0:The agent is gone, or there was none.",
      OtherJvms.FAILED_TEXT,
      OtherJvms.USAGE_TEXT,
      OtherJvms.NO_JVM_TEXT,
      OtherJvms.NOT_A_JVM_TEXT,
      OtherJvms.NOT_PERMITTED_TEXT,
      OtherJvms.DISABLED_TEXT,
      OtherJvms.NOT_SERVING_TEXT
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
      return CommandLine.ExitCode.OK;
    } catch (AttachException e) {
      return others.failed(pid, e);
    }
  }
}
