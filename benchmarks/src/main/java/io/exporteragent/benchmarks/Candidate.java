package io.exporteragent.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * One of those that are compared.
 *
 * @param name as it stands in the results, unique within a scenario
 * @param program whether it runs one of the programs, which obeys commands, on a JVM
 * @param command how to start it; {@link #PORT} stands for a free port
 */
record Candidate(String name, boolean program, List<String> command) {
  static final String PORT = "{port}";

  /** Whether it has a page to scrape. */
  boolean serves() {
    return command.stream().anyMatch(word -> word.contains(PORT));
  }

  List<String> command(int port) {
    return command.stream().map(word -> word.replace(PORT, Integer.toString(port))).toList();
  }

  /** The same under another name. */
  Candidate named(String other) {
    return new Candidate(other, program, command);
  }

  /** What stands between {@code java} and the class path. */
  List<String> jvmOptions(int port) {
    return command(port).subList(1, command.indexOf("-cp"));
  }

  /** The same, with these words after its command line. */
  Candidate with(String... words) {
    return new Candidate(name, program, Stream.concat(command.stream(), Stream.of(words)).toList());
  }

  /** The same, with these words before its command line. */
  Candidate runBy(String... words) {
    return new Candidate(name, program, Stream.concat(Stream.of(words), command.stream()).toList());
  }
}
