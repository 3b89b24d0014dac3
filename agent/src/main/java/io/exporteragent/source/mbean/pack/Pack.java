package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pack that can be used: its file is read only once it is needed. Immutable. */
public final class Pack {
  private final String name;
  private final Set<String> domains;
  private final @Nullable PackFile file;
  private final boolean isDefault;

  private Pack(String name, Set<String> domains, @Nullable PackFile file, boolean isDefault) {
    this.name = name;
    this.domains = domains;
    this.file = file;
    this.isDefault = isDefault;
  }

  /**
   * Declares a pack whose file is a resource beside this class.
   *
   * @param domains those in the file, so that it is read only where they are
   */
  static Pack ofJar(String name, String... domains) {
    Set<String> all = Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(domains)));
    return new Pack(name, all, null, false);
  }

  /** Makes a pack of a file that has been read. */
  static Pack ofFile(PackFile file) {
    return new Pack(file.name(), file.domains(), file, false);
  }

  /** Returns the same, in use because nothing else was asked for. */
  Pack byDefault() {
    return new Pack(name, domains, file, true);
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns the domains of its MBeans. */
  public Set<String> domains() {
    return domains;
  }

  /** Returns whether it is in use because nothing else was asked for. */
  boolean isDefault() {
    return isDefault;
  }

  /**
   * Reads the file, unless that was read before. Loads the YAML library.
   *
   * @throws IllegalStateException if the file in the jar is not valid
   */
  public PackFile file() {
    if (file != null) {
      return file;
    }
    String resource = name + ".yml";
    try {
      AgentArguments none =
          new ArgumentGrammar(Collections.emptyList()).parse(null, Collections.emptyMap());
      return PackFile.parse(ConfigurationFile.resource(Pack.class, resource), resource, none);
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
