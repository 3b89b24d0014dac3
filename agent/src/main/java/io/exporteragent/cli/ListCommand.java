package io.exporteragent.cli;

import io.exporteragent.attach.AgentState;
import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvm;
import io.exporteragent.attach.PageAccess;
import io.exporteragent.config.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a table of the JVMs of this host. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Lists the JVMs of this host, and which of them have an agent or can get one.",
    exitCodeListHeading = OtherJvms.EXIT_CODES,
    exitCodeList = {OtherJvms.DONE_TEXT, OtherJvms.USAGE_TEXT})
final class ListCommand implements Callable<Integer> {
  private static final List<String> HEADER =
      Arrays.asList("PID", "JAVA", "USER", "AGENT", "ATTACHABLE", "MAIN");

  private static final int BEFORE_ATTACHABLE = HEADER.indexOf("ATTACHABLE");

  private static final int MAX_CELL = 300;

  @Mixin private final PageOptions page = new PageOptions();

  @Option(names = "--json", description = "Print an array of objects instead.")
  private boolean json;

  @Override
  public Integer call() throws AttachException {
    if (page.hasUser() && !page.hasAuthorities()) {
      page.say(
          "list asks every agent of this host, and shows a password only to those whose certificate was checked; give --ca-file as well, or ask one: status PID");
      return CommandLine.ExitCode.USAGE;
    }
    PageAccess access = page.access();
    if (access == null) {
      return CommandLine.ExitCode.USAGE;
    }
    List<Jvm.Description> jvms = OtherJvms.jvms().describe(access);
    if (json) {
      System.out.println(
          JsonWriter.write(
              jvms.stream().map(jvm -> object(jvm, access.isReal())).collect(Collectors.toList())));
      return CommandLine.ExitCode.OK;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(new ArrayList<>(HEADER));
    jvms.forEach(jvm -> rows.add(row(jvm)));
    if (access.isReal()) {
      rows.get(0).add(BEFORE_ATTACHABLE, "FETCHED");
      for (int i = 0; i < jvms.size(); i++) {
        rows.get(i + 1).add(BEFORE_ATTACHABLE, cell(fetched(jvms.get(i))));
      }
    }
    print(rows);
    return CommandLine.ExitCode.OK;
  }

  private static Map<String, @Nullable Object> object(Jvm.Description jvm, boolean areFetched) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pid", jvm.jvm().pid());
    object.put("java", jvm.javaVersion());
    object.put("user", jvm.user());
    AgentState agent = jvm.agent();
    object.put("agent", agent == null ? null : StatusCommand.object(agent));
    if (areFetched) {
      object.put("fetched", jvm.isPageFetched());
      object.put("fetch_problem", jvm.pageProblem());
    }
    object.put("attachable", jvm.obstacle() == null);
    object.put("obstacle", jvm.obstacle());
    object.put("main", jvm.jvm().main());
    return object;
  }

  private static List<String> row(Jvm.Description jvm) {
    return new ArrayList<>(
        Arrays.asList(
            Long.toString(jvm.jvm().pid()),
            cell(jvm.javaVersion()),
            cell(jvm.user()),
            cell(agent(jvm.agent())),
            cell(jvm.obstacle() == null ? "yes" : "no: " + jvm.obstacle()),
            cell(jvm.jvm().main())));
  }

  private static @Nullable String fetched(Jvm.Description jvm) {
    String problem = jvm.pageProblem();
    if (problem != null) {
      return "no: " + problem;
    }
    return jvm.isPageFetched() ? "yes" : null;
  }

  private static @Nullable String agent(@Nullable AgentState agent) {
    return agent == null
        ? null
        : agent.version() + " " + (agent.isServing() ? agent.url() : agent.state());
  }

  /** Shortens what would make the table too wide to read. */
  private static String cell(@Nullable String text) {
    if (text == null) {
      return "-";
    }
    String plain = OtherJvms.plain(text);
    return plain.length() <= MAX_CELL ? plain : plain.substring(0, MAX_CELL) + "...";
  }

  private static void print(List<List<String>> rows) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size() - 1; column++) {
        int width = 2;
        for (List<String> other : rows) {
          width = Math.max(width, other.get(column).length() + 2);
        }
        line.append(String.format("%-" + width + "s", row.get(column)));
      }
      System.out.println(line + row.get(row.size() - 1));
    }
  }
}
