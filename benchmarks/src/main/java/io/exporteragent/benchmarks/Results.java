package io.exporteragent.benchmarks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory of reports, each as JSON for machines and as Markdown for people.
 *
 * @param directory is made when the first report is written
 */
record Results(Path directory) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // Targets say whether they are met, which is for readers and not read back.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Writes a report over the one before of the same scenario; returns the page for people. */
  Path write(Report report) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(json(report.scenario()), JSON.writeValueAsString(report) + "\n");
    return Files.writeString(directory.resolve(report.scenario() + ".md"), report.markdown());
  }

  /** The report of a scenario, if there is one. */
  Optional<Report> read(String scenario) throws IOException {
    Path json = json(scenario);
    return Files.exists(json)
        ? Optional.of(JSON.readValue(json.toFile(), Report.class))
        : Optional.empty();
  }

  private Path json(String scenario) {
    return directory.resolve(scenario + ".json");
  }
}
