package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is to do. Immutable. Each section is equal to another that asks for the same, so
 * that only what belongs to a changed section need be rebuilt.
 */
public final class Settings {
  private final ServerSettings server;
  private final CollectorSettings collectors;
  private final DiskSettings disk;
  private final List<ProbeSettings> probes;
  private final @Nullable ModuleSettings modules;
  private final List<MethodRule> methods;

  private Settings(Builder builder) {
    this.server = builder.server;
    this.collectors = builder.collectors;
    this.disk = builder.disk;
    this.probes = Collections.unmodifiableList(new ArrayList<>(builder.probes));
    this.modules = builder.modules;
    this.methods = Collections.unmodifiableList(new ArrayList<>(builder.methods));
  }

  /** Begins with the defaults of every section. */
  public static Builder builder() {
    return new Builder();
  }

  public ServerSettings server() {
    return server;
  }

  public CollectorSettings collectors() {
    return collectors;
  }

  public DiskSettings disk() {
    return disk;
  }

  /** In the order of the file; no two of the same name. */
  public List<ProbeSettings> probes() {
    return probes;
  }

  /** Null when there is no folder of metric modules. */
  public @Nullable ModuleSettings modules() {
    return modules;
  }

  /** In the order of the file; no two with the same pattern. */
  public List<MethodRule> methods() {
    return methods;
  }

  /**
   * Tells everything that was understood, defaults too, in the syntax of the configuration file.
   * Passwords, credentials, the values of headers and the queries of URLs are left out.
   */
  public String describe() {
    return SettingsDescription.of(this);
  }

  private List<Object> sections() {
    return Arrays.asList(server, collectors, disk, probes, methods, Optional.ofNullable(modules));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Settings && sections().equals(((Settings) other).sections());
  }

  @Override
  public int hashCode() {
    return sections().hashCode();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return sections().toString();
  }

  /** Gathers sections; not thread-safe. */
  public static final class Builder {
    private ServerSettings server = ServerSettings.DEFAULT;
    private CollectorSettings collectors = CollectorSettings.ALL;
    private DiskSettings disk = DiskSettings.DEFAULT;
    private List<ProbeSettings> probes = Collections.emptyList();
    private @Nullable ModuleSettings modules;
    private List<MethodRule> methods = Collections.emptyList();

    private Builder() {}

    public Builder server(ServerSettings value) {
      server = value;
      return this;
    }

    public Builder collectors(CollectorSettings value) {
      collectors = value;
      return this;
    }

    public Builder disk(DiskSettings value) {
      disk = value;
      return this;
    }

    public Builder probes(List<ProbeSettings> value) {
      probes = value;
      return this;
    }

    public Builder modules(@Nullable ModuleSettings value) {
      modules = value;
      return this;
    }

    public Builder methods(List<MethodRule> value) {
      methods = value;
      return this;
    }

    public Settings build() {
      return new Settings(this);
    }
  }
}
