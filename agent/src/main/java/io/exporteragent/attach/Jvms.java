package io.exporteragent.attach;

import static java.util.Collections.emptyList;
import static java.util.Collections.singletonList;

import io.exporteragent.attach.linux.LinuxProcess;
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
 * this user that the JDK finds.
 */
public final class Jvms {
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

  /** The length of the longest path of a file. */
  private static final int MAX_MAIN_LENGTH = 4096;

  private final Path proc;
  private final Tool tool;
  private final @Nullable LinuxProcess own;

  /**
   * @param proc {@code /proc}, which only Linux has
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

  /** Finds all but the one that asks, in the order of their ids. Nothing is sent to them. */
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

  /** Returns none if it is something else, or does not show what it is. */
  private static List<Jvm> asJvm(LinuxProcess process) {
    try {
      return TimeLimit.in(TIME_TO_ANSWER)
          .run(() -> mayBeJvm(process) ? singletonList(jvm(process)) : emptyList());
    } catch (AttachException | TimeoutException e) {
      return hasNameOfJava(process) ? singletonList(unknown(process)) : emptyList();
    }
  }

  /** Processes of other users do not show their libraries, but their name. */
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
    String main = process.main();
    return new Jvm(
        process.pid(), main.substring(0, Math.min(main.length(), MAX_MAIN_LENGTH)), process);
  }

  private static Jvm unknown(LinuxProcess process) {
    return new Jvm(process.pid(), process.name(), process);
  }

  /** Finds those whose main class or jar contains a match of the expression. */
  public List<Jvm> matching(Pattern pattern) throws AttachException {
    return all().stream()
        .filter(jvm -> pattern.matcher(jvm.main()).find())
        .collect(Collectors.toList());
  }

  /** Names a process by its id, whatever it is, even if it does not exist. */
  public Jvm of(long pid) {
    LinuxProcess process = own == null ? null : LinuxProcess.read(proc, pid);
    if (process == null) {
      return new Jvm(pid, "?", null);
    }
    try {
      return TimeLimit.in(TIME_TO_ANSWER).run(() -> jvm(process));
    } catch (AttachException | TimeoutException e) {
      return unknown(process);
    }
  }

  /**
   * Prepares to talk to one of them.
   *
   * @param verb the command that does so, for the advice in messages
   * @param arguments of the agent
   * @param time after which it fails
   */
  public Attachment attachment(Jvm jvm, String verb, String arguments, Duration time) {
    return new Attachment(proc, own, new Tool.Command(tool, verb, jvm.pid(), arguments), time);
  }

  /**
   * Prepares to ask one of them a question.
   *
   * @param words of the command behind the process, for the advice in messages
   * @param time after which it fails
   */
  public Attachment question(Jvm jvm, String verb, List<String> words, Duration time) {
    return new Attachment(proc, own, new Tool.Command(tool, verb, jvm.pid(), "", words), time);
  }

  /**
   * Describes all of them; on Linux it sends nothing to those that certainly have no agent.
   *
   * @param access what the pages are shown, which are fetched if they {@linkplain PageAccess#isReal
   *     are to be}; a password is shown by TLS alone
   */
  public List<Jvm.Description> describe(PageAccess access) throws AttachException {
    return all().parallelStream()
        .map(jvm -> attachment(jvm, "attach", "", TIME_TO_ANSWER).describe(jvm, access))
        .collect(Collectors.toList());
  }
}
