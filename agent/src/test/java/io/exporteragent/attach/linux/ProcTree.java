package io.exporteragent.attach.linux;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory with processes as {@code /proc} shows them. */
public record ProcTree(Path proc) {
  public static final String HANDLES_SIGQUIT = "0000000181005ccf";
  public static final String DOES_NOT = "0000000000000000";

  /** Adds a process of the user 1000. */
  public Path add(long pid, String name, String state, String caught, String maps)
      throws IOException {
    return add(pid, pid, name, state, 1000, caught, maps);
  }

  public Path add(
      long pid, long process, String name, String state, long user, String caught, String maps)
      throws IOException {
    Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
    String status =
        "Name:\t%s\nState:\t%s\nTgid:\t%d\nUid:\t0\t%d\t0\t0\nNSpid:\t%d\t7\nSigCgt:\t%s\n";
    Files.writeString(
        directory.resolve("status"), status.formatted(name, state, process, user, pid, caught));
    Files.writeString(directory.resolve("maps"), maps);
    Files.writeString(directory.resolve("cmdline"), name + "\0-jar\0shop.jar\0");
    return directory;
  }

  public LinuxProcess process(long pid) {
    return requireNonNull(LinuxProcess.read(proc, pid));
  }
}
