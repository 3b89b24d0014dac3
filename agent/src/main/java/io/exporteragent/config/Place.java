package io.exporteragent.config;

/** A position in the configuration file, for messages. Immutable. */
public final class Place {
  private final String fileName;
  private final int line;
  private final int column;
  private final String path;

  Place(String fileName, int line, int column, String path) {
    this.fileName = fileName;
    this.line = line;
    this.column = column;
    this.path = path;
  }

  /** Returns the line, the first being 1. */
  public int line() {
    return line;
  }

  /** Makes an error that says what is wrong here and what to do about it. */
  public ConfigurationException error(String problem, String remedy) {
    return new ConfigurationException(line(problem, remedy));
  }

  /** Makes an error about a key that the problem names. */
  public ConfigurationException errorOfKey(String problem, String remedy) {
    return new ConfigurationException(lineOfKey(problem, remedy));
  }

  /** Returns a line that says what is odd here and what to do about it. */
  public String line(String problem, String remedy) {
    String place = path.isEmpty() ? "the top level" : path;
    return line(problem + " at " + place + "; " + remedy);
  }

  /** Returns a line about a key that the problem names. */
  public String lineOfKey(String problem, String remedy) {
    int end = path.endsWith("\"") ? path.lastIndexOf(".\"") : path.lastIndexOf('.');
    String mapping = end < 0 ? "" : " at " + path.substring(0, end);
    return line(problem + mapping + "; " + remedy);
  }

  private String line(String message) {
    return String.format("%s:%d:%d: %s", Quoted.plain(fileName), line, column, message);
  }

  /** Returns for instance {@code exporter.yml:12:9 probes[0].metrics[2].value}. */
  @Override
  public String toString() {
    String place = path.isEmpty() ? "the top level" : path;
    return String.format("%s:%d:%d %s", Quoted.plain(fileName), line, column, place);
  }
}
