package io.exporteragent.source.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Mapping;
import io.exporteragent.lifecycle.Configuration;
import io.exporteragent.lifecycle.Sections;
import io.exporteragent.source.module.run.ModuleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuleSettingsTest {
  private static final Sections SECTIONS = Sections.all();

  @Test
  void modules_areOffUnlessADirectoryIsGiven() throws ConfigurationException {
    assertThat(parse("modules: {}")).isEmpty();
    assertThat(parse("modules: {directory: metrics}"))
        .contains(
            directory("metrics")
                .with(ModuleSettings.INTERVAL, Duration.ofSeconds(10))
                .with(ModuleSettings.TIMEOUT, Duration.ofSeconds(5))
                .with(ModuleSettings.MAX_SERIES, 1000)
                .with(ModuleSettings.CLASS_PATH, ModuleSettings.ClassPath.ISOLATED)
                .build());
    assertThat(
            parse(
                """
                    modules:
                      directory: /m
                      interval: 1s
                      timeout: 2s
                      max_series: 3
                      classpath: application
                      application_class: com.acme.Main
                    """))
        .contains(
            directory("/m")
                .with(ModuleSettings.INTERVAL, Duration.ofSeconds(1))
                .with(ModuleSettings.TIMEOUT, Duration.ofSeconds(2))
                .with(ModuleSettings.MAX_SERIES, 3)
                .with(ModuleSettings.CLASS_PATH, ModuleSettings.ClassPath.APPLICATION)
                .with(ModuleSettings.APPLICATION_CLASS, "com.acme.Main")
                .build());
  }

  @Test
  void modulesOfTheCommandLine_goBeforeThoseOfTheFile() throws ConfigurationException {
    AgentArguments arguments = SECTIONS.arguments().parse("8000,modules=mine", Map.of());
    ModuleSettings mine = directory("mine").build();

    assertThat(new ModuleSection().read(null, arguments)).contains(mine);
    assertThat(parse("", arguments)).contains(mine);
    assertThat(parse("modules: {directory: other, max_series: 7}", arguments))
        .contains(directory("mine").with(ModuleSettings.MAX_SERIES, 7).build());
  }

  private static Mapping.Builder<ModuleSettings> directory(String name) {
    return ModuleSettings.SCHEMA.builder().with(ModuleSettings.DIRECTORY, Path.of(name));
  }

  private static Optional<ModuleSettings> parse(String text) throws ConfigurationException {
    return parse(text, SECTIONS.arguments().parse(null, Map.of()));
  }

  private static Optional<ModuleSettings> parse(String text, AgentArguments arguments)
      throws ConfigurationException {
    return Configuration.parse(text, "exporter.yml", arguments, SECTIONS).of(new ModuleSection());
  }
}
