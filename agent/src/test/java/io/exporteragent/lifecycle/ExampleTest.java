package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.KeyTree;
import io.exporteragent.source.method.MethodRule;
import io.exporteragent.source.method.MethodSection;
import io.exporteragent.source.module.ModuleSection;
import io.exporteragent.source.module.run.ModuleSettings;
import io.exporteragent.source.probe.ProbeSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example is the reference of the configuration, so it must be right and complete. */
class ExampleTest {
  private static final String EXAMPLE = Configuration.example(Parsed.SECTIONS);

  @Test
  void example_isUnderstoodWithoutAnyEnvironment() throws ConfigurationException {
    Configuration example = Parsed.of(EXAMPLE);
    Configuration defaults = Parsed.of("");
    assertThat(example.server()).isEqualTo(defaults.server());
    assertThat(Parsed.SECTIONS.list())
        .allMatch(section -> example.isOn(section) == Parsed.SECTIONS.isOn(section));
    assertThat(example.of(Sections.PROBES))
        .extracting(ProbeSettings::name)
        .containsExactly("app", "billing", "search", "mail");
    assertThat(example.of(new MethodSection()))
        .extracting(MethodRule::id)
        .containsExactly(
            "com.shop.OrderService#place(java.lang.String, ..)", "@com.shop.Timed *#*");
    ModuleSettings modules = example.of(new ModuleSection()).orElseThrow();
    assertThat(modules.directory()).isEqualTo(Path.of("metrics"));
    assertThat(modules.interval()).isEqualTo(ModuleSettings.of(Path.of("m")).interval());
    assertThat(modules.applicationClass()).isEqualTo("com.example.Main");
  }

  @Test
  void everyKey_isInTheExample() throws ConfigurationException {
    List<Key<?>> keys = Configuration.keys(Parsed.SECTIONS);
    // A file that is named must exist, or nothing is served.
    String whole =
        EXAMPLE
            .replace("  # jmx_exporter:", "  jmx_exporter:")
            .replace("  # web_config_file:", "  web_config_file:");
    assertThat(KeyTree.given(whole, keys))
        .isEqualTo(KeyTree.known(keys))
        .contains("server.port", "probes.tls.ca_file", "probes.metrics.foreach", "methods.match");
  }

  @Test
  void everyKey_isExplainedWhereItIsFirstUsed() {
    assertThat(EXAMPLE)
        .contains("  host: 0.0.0.0                 # default; 0.0.0.0 is every interface\n")
        .contains("  - name: app                   # required; gives app_up,")
        .contains("    timeout: 2s                 # default; for the whole exchange,")
        .containsPattern("      password_file: /run/secrets/app-password +# default: none; read")
        .doesNotContainPattern("(?m)^(?!  (mountpoints|fs_types)_exclude: ).{101,}$");
  }
}
