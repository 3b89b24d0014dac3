package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.ServerSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the agent will be able to listen, and who is in its way. */
final class PortCheck {
  private static final String LISTENING = "0A";
  private static final int ADDRESS_COLUMN = 1;
  private static final int STATE_COLUMN = 3;
  private static final int INODE_COLUMN = 9;

  private final Path proc;

  PortCheck(Path proc) {
    this.proc = proc;
  }

  /**
   * Null if the port is free, else who has it. Tells only that it is in use: what else may be wrong
   * with an address, the target has to find out, whose host names and rights are its own.
   */
  @Nullable String obstacle(ServerSettings server) {
    InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
    if (server.port() == 0 || address.isUnresolved()) {
      return null;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
      return null;
    } catch (BindException e) {
      boolean inUse = String.valueOf(e.getMessage()).contains("in use");
      return inUse ? "port " + server.port() + " is in use" + by(server.port()) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private String by(int port) {
    List<String> sockets = new ArrayList<>();
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      for (String line : lines(proc.resolve(table))) {
        String[] columns = line.trim().split("\\s+", -1);
        if (columns.length > INODE_COLUMN
            && columns[STATE_COLUMN].equals(LISTENING)
            && columns[ADDRESS_COLUMN].endsWith(String.format(":%04X", port))) {
          sockets.add("socket:[" + columns[INODE_COLUMN] + "]");
        }
      }
    }
    for (long pid : LinuxProcess.all(proc)) {
      if (hasOneOf(sockets, proc.resolve(pid + "/fd"))) {
        LinuxProcess owner = LinuxProcess.read(proc, pid);
        return " by pid " + pid + (owner == null ? "" : " (" + owner.name() + ")");
      }
    }
    return "";
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      return new ArrayList<>();
    }
  }

  private static boolean hasOneOf(List<String> sockets, Path descriptors) {
    if (sockets.isEmpty()) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
      for (Path file : files) {
        if (isOneOf(sockets, file)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static boolean isOneOf(List<String> sockets, Path descriptor) {
    try {
      return sockets.contains(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException e) {
      // Closed since the directory was read.
      return false;
    }
  }
}
