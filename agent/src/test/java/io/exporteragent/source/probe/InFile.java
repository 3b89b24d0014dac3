package io.exporteragent.source.probe;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Schema;
import java.util.List;
import java.util.Map;

/** Settings as they are read from a file called {@code exporter.yml}. */
final class InFile {
  private InFile() {}

  static <T> T read(Schema<T> schema, String text) throws ConfigurationException {
    return schema.read(
        ConfigurationFile.parse(
            text, "exporter.yml", new ArgumentGrammar(List.of()).parse(null, Map.of())));
  }
}
