package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The top level of the file, and the sections of a few lines. */
final class SettingsReader {
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*[.]?");

  private final AgentArguments arguments;

  SettingsReader(AgentArguments arguments) {
    this.arguments = arguments;
  }

  /**
   * @param root null for an empty file
   */
  Settings read(@Nullable YamlValue root) throws ConfigurationException {
    if (root == null) {
      return arguments.settings();
    }
    YamlMap map = root.map("server", "collectors", "disk", "probes", "methods", "modules");
    Settings.Builder settings = Settings.builder();
    settings.server(server(map.get("server")));
    YamlValue collectors = map.get("collectors");
    if (collectors != null) {
      settings.collectors(collectors(collectors));
    }
    YamlValue disk = map.get("disk");
    if (disk != null) {
      settings.disk(disk(disk));
    }
    FamilyClashes families = new FamilyClashes();
    YamlValue probes = map.get("probes");
    if (probes != null) {
      settings.probes(probes(probes, families));
    }
    YamlValue methods = map.get("methods");
    if (methods != null) {
      settings.methods(new MethodReader(families).read(methods));
    }
    settings.modules(ModuleSettingsReader.read(map.get("modules"), arguments.modulesDirectory()));
    return settings.build();
  }

  private ServerSettings server(@Nullable YamlValue section) throws ConfigurationException {
    if (section == null) {
      return arguments.server(null, null);
    }
    YamlMap map = section.map("host", "port", "allowed_hosts");
    YamlValue host = map.get("host");
    YamlValue port = map.get("port");
    YamlValue allowed = map.get("allowed_hosts");
    return arguments
        .server(
            host == null ? null : host.nonEmptyText(), port == null ? null : port.integer(0, 65535))
        .withAllowedHosts(allowed == null ? Collections.<String>emptyList() : hostNames(allowed));
  }

  private static List<String> hostNames(YamlValue section) throws ConfigurationException {
    List<String> names = new ArrayList<>();
    for (YamlValue item : section.items()) {
      String name = item.nonEmptyText();
      if (!HOST_NAME.matcher(name).matches()) {
        throw item.error(
            Quoted.of(name) + " is not a host name", "give the name alone, as metrics.example");
      }
      names.add(name);
    }
    return names;
  }

  private static CollectorSettings collectors(YamlValue section) throws ConfigurationException {
    CollectorSettings.Name[] names = CollectorSettings.Name.values();
    YamlMap map =
        section.map(Arrays.stream(names).map(CollectorSettings.Name::key).toArray(String[]::new));
    List<CollectorSettings.Name> off = new ArrayList<>();
    for (CollectorSettings.Name name : names) {
      if (!map.bool(name.key(), true)) {
        off.add(name);
      }
    }
    return CollectorSettings.without(off.toArray(new CollectorSettings.Name[0]));
  }

  private static DiskSettings disk(YamlValue section) throws ConfigurationException {
    YamlMap map = section.map("mountpoints_exclude", "fs_types_exclude");
    return new DiskSettings(
        pattern(map.get("mountpoints_exclude")), pattern(map.get("fs_types_exclude")));
  }

  private static List<ProbeSettings> probes(YamlValue section, FamilyClashes families)
      throws ConfigurationException {
    ProbeClashes clashes = new ProbeClashes(families);
    List<ProbeSettings> probes = new ArrayList<>();
    for (YamlValue item : section.items()) {
      probes.add(ProbeReader.read(item, clashes));
    }
    return probes;
  }

  private static @Nullable Pattern pattern(@Nullable YamlValue value)
      throws ConfigurationException {
    return value == null ? null : value.pattern();
  }
}
