package io.exporteragent.it;

import static java.util.regex.Pattern.compile;

import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with an empty database, on a port of its own. It refuses to be run by root,
 * under whom it is that of the user whom the package of Debian has made for it.
 */
final class PostgresServer implements AutoCloseable {
  static final String USER = "test";

  private static final String ITS_USER = "postgres";

  private final Program program;
  private final Path directory;
  private final int port;

  private PostgresServer(Program program, Path directory, int port) {
    this.program = program;
    this.directory = directory;
    this.port = port;
  }

  /** Starts it, and returns when it answers. */
  static PostgresServer start() throws IOException {
    // Not within a directory that is the test's alone.
    Path directory = Files.createTempDirectory("postgresql");
    boolean isRoot = Files.getOwner(directory).getName().equals("root");
    if (isRoot) {
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(ITS_USER));
    }
    Path data = directory.resolve("data");
    Finished.run(
            command(
                isRoot,
                Tool.INITDB.path(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"))
        .succeeded();
    int port = Ports.free();
    String[] command =
        command(
            isRoot,
            Tool.POSTGRES.path(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
            "-c",
            "max_prepared_transactions=10");
    Program program =
        Program.command(command[0])
            .with(Arrays.copyOfRange(command, 1, command.length))
            .in(directory)
            .start();
    PostgresServer server = new PostgresServer(program, directory, port);
    program.awaitError(compile("ready to accept connections"));
    return server;
  }

  private static String[] command(boolean isRoot, String... command) {
    List<String> words = new ArrayList<>();
    if (isRoot) {
      words.addAll(
          List.of("setpriv", "--reuid=" + ITS_USER, "--regid=" + ITS_USER, "--clear-groups", "--"));
    }
    words.addAll(List.of(command));
    return words.toArray(new String[0]);
  }

  /** Returns the URL of its database for the driver. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Ends it as its own tool does, without waiting for clients. */
  @Override
  public void close() throws IOException {
    Finished.run("kill", "-INT", Long.toString(program.pid())).succeeded();
    program.exitCode();
    program.close();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
