package io.exporteragent.benchmarks.program;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page tells of requests and statements that were counted, whichever agent serves it.
 *
 * @param text of the page
 */
public record SignalPage(String text) {
  private static final Pattern REQUESTS =
      Pattern.compile("(?m)^http_server_request_duration_seconds_count\\{.*} (\\S+)$");
  private static final Pattern STATEMENTS =
      Pattern.compile("(?m)^db_client_operation_duration_seconds_count\\{.*} (\\S+)$");

  /** Of exporter-agent alone, which changes the methods of a request one after the other. */
  private static final Pattern TOMCAT_METHODS =
      Pattern.compile(
          "(?m)^exporter_agent_signal_methods\\{library=\"Tomcat\",signal=\"http\"} (\\S+)$");

  private static final int METHODS_OF_A_REQUEST = 3;

  /** How many there were; 0 as long as not all is measured. */
  public double requests() {
    boolean isWhole =
        !text.contains("exporter_agent_") || sum(TOMCAT_METHODS) >= METHODS_OF_A_REQUEST;
    return isWhole ? sum(REQUESTS) : 0;
  }

  /** How many there were. */
  public double statements() {
    return sum(STATEMENTS);
  }

  private double sum(Pattern samples) {
    double sum = 0;
    for (Matcher each = samples.matcher(text); each.find(); ) {
      sum += Double.parseDouble(each.group(1));
    }
    return sum;
  }
}
