package io.exporteragent.cli;

import io.exporteragent.attach.PageAccess;
import io.exporteragent.config.ConfigurationException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command looks at the pages of agents. */
final class PageOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Fetch the page, and accept certificates only of the authorities in this PEM file; without it a certificate or a request for a password is proof enough.")
  private @Nullable String caFile;

  @Option(
      names = "--user",
      paramLabel = "NAME[:PASSWORD]",
      description =
          "Fetch the page with this password. Without one it is asked for, or read from standard input where that is no terminal.")
  private @Nullable String user;

  /** Returns whether a password is to be shown. */
  boolean hasUser() {
    return user != null;
  }

  /** Returns whether it is shown only to whom authorities of a file vouch for. */
  boolean hasAuthorities() {
    return caFile != null;
  }

  /**
   * Reads the file, and the password if it is not on the command line.
   *
   * @return null if either cannot be read, which is said in one line
   */
  @Nullable PageAccess access() {
    try {
      return read();
    } catch (ConfigurationException e) {
      say(String.valueOf(e.getMessage()));
      return null;
    }
  }

  void say(String message) {
    if (command != null) {
      command.commandLine().getErr().println("exporter-agent: " + OtherJvms.plain(message));
    }
  }

  private PageAccess read() throws ConfigurationException {
    if (caFile == null && user == null) {
      return PageAccess.ANYBODY;
    }
    if (user == null) {
      return PageAccess.of(caFile, null, "");
    }
    int colon = user.indexOf(':');
    return colon < 0
        ? PageAccess.of(caFile, user, password())
        : PageAccess.of(caFile, user.substring(0, colon), user.substring(colon + 1));
  }

  @SuppressWarnings("SystemConsoleNull")
  private String password() throws ConfigurationException {
    Console console = System.console();
    if (console != null && isTerminal(console)) {
      char[] typed = console.readPassword("Password of %s: ", user);
      return typed == null ? "" : new String(typed);
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      if (line != null) {
        return line;
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "the password of --user cannot be read: "
              + e
              + "; write it behind the name, after a colon");
    }
    throw new ConfigurationException(
        "--user has no password; write it into standard input, or behind the name: --user "
            + user
            + ":PASSWORD");
  }

  /** From Java 22 on there may be a console without a terminal. */
  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
