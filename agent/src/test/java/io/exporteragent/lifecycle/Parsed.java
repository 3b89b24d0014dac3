package io.exporteragent.lifecycle;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import java.util.Map;

/** Configurations out of text, as the agent reads a file called {@code exporter.yml}. */
final class Parsed {
  static final Sections SECTIONS = Sections.all();

  private Parsed() {}

  static Configuration of(String text) throws ConfigurationException {
    return of(text, Map.of());
  }

  static Configuration of(String text, Map<String, String> environment)
      throws ConfigurationException {
    return of(text, SECTIONS.arguments().parse(null, environment));
  }

  static Configuration of(String text, AgentArguments arguments) throws ConfigurationException {
    return Configuration.parse(text, "exporter.yml", arguments, SECTIONS);
  }
}
