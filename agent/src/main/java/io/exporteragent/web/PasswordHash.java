package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password as <a href="https://www.usenix.org/legacy/events/usenix99/provos.html">bcrypt</a>
 * keeps it. Immutable.
 */
final class PasswordHash {
  private static final int LEAST_LENGTH = 59;
  private static final int LEAST_COST = 4;
  private static final int MOST_COST = 31;
  private static final Pattern BEGINNING = Pattern.compile("\\$2[abxy]?\\$([0-9]{2})\\$.*");
  private static final String REMEDY = "make one by htpasswd -nBC 10 \"\"";

  private final String text;
  private final int cost;

  private PasswordHash(String text, int cost) {
    this.text = text;
    this.cost = cost;
  }

  /**
   * Reads what exporter-toolkit takes for a hash. No message shows it.
   *
   * @throws ConfigurationException if it is none
   */
  static PasswordHash read(YamlValue at) throws ConfigurationException {
    String text = GoValues.text().read(at);
    if (text.length() < LEAST_LENGTH) {
      throw at.error("too short for a bcrypt hash; a password itself cannot be given", REMEDY);
    }
    Matcher beginning = BEGINNING.matcher(text);
    if (!beginning.matches()) {
      throw at.error("not a bcrypt hash: it does not begin like $2y$10$", REMEDY);
    }
    int cost = Integer.parseInt(beginning.group(1));
    if (cost < LEAST_COST || cost > MOST_COST) {
      throw at.error(
          String.format(
              "a bcrypt hash of cost %d; it is from %d to %d", cost, LEAST_COST, MOST_COST),
          REMEDY);
    }
    return new PasswordHash(text, cost);
  }

  /** Returns the hash. */
  String text() {
    return text;
  }

  /** Returns the binary logarithm of the rounds that one check takes. */
  int cost() {
    return cost;
  }

  /** Returns a text without the hash. */
  @Override
  public String toString() {
    return "bcrypt of cost " + cost;
  }
}
