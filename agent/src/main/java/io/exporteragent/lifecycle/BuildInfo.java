package io.exporteragent.lifecycle;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which agent this is:
 *
 * <pre>
 * exporter_agent_build_info{version="0.1.0",revision="4f1c9a2"} 1.0
 * </pre>
 */
public final class BuildInfo {
  private final String version;
  private final String revision;

  private BuildInfo(String version, String revision) {
    this.version = version;
    this.revision = revision;
  }

  /** Reads what the build has left in the jar. */
  public static BuildInfo read() {
    Properties build = new Properties();
    try (InputStream in =
        BuildInfo.class.getResourceAsStream("/io/exporteragent/build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read build.properties in the agent's jar", e);
    }
    return new BuildInfo(
        build.getProperty("version", "unknown"), build.getProperty("revision", "unknown"));
  }

  public String version() {
    return version;
  }

  /** Returns the family, the same on every page. */
  public Family family() {
    return new ScalarFamily("exporter_agent_build", MetricType.INFO, "The exporter-agent in use.")
        .add(1, "version", version, "revision", revision);
  }
}
