package io.exporteragent.attach;

import io.exporteragent.attach.AttachException.Reason;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What has to be so before anything is sent to a process. To attach is to send SIGQUIT, which ends
 * whatever does not expect it: programs that are no JVM, and JVMs in their first moments. The JDK
 * looks for itself only in its later releases.
 */
final class Preflight {
  private final Path proc;
  private final LinuxProcess own;
  private final Request request;

  /**
   * @param proc {@code /proc}
   * @param own the process that wants to attach
   */
  Preflight(Path proc, LinuxProcess own, Request request) {
    this.proc = proc;
    this.own = own;
    this.request = request;
  }

  /**
   * Waits for a JVM that is still starting, until the deadline.
   *
   * @return the process, which may be attached to
   * @throws AttachException if it may not
   */
  LinuxProcess check(Deadline deadline) throws AttachException {
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
      if (!jvm && !process.name().equals("java")) {
        throw notAJvm(process);
      }
      if (deadline.isOver()) {
        throw jvm ? starting() : notAJvm(process);
      }
      deadline.pause();
    }
  }

  private LinuxProcess existing() throws AttachException {
    LinuxProcess process = LinuxProcess.read(proc, request.pid());
    if (process == null || process.hasEnded()) {
      throw new AttachException(
          Reason.NO_SUCH_PROCESS, "there is no such process", "for those there are: " + list());
    }
    if (process.process() != request.pid()) {
      throw new AttachException(
          Reason.NO_SUCH_PROCESS,
          "it is a thread of process " + process.process(),
          "give that, or see: " + list());
    }
    if (process.pid() == own.pid()) {
      throw new AttachException(
          Reason.NOT_PERMITTED, "it is this command itself", "for the others: " + list());
    }
    return process;
  }

  private void requireSameUser(LinuxProcess process) throws AttachException {
    if (own.user() != 0 && own.user() != process.user()) {
      throw otherUser(process, "it runs as " + process.userName() + " and not as this user");
    }
  }

  /** The refusal with the command that becomes the user of the process. */
  AttachException otherUser(LinuxProcess process, String problem) {
    return new AttachException(
        Reason.NOT_PERMITTED,
        problem,
        "run: sudo -u " + Tool.quoted(process.userName()) + " " + request.command());
  }

  private boolean isJvm(LinuxProcess process) throws AttachException {
    try {
      return process.isJvm();
    } catch (IOException e) {
      // It may have ended meanwhile, which is another answer.
      existing();
      throw otherUser(process, "it may not be looked into (" + e.getMessage() + ")");
    }
  }

  private void requireAnswering(LinuxProcess process) throws AttachException {
    if (process.commandLine().isOn("DisableAttachMechanism", false, process.environment())) {
      throw request.disabled("-XX:+DisableAttachMechanism");
    }
    if (process.isStopped()) {
      throw new AttachException(
          Reason.NOT_SERVING,
          "it is stopped and cannot answer",
          "let it go on: kill -CONT " + request.pid());
    }
    if (process.isSocketOfOthers()) {
      Path socket = process.inTarget(process.socket());
      throw new AttachException(
          Reason.FAILED,
          String.format("%s of a JVM that was killed is in the way of its own", socket),
          "remove that as its owner or root: rm " + Tool.quoted(socket.toString()));
    }
    if (!JvmConnection.isJdk() && process.isInOtherPidNamespace()) {
      throw new AttachException(
          Reason.FAILED,
          "it is in a container, which this Java without the module jdk.attach cannot reach",
          "run this with the java of a complete JDK: " + request.command());
    }
  }

  /**
   * @throws AttachException if the JVM was started with an option that forbids to load agents
   */
  void requireLoadable(LinuxProcess process) throws AttachException {
    if (!process.commandLine().isOn("EnableDynamicAgentLoading", true, process.environment())) {
      throw request.disabled("-XX:-EnableDynamicAgentLoading");
    }
  }

  private AttachException starting() {
    return new AttachException(
        Reason.NOT_SERVING,
        "it is still starting and would not survive the signal to attach",
        "try again: " + request.command());
  }

  private AttachException notAJvm(LinuxProcess process) {
    return new AttachException(
        Reason.NOT_A_JVM,
        "it is not a JVM but " + process.name() + ", and was left alone",
        "for the JVMs there are: " + list());
  }

  private String list() {
    return request.tool().command("list");
  }
}
