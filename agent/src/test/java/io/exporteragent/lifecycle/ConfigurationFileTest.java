package io.exporteragent.lifecycle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Secret;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.gather.Section;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.source.host.DiskSection;
import io.exporteragent.source.probe.ProbeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final DiskSection DISK = new DiskSection();

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing yet\n", "---\n", "{}", "\uFEFF"})
  void nothingInTheFile_isEveryDefault(String text) throws ConfigurationException {
    assertThat(parse(text))
        .isEqualTo(
            Configuration.of(Parsed.SECTIONS.arguments().parse(null, Map.of()), Parsed.SECTIONS));
  }

  @Test
  void sections_areUnderstood() throws ConfigurationException {
    Configuration settings =
        parse(
            """
            server: {host: "::1", port: 9404}
            collectors: {cpu: false, disk: false}
            disk: {mountpoints_exclude: ^/mnt}
            """);
    assertThat(settings.server()).isEqualTo(ServerSettings.of("::1", 9404));
    assertThat(
            Parsed.SECTIONS.list().stream()
                .filter(each -> settings.isOn(each) != Parsed.SECTIONS.isOn(each)))
        .extracting(Section::name)
        .containsExactly("cpu", "disk");
    assertThat(settings.of(DISK).mountpointsExclude().pattern()).isEqualTo("^/mnt");
    assertThat(settings.of(DISK).fsTypesExclude().pattern())
        .isEqualTo(DISK.otherwise().fsTypesExclude().pattern());
  }

  @Test
  void sectionThatOnlyMoved_isTheSame() throws ConfigurationException {
    String probes =
        """
        probes:
          - name: app
            url: http://localhost/
            authorization: {credentials_file: token}
            metrics: [{name: app_x, value: $.x}]
        disk: {fs_types_exclude: tmpfs}
        """;
    Configuration before = parse(probes);
    Configuration after =
        parse("# moved\nserver: {port: 1}\n" + probes.replace("[{", "\n      [{"));
    assertThat(after.of(Sections.PROBES))
        .isEqualTo(before.of(Sections.PROBES))
        .hasSameHashCodeAs(before.of(Sections.PROBES));
    assertThat(after.of(DISK)).isEqualTo(before.of(DISK));
    assertThat(after).isNotEqualTo(before);
    assertThat(parse(probes.replace("token", "other")).of(Sections.PROBES))
        .isNotEqualTo(before.of(Sections.PROBES));
    assertThat(parse(probes.replace("tmpfs", "nfs")).of(DISK)).isNotEqualTo(before.of(DISK));
  }

  @Test
  void anchors_standForWhatTheyName() throws ConfigurationException {
    Configuration settings =
        parse(
            """
            probes:
              - {name: a, url: http://a/, timeout: &t 7s, headers: &h {X: 1}}
              - {name: b, url: http://b/, timeout: *t, headers: *h}
            """);
    assertThat(settings.of(Sections.PROBES).get(1).timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.of(Sections.PROBES).get(1).headers()).containsExactly(Map.entry("X", "1"));
  }

  @Test
  void placeholders_areReplacedInValues() throws ConfigurationException {
    Map<String, String> environment = Map.of("PORT", "9404", "EMPTY", "", "PASSWORD", "a${b}$");
    Configuration settings =
        Parsed.of(
            """
            server: {port: "${PORT}", host: '${HOST:local}${HOST:host}${EMPTY:x}${NONE:}'}
            probes:
              - name: app
                url: http://localhost/
                basic_auth: {username: $${me}, password: "${PASSWORD}"}
                metrics: [{name: app_x, value: $.x$}]
            """
                .replace("$${me}", "'$${me}'"),
            environment);
    assertThat(settings.server()).isEqualTo(ServerSettings.of("localhost", 9404));
    ProbeSettings probe = settings.of(Sections.PROBES).get(0);
    assertThat(probe.basicAuth()).isEqualTo(BasicAuthSettings.of("${me}", Secret.ofText("a${b}$")));
    assertThat(probe.metrics().get(0).value()).isEqualTo("$.x$");
  }

  @Test
  void file_isRead(@TempDir Path directory) throws IOException, ConfigurationException {
    Path file = Files.writeString(directory.resolve("exporter.yml"), "server: {host: \"é\"}");
    assertThat(ConfigurationFile.read(file.toString())).isEqualTo("server: {host: \"é\"}");
  }

  @Test
  void fileThatCannotBeRead_saysWhyAndNamesTheRemedy(@TempDir Path directory) throws IOException {
    assertUnreadable(
        "no-such.yml",
        "configuration file \"no-such.yml\" cannot be read: no such file; it was looked for at ");
    assertUnreadable(directory.toString(), "not a regular file; give the name of a YAML file");
    assertUnreadable("a\0b", "configuration file \"a?b\" cannot be read: not a file name");
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
    assertUnreadable(large.toString(), "larger than 1 MiB");
    Path latin = Files.write(directory.resolve("latin"), "a: 1\nb: é".getBytes(ISO_8859_1));
    assertUnreadable("" + latin, "latin:2:4: not UTF-8; save the file in that encoding");
  }

  private static void assertUnreadable(String name, String message) {
    assertThatThrownBy(() -> ConfigurationFile.read(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  private static Configuration parse(String text) throws ConfigurationException {
    return Parsed.of(text);
  }
}
