package io.exporteragent.source.host;

import io.exporteragent.config.Schema;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;

/** The section {@code disk}: the space of mounted file systems. */
public final class DiskSection implements Section<DiskSettings> {
  @Override
  public String name() {
    return "disk";
  }

  @Override
  public String key() {
    return "disk";
  }

  @Override
  public String help() {
    return "Which file systems are left out, as regular expressions that need only match a part. The defaults are those of node_exporter.";
  }

  @Override
  public String switchHelp() {
    return "file systems of the host";
  }

  @Override
  public boolean isSwitched() {
    return true;
  }

  @Override
  public Schema<DiskSettings> schema() {
    return DiskSettings.SCHEMA;
  }

  @Override
  public DiskSettings otherwise() {
    return DiskSettings.SCHEMA.defaults();
  }

  @Override
  public Source make(DiskSettings settings, Guest guest) {
    return new DiskMetrics(guest.workers(), settings);
  }
}
