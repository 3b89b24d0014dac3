package io.exporteragent.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of this host. On Linux all of them are found, by their libraries; elsewhere those of
 * this user, as the JDK finds them.
 */
public final class Jvms {
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

  private final Path proc;
  private final Tool tool;
  private final @Nullable LinuxProcess own;

  /**
   * @param proc {@code /proc}, which need not be there
   */
  public Jvms(Path proc, Tool tool) {
    this.proc = proc;
    this.tool = tool;
    this.own = own(proc);
  }

  private static @Nullable LinuxProcess own(Path proc) {
    try {
      String pid = Files.readSymbolicLink(proc.resolve("self")).toString();
      return LinuxProcess.read(proc, Long.parseLong(pid));
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /** All but the one that asks, by pid. Nothing is sent to any of them. */
  public List<Jvm> all() throws AttachException {
    List<Jvm> found = new ArrayList<>();
    if (own == null) {
      for (Map.Entry<Long, String> listed : JvmConnection.list().entrySet()) {
        String main = listed.getValue().split(" ", 2)[0];
        found.add(new Jvm(listed.getKey(), main.isEmpty() ? "?" : main, null));
      }
      return found;
    }
    for (long pid : LinuxProcess.all(proc)) {
      LinuxProcess process = LinuxProcess.read(proc, pid);
      if (process != null && pid != own.pid() && !process.hasEnded() && mayBeJvm(process)) {
        found.add(jvm(process));
      }
    }
    return found;
  }

  /** Processes of others do not show their libraries, but their name. */
  private static boolean mayBeJvm(LinuxProcess process) {
    try {
      return process.isJvm();
    } catch (IOException e) {
      return process.name().equals("java");
    }
  }

  private static Jvm jvm(LinuxProcess process) {
    String main = process.commandLine().main();
    return new Jvm(process.pid(), main == null ? process.executable() : main, process);
  }

  /** Those in whose main class or jar the expression is found. */
  public List<Jvm> matching(Pattern pattern) throws AttachException {
    return all().stream()
        .filter(jvm -> pattern.matcher(jvm.main()).find())
        .collect(Collectors.toList());
  }

  /** A process by its id, whatever it is and whether it is there at all. */
  public Jvm of(long pid) {
    LinuxProcess process = own == null ? null : LinuxProcess.read(proc, pid);
    return process == null ? new Jvm(pid, "?", null) : jvm(process);
  }

  /**
   * What is asked of one of them.
   *
   * @param verb the command that asks, for the advice in messages
   * @param arguments of the agent, for the same
   * @param time after which it has failed
   */
  public Attachment attachment(Jvm jvm, String verb, String arguments, Duration time) {
    Request request = new Request(tool, verb, jvm.pid(), arguments);
    return new Attachment(proc, own, request, Deadline.in(time));
  }

  /** Describes all of them. Asks those that may have an agent; on Linux that can be told. */
  public List<JvmDescription> describe() throws AttachException {
    return all().parallelStream().map(this::describe).collect(Collectors.toList());
  }

  private JvmDescription describe(Jvm jvm) {
    LinuxProcess process = jvm.process();
    return attachment(jvm, "attach", "", TIME_TO_ANSWER)
        .describe(
            jvm,
            process == null ? null : process.userName(),
            process == null ? null : process.javaVersion());
  }
}
