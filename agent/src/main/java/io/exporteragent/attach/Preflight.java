package io.exporteragent.attach;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.linux.LinuxProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What is checked before anything is sent to a process on Linux. To attach is to send SIGQUIT,
 * which ends whatever does not expect it: programs that are no JVM, and JVMs that have just been
 * started. The JDK itself checks this only in later releases.
 */
final class Preflight {
  private final Path proc;
  private final LinuxProcess own;
  private final Tool.Command command;

  /**
   * @param proc {@code /proc}
   * @param own the process that wants to attach
   */
  Preflight(Path proc, LinuxProcess own, Tool.Command command) {
    this.proc = proc;
    this.own = own;
    this.command = command;
  }

  /**
   * Checks the process, and waits until the time is over for a JVM that is still starting.
   *
   * @return the process, which may be attached to
   * @throws AttachException if it may not
   */
  LinuxProcess check(TimeLimit limit) throws AttachException {
    while (true) {
      LinuxProcess process = existing();
      requireSameUser(process);
      boolean jvm = isJvm(process);
      if (jvm) {
        requireAnswering(process);
        if (process.isReadyForAttach()) {
          return process;
        }
      }
      // A launcher that has not loaded its JVM yet is none, but will be one.
      boolean isStarting = jvm || process.name().equals("java");
      if (!isStarting || limit.isOver()) {
        throw jvm ? starting() : notAJvm(process);
      }
      limit.pause();
    }
  }

  private LinuxProcess existing() throws AttachException {
    LinuxProcess process = LinuxProcess.read(proc, command.pid());
    if (process == null || process.hasEnded()) {
      throw new AttachException(
          Reason.NO_SUCH_PROCESS, "there is no such process", command.adviceToList());
    }
    if (process.process() != command.pid()) {
      throw new AttachException(
          Reason.NO_SUCH_PROCESS,
          "it is a thread of process " + process.process(),
          "give that id, or " + command.adviceToList());
    }
    if (process.pid() == own.pid()) {
      throw new AttachException(
          Reason.NOT_PERMITTED, "it is this command itself", command.adviceToList());
    }
    return process;
  }

  private void requireSameUser(LinuxProcess process) throws AttachException {
    if (own.user() != 0 && own.user() != process.user()) {
      String user = process.userName();
      throw command.notOf(user, "it runs as " + user + " and not as this user");
    }
  }

  private boolean isJvm(LinuxProcess process) throws AttachException {
    try {
      return process.isJvm();
    } catch (IOException e) {
      // If it has ended meanwhile, that is the answer.
      existing();
      throw command.notOf(
          process.userName(), "this user may not read what it has loaded (" + e.getMessage() + ")");
    }
  }

  private void requireAnswering(LinuxProcess process) throws AttachException {
    if (process.isOn("DisableAttachMechanism", false)) {
      throw command.disabled("-XX:+DisableAttachMechanism");
    }
    if (process.isStopped()) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "it is stopped and cannot answer",
          "let it continue: kill -CONT " + command.pid());
    }
    if (process.isSocketOfOthers()) {
      Path socket = process.socket();
      throw new AttachException(
          Reason.FAILED,
          String.format(
              "%s was left by a JVM that was killed, and is in the way of its own", socket),
          "remove it as its owner or root: rm " + Tool.quoted(socket.toString()));
    }
    if (!JvmConnection.isJdk() && process.isInOtherPidNamespace()) {
      throw new AttachException(
          Reason.FAILED,
          "it is in a container, which this Java without the module jdk.attach cannot reach",
          "run this with the java of a complete JDK: " + command.again());
    }
  }

  private AttachException starting() {
    return new AttachException(
        Reason.NOT_SERVING,
        "it is still starting and would not survive the signal to attach",
        "try again: " + command.again());
  }

  private AttachException notAJvm(LinuxProcess process) {
    return new AttachException(
        Reason.NOT_A_JVM,
        "it is not a JVM but " + process.name() + ", and nothing was sent to it",
        command.adviceToList());
  }
}
