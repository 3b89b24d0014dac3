package io.exporteragent.attach;

import static java.util.Collections.emptyList;
import static java.util.Collections.singletonList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of this host. On Linux all of them are found, by their libraries; elsewhere those of
 * this user, as the JDK finds them.
 */
public final class Jvms {
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

  /** As long as the path of a file can be. */
  private static final int MAX_MAIN_LENGTH = 4096;

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
      if (process != null && pid != own.pid() && !process.hasEnded()) {
        found.addAll(asJvm(process));
      }
    }
    return found;
  }

  /** None if it is something else, or does not show what it is. */
  private static List<Jvm> asJvm(LinuxProcess process) {
    try {
      return Deadline.in(TIME_TO_ANSWER)
          .run(() -> mayBeJvm(process) ? singletonList(jvm(process)) : emptyList());
    } catch (AttachException | TimeoutException e) {
      return hasNameOfJava(process) ? singletonList(unknown(process)) : emptyList();
    }
  }

  /** Processes of others do not show their libraries, but their name. */
  private static boolean mayBeJvm(LinuxProcess process) {
    try {
      return process.isJvm();
    } catch (IOException e) {
      return hasNameOfJava(process);
    }
  }

  private static boolean hasNameOfJava(LinuxProcess process) {
    return process.name().equals("java");
  }

  private static Jvm jvm(LinuxProcess process) {
    String given = process.commandLine().main();
    String main = given == null ? process.executable() : given;
    return new Jvm(
        process.pid(), main.substring(0, Math.min(main.length(), MAX_MAIN_LENGTH)), process);
  }

  private static Jvm unknown(LinuxProcess process) {
    return new Jvm(process.pid(), process.name(), process);
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
    if (process == null) {
      return new Jvm(pid, "?", null);
    }
    try {
      return Deadline.in(TIME_TO_ANSWER).run(() -> jvm(process));
    } catch (AttachException | TimeoutException e) {
      return unknown(process);
    }
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
    return new Attachment(proc, own, request, time);
  }

  /** Describes all of them. Asks those that may have an agent; on Linux that can be told. */
  public List<JvmDescription> describe() throws AttachException {
    return all().parallelStream()
        .map(jvm -> attachment(jvm, "attach", "", TIME_TO_ANSWER).describe(jvm))
        .collect(Collectors.toList());
  }
}
